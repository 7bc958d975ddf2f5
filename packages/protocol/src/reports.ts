import * as v from 'valibot';
import type { ReportOutcome } from './audit.ts';
import { command } from './command.ts';
import { id, limit, messageId, position } from './fields.ts';
import type { Author, Message } from './messages.ts';

/** What somebody reported about a message. */
export interface Complaint {
  by: Author;
  /** ms since the epoch. */
  at: number;
  reason?: string;
}

/** A message that was reported, with everything that was said about it. Moderators see it, nobody else. */
export interface Report {
  roomId: string;
  messageId: string;
  /** The room's revision when it was last reported or resolved. */
  rev: number;
  author: Author;
  /** The text as it was when it was first reported, whatever became of it. */
  text: string;
  /** The message as it is now; absent when it is no longer kept, or private to others. */
  message?: Message;
  /** The oldest first, one per person, at most `mostComplaints`. */
  complaints: Complaint[];
}

/** More complaints about one message than this change nothing. */
export const mostComplaints = 50;
/** Longest reason, characters. */
export const maxReasonLength = 500;

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
    summary: 'Tell the moderators about a message of somebody else; once per person and message',
    input: v.strictObject({ ...target, reason: v.optional(reason) }),
  }),
  'report:list': command<{ reports: Report[]; hasMore: boolean }>()({
    http: 'GET /rooms/:roomId/reports',
    summary: 'Reports that wait for a moderator, by rev',
    input: v.strictObject({ roomId: id, after: v.optional(position), limit }),
  }),
  'report:resolve': command<Record<string, never>>()({
    http: 'PUT /rooms/:roomId/reports/:messageId/outcome',
    summary: 'Take a report out of the queue: dismissed, or acted upon',
    input: v.strictObject({ ...target, outcome: v.picklist(outcomes) }),
  }),
};
