import type { ScheduledFailure, ScheduledMessage, User } from '@chat/protocol';
import type { ChangeOf, MessageDraft, ScheduleLimits } from '../../contract/change.ts';
import type { StoredRecord } from '../../contract/records.ts';
import { effectiveRoleIn } from '../effective-role.ts';
import { refuse, refuseWithoutRight, type Decision, type DecisionContext, type View } from '../decision.ts';

/** The kind of the records of scheduled messages. */
export const scheduledKind = 'scheduled';

/** The body of the record of a scheduled message. Its `dueAt` is `sendAt`, or later if sending had to wait. */
export interface ScheduledBody {
  message: MessageDraft;
  /** The author as others saw them when it was scheduled. */
  author: User;
  sendAt: number;
  createdAt: number;
  /** Counts the changes by the author: a sender that read an earlier version sends nothing. */
  version: number;
  failed?: ScheduledFailure;
}

/** Keys of one user stand together. Ids of users contain no slash. */
export const scheduledKey = (userId: string, messageId: string): string => `${userId}/${messageId}`;

/** The range of all keys of a user, above one of their messages. */
export const scheduledRange = (userId: string, after = ''): { above: string; below: string } => ({
  above: scheduledKey(userId, after),
  below: `${userId}0`, // follows the slash
});

/** Returns a record as its author sees it. */
export const toScheduled = (roomId: string, { body }: Pick<StoredRecord, 'body'>): ScheduledMessage => {
  const { message, sendAt, createdAt, failed } = body as ScheduledBody;
  const { kind: _kind, attachments: _none, forward: _no, streamsUntil: _never, ...content } = message;
  return { ...content, roomId, sendAt, createdAt, ...(failed ? { failed } : {}) };
};

const recordOf = (body: ScheduledBody, dueAt?: number): StoredRecord => ({
  kind: scheduledKind,
  key: scheduledKey(body.author.id, body.message.id),
  userId: body.author.id,
  body,
  ...(dueAt === undefined ? {} : { dueAt }),
});

const find = (view: View, userId: string, messageId: string) => {
  const record = view.record(scheduledKind, scheduledKey(userId, messageId));
  return record && { ...record, body: record.body as ScheduledBody };
};

const alreadySent = (): Decision =>
  refuse('conflict', 'this message has been sent', { reason: 'already_sent' });

/** Returns why there is no scheduled message: it has been sent, or there never was one. */
const noScheduled = (view: View, userId: string, messageId: string): Decision =>
  view.message(messageId)?.message.author.id === userId
    ? alreadySent()
    : refuse('not_found', 'no such scheduled message');

const refuseTime = (at: number, sendAt: number, { maxScheduleMs }: ScheduleLimits): Decision | null =>
  sendAt > at + maxScheduleMs ? refuse('too_large', 'sendAt is too far ahead', { field: 'sendAt' }) : null;

export const schedule = (context: DecisionContext, change: ChangeOf<'schedule'>): Decision => {
  const { view, head } = context;
  const { actor, at, message, sendAt, limits } = change;
  const known = find(view, actor.id, message.id);
  if (known !== null)
    return isSame(known.body, change)
      ? { kind: 'store', records: [] }
      : refuse('conflict', 'a message with this id is scheduled', { reason: 'id_reused', field: 'id' });
  const stored = view.message(message.id);
  if (stored !== null)
    return stored.message.author.id === actor.id
      ? alreadySent()
      : refuse('conflict', 'a message with this id exists', { reason: 'id_reused', field: 'id' });
  if (head.room.retention === 'ephemeral')
    return refuse('conflict', 'an ephemeral room schedules nothing', { reason: 'ephemeral_room' });
  const refused =
    refuseWithoutRight(context, 'message:send', at) ??
    (message.mentionsAll ? refuseWithoutRight(context, 'mention:all', at) : null) ??
    refuseTime(at, sendAt, limits);
  if (refused !== null) return refused;
  const count = view.records(scheduledKind, { ...scheduledRange(actor.id), limit: limits.maxScheduled });
  if (count.length >= limits.maxScheduled)
    return refuse('conflict', `at most ${limits.maxScheduled} messages are scheduled`, {
      reason: 'too_many_scheduled',
    });
  const { role: _role, ...author } = actor;
  // Only memberships are looked at when it is sent: the role of an admin may have ended by then.
  if (effectiveRoleIn(head.room, view.member(actor.id), author) === null)
    return refuse('forbidden', 'only members schedule messages here');
  const body: ScheduledBody = { message, author, sendAt, createdAt: at, version: 1 };
  return { kind: 'store', records: [recordOf(body, sendAt)] };
};

/** Whether it is a retry. Key order does not matter: both come from the same code. */
const isSame = (body: ScheduledBody, { message, sendAt }: ChangeOf<'schedule'>): boolean =>
  body.sendAt === sendAt && body.version === 1 && body.message.text === message.text;

/** A message that could not be sent gets another chance. */
export const editScheduled = (context: DecisionContext, change: ChangeOf<'edit-scheduled'>): Decision => {
  const { view } = context;
  const { actor, at, messageId, limits } = change;
  const found = find(view, actor.id, messageId);
  if (found === null) return noScheduled(view, actor.id, messageId);
  const { failed: _failed, ...body } = found.body;
  const { text = body.message.text, mentions = body.message.mentions, sendAt = body.sendAt } = change;
  const { mentionsAll: before, ...message } = body.message;
  const mentionsAll = change.mentionsAll ?? before;
  const refused =
    refuseWithoutRight(context, 'message:send', at) ??
    (mentionsAll ? refuseWithoutRight(context, 'mention:all', at) : null) ??
    refuseTime(at, sendAt, limits);
  if (refused !== null) return refused;
  const edited: ScheduledBody = {
    ...body,
    message: { ...message, text, mentions, ...(mentionsAll ? { mentionsAll: true as const } : {}) },
    sendAt,
    version: body.version + 1,
  };
  return { kind: 'store', records: [recordOf(edited, sendAt)] };
};

/** Also works for an author who may not enter the room any more. */
export const cancelScheduled = (view: View, change: ChangeOf<'cancel-scheduled'>): Decision | null => {
  const { actor, messageId } = change;
  const found = find(view, actor.id, messageId);
  return found && { kind: 'store', records: [{ kind: scheduledKind, key: found.key, body: null }] };
};

export const refuseCancel = ({ view }: DecisionContext, change: ChangeOf<'cancel-scheduled'>): Decision =>
  noScheduled(view, change.actor.id, change.messageId);

/** Records why a message was not sent, or when to try again, unless its author has changed it since. */
export const settleScheduled = (view: View, change: ChangeOf<'settle-scheduled'>): Decision => {
  const { actor, at, messageId, version, outcome } = change;
  const found = find(view, actor.id, messageId);
  if (found?.body.version !== version) return notScheduled();
  const { body } = found;
  if ('tryAt' in outcome) return { kind: 'store', records: [recordOf(body, outcome.tryAt)] };
  return { kind: 'store', records: [recordOf({ ...body, failed: { ...outcome.failed, at } })] };
};

/** Refuses to send a scheduled message that is not due in this version: cancelled, changed or already sent. */
export const refuseUnscheduled = (view: View, { actor, at, message, scheduled }: ChangeOf<'send'>) => {
  if (scheduled === undefined) return null;
  const found = find(view, actor.id, message.id);
  return found?.body.version === scheduled && (found.dueAt ?? Infinity) <= at ? null : notScheduled();
};

/** Removes the record in the transaction that creates the message. */
export const withoutScheduled = (
  { actor, message, scheduled }: ChangeOf<'send'>,
  sent: Decision,
): Decision => {
  if (scheduled === undefined || sent.kind === 'refuse') return sent;
  const records = [{ kind: scheduledKind, key: scheduledKey(actor.id, message.id), body: null }];
  if (sent.kind === 'write') return { ...sent, records: [...(sent.records ?? []), ...records] };
  // Held for approval, or sent before.
  return { kind: 'store', records: sent.kind === 'store' ? [...sent.records, ...records] : records };
};

const notScheduled = (): Decision =>
  refuse('conflict', 'this message is not scheduled any more', { reason: 'not_scheduled' });
