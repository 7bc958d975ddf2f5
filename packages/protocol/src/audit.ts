import * as v from 'valibot';
import { command } from './command.ts';
import { id, limit, position } from './fields.ts';
import type { Author } from './messages.ts';
import type { Role } from './rights.ts';
import type { Room } from './rooms.ts';

/** Acts that are written down, named after the command that did them. */
export const auditedActs = [
  'message:delete',
  'file:delete',
  'message:pin',
  'message:unpin',
  'member:add',
  'member:invite',
  'member:update',
  'member:remove',
  'member:mute',
  'member:ban',
  'member:unban',
  'room:update',
  'room:end',
  'report:resolve',
  'user:erase',
] as const;
export type AuditedAct = (typeof auditedActs)[number];

/** Settings as an act made them. */
export type AuditedSettings = Partial<
  Pick<
    Room,
    'title' | 'phase' | 'startsAt' | 'endsAt' | 'history' | 'retention' | 'frozen' | 'slowModeSeconds'
  >
>;

/** One act of moderation, written with the change that it tells of. */
export interface AuditEntry {
  roomId: string;
  /** The room's revision of that change: what came later has a higher one. */
  rev: number;
  /** ms since the epoch. */
  at: number;
  act: AuditedAct;
  /** Who did it. */
  by: Author;
  /** Whom it was done to; for a message, its author. */
  user?: Author;
  messageId?: string;
  /** The role given. */
  role?: Role;
  /** Muted until then; null when the word was given back. */
  until?: number | null;
  settings?: AuditedSettings;
  outcome?: ReportOutcome;
}

/** What a moderator made of a report: nothing, or something. */
export type ReportOutcome = 'dismissed' | 'acted';

export const auditCommands = {
  'audit:list': command<{ entries: AuditEntry[]; hasMore: boolean }>()({
    http: 'GET /rooms/:roomId/audit',
    summary: 'What was done to moderate a room, the newest first, or before a rev (owners and admins)',
    input: v.strictObject({ roomId: id, before: v.optional(position), limit }),
  }),
};
