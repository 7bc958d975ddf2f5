import * as v from 'valibot';
import type { ReportOutcome } from './audit.ts';
import { command } from '../command.ts';
import { digest } from '../encryption/fields.ts';
import { id, limit, messageId, position } from '../fields.ts';
import { messageSchema, type Message } from '../features/messages.ts';
import { count, hasMore, isTrue, nothing, schemaOf, time } from '../outputs.ts';
import { authorSchema, type Author } from '../features/users.ts';

/** A user's complaint about a message. */
export interface Complaint {
  by: Author;
  /** ms since the epoch. */
  at: number;
  reason?: string;
  /** In an encrypted room: this user has revealed the text. The server has verified it. */
  revealed?: true;
  /** The text as this user revealed it, if an edit made it different from that of the report. */
  text?: string;
}

/** A reported message with all complaints about it. Only moderators see it. */
export interface Report {
  roomId: string;
  messageId: string;
  /** The room's revision of its last complaint or resolution. */
  rev: number;
  author: Author;
  /**
   * The text at the time of the first complaint, even if it was edited or deleted since. In an encrypted room: as it was
   * first revealed; empty if it was not.
   */
  text: string;
  /** The message as it is now; absent if it is no longer stored, or private to others. */
  message?: Message;
  /** Oldest first, one per user, at most `mostComplaints`. */
  complaints: Complaint[];
}

/** Most complaints about one message; the server ignores further ones. */
export const mostComplaints = 50;
/** Most texts of one encrypted message that are stored for a report, as edits made them. */
export const mostRevealedTexts = 5;
/** Longest reason, characters. */
export const maxReasonLength = 500;

const complaint = schemaOf<Complaint>()(
  v.object({
    by: authorSchema,
    at: time,
    reason: v.optional(v.string()),
    revealed: isTrue,
    text: v.optional(v.pipe(v.string(), v.description('as this user revealed it, if it is another one'))),
  }),
);

export const reportSchema = schemaOf<Report>()(
  v.object({
    roomId: v.string(),
    messageId: v.string(),
    rev: count,
    author: authorSchema,
    text: v.pipe(v.string(), v.description('at the time of the first complaint')),
    message: v.optional(v.pipe(messageSchema, v.description('as it is now; absent if no longer stored'))),
    complaints: v.pipe(v.array(complaint), v.description('one per user, oldest first')),
  }),
);

const target = { roomId: id, messageId };
const outcomes = ['dismissed', 'acted'] as const satisfies readonly ReportOutcome[];
const reason = v.pipe(
  v.string(),
  v.trim(),
  v.maxLength(maxReasonLength, `must be at most ${maxReasonLength} characters`),
);

export const reportCommands = {
  'message:report': command<Record<string, never>>()({
    http: 'POST /rooms/:roomId/messages/:messageId/reports',
    summary: 'Report a message of another user to the moderators; once per user and message',
    input: v.strictObject({
      ...target,
      reason: v.optional(reason),
      /** In an encrypted room: the key of the message, which reveals its text. */
      messageKey: v.optional(digest),
    }),
    output: nothing,
  }),
  'report:list': command<{ reports: Report[]; hasMore: boolean }>()({
    http: 'GET /rooms/:roomId/reports',
    summary: 'List the open reports of a room, by rev',
    input: v.strictObject({ roomId: id, after: v.optional(position), limit }),
    output: v.object({ reports: v.array(reportSchema), hasMore }),
  }),
  'report:resolve': command<Record<string, never>>()({
    http: 'PUT /rooms/:roomId/reports/:messageId/outcome',
    summary: 'Resolve a report as dismissed or acted upon',
    input: v.strictObject({ ...target, outcome: v.picklist(outcomes) }),
    output: nothing,
  }),
};
