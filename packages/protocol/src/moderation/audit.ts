import * as v from 'valibot';
import { command } from '../command.ts';
import { id, limit, position } from '../fields.ts';
import { count, hasMore, optionalTime, schemaOf, time } from '../outputs.ts';
import { roles, type Role } from '../rights.ts';
import { liveSchemas } from '../live/live-settings.ts';
import { modeSchemas, retentionSchema, type Room } from '../features/rooms.ts';
import { authorSchema, type Author } from '../features/users.ts';

/** Actions in the audit log, by the name of their command. */
export const auditedActs = [
  'message:delete',
  'message:restore',
  'file:delete',
  'message:pin',
  'message:unpin',
  'message:spotlight',
  'question:spotlight',
  'spotlight:clear',
  'overlay:create',
  'overlay:revoke',
  'poll:close',
  'question:answer',
  'question:dismiss',
  'question:reopen',
  'question:highlight',
  'member:add',
  'member:invite',
  'invite:create',
  'invite:revoke',
  'member:update',
  'member:remove',
  'member:mute',
  'member:ban',
  'member:unban',
  'room:update',
  'room:end',
  'report:resolve',
  'approval:approve',
  'approval:trust',
  'approval:untrust',
  'approval:reject',
  'user:erase',
] as const;
export type AuditedAct = (typeof auditedActs)[number];

/** Settings that an action changed. */
export type AuditedSettings = Partial<
  Pick<
    Room,
    | 'title'
    | 'phase'
    | 'startsAt'
    | 'endsAt'
    | 'history'
    | 'retention'
    | 'frozen'
    | 'slowModeSeconds'
    | 'approval'
    | 'emojiOnly'
    | 'allowLinks'
    | 'privateMessages'
    | 'allowedReactions'
    | 'hands'
    | 'questions'
    | 'attendance'
    | 'lobby'
    | 'lobbyMessage'
  >
>;

/** An entry of the audit log: one moderation action. Stored in the same transaction as its change. */
export interface AuditEntry {
  roomId: string;
  /** The room's revision of the change: later entries have a higher one. */
  rev: number;
  /** ms since the epoch. */
  at: number;
  act: AuditedAct;
  /** The user who did it. */
  by: Author;
  /** The user it affected; of a message, its author. */
  user?: Author;
  messageId?: string;
  questionId?: string;
  /** The new role. */
  role?: Role;
  /** Muted until then, ms since the epoch; null if unmuted. */
  until?: number | null;
  settings?: AuditedSettings;
  outcome?: ReportOutcome;
}

/** How a moderator resolved a report: without or with consequences. */
export type ReportOutcome = 'dismissed' | 'acted';

const auditedSettings = schemaOf<AuditedSettings>()(
  v.object({
    title: v.optional(v.string()),
    phase: v.optional(v.picklist(['scheduled', 'open', 'ended'])),
    startsAt: optionalTime,
    endsAt: optionalTime,
    history: v.optional(v.picklist(['all', 'since-join'])),
    retention: v.optional(retentionSchema),
    frozen: v.optional(v.boolean()),
    slowModeSeconds: v.optional(v.number()),
    ...modeSchemas,
    ...liveSchemas,
  }),
);

export const auditEntrySchema = schemaOf<AuditEntry>()(
  v.object({
    roomId: v.string(),
    rev: v.pipe(count, v.description("the room's revision of the change")),
    at: time,
    act: v.picklist(auditedActs),
    by: authorSchema,
    user: v.optional(v.pipe(authorSchema, v.description('the user it affected'))),
    messageId: v.optional(v.string()),
    questionId: v.optional(v.string()),
    role: v.optional(v.picklist(roles)),
    until: v.optional(v.nullable(time)),
    settings: v.optional(auditedSettings),
    outcome: v.optional(v.picklist(['dismissed', 'acted'])),
  }),
);

export const auditCommands = {
  'audit:list': command<{ entries: AuditEntry[]; hasMore: boolean }>()({
    http: 'GET /rooms/:roomId/audit',
    summary: 'List the audit log of a room, newest first, or before a rev (owners and admins)',
    input: v.strictObject({ roomId: id, before: v.optional(position), limit }),
    output: v.object({ entries: v.array(auditEntrySchema), hasMore }),
  }),
};
