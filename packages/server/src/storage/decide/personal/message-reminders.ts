import type { MessageReminder, User } from '@chat/protocol';
import type { ChangeOf } from '../../contract/change.ts';
import type { RecordChange, StoredRecord } from '../../contract/records.ts';
import { refuse, type Decision, type DecisionContext, type View } from '../decision.ts';
import { effectiveRoleIn } from '../effective-role.ts';
import { visibleMessage } from '../private.ts';

/** The kind of the records of one user, so that `dueRecords` lists them across rooms. */
export const reminderKind = (userId: string): string => `reminder:${encodeURIComponent(userId)}`;
/** The kind of the records by which the server finds the reminders of all users. */
export const dueReminderKind = 'due-reminder';

/** The body of a reminder. Its `dueAt` is the time of the reminder. */
interface ReminderBody {
  due?: true;
}
export interface DueReminderBody {
  user: User;
  messageId: string;
}

/** Ids of users contain no slash. */
export const dueReminderKey = (userId: string, messageId: string): string => `${userId}/${messageId}`;

export const toReminder = (
  roomId: string,
  { key: messageId, dueAt: remindAt = 0, body }: StoredRecord,
): MessageReminder => ({
  roomId,
  messageId,
  remindAt,
  ...((body as ReminderBody).due ? { due: true as const } : {}),
});

const recordsOf = (actor: User, messageId: string, dueAt: number): StoredRecord[] => {
  const { role: _role, ...user } = actor;
  const shared = { userId: user.id, messageId, dueAt };
  return [
    { kind: reminderKind(user.id), key: messageId, body: {}, ...shared },
    {
      kind: dueReminderKind,
      key: dueReminderKey(user.id, messageId),
      body: { user, messageId } satisfies DueReminderBody,
      ...shared,
    },
  ];
};

const removed = (userId: string, messageId: string): RecordChange[] => [
  { kind: reminderKind(userId), key: messageId, body: null },
  { kind: dueReminderKind, key: dueReminderKey(userId, messageId), body: null },
];

export const setReminder = (context: DecisionContext, change: ChangeOf<'set-reminder'>): Decision => {
  const { actor, at, messageId, remindAt, visibleAfter, maxScheduleMs } = change;
  if (context.head.room.retention === 'ephemeral')
    return refuse('conflict', 'an ephemeral room stores nothing', { reason: 'ephemeral_room' });
  const message = visibleMessage(context, actor, messageId)?.message;
  if (!message || message.deletedAt !== undefined || message.seq <= visibleAfter)
    return refuse('not_found', 'no such message');
  if (remindAt > at + maxScheduleMs)
    return refuse('too_large', 'remindAt is too far ahead', { field: 'remindAt' });
  return { kind: 'store', records: recordsOf(actor, messageId, remindAt) };
};

/** Also works for a user who may not enter the room any more. */
export const cancelReminder = (view: View, { actor, messageId }: ChangeOf<'cancel-reminder'>): Decision => {
  const known = view.record(reminderKind(actor.id), messageId) !== null;
  return { kind: 'store', records: known ? removed(actor.id, messageId) : [] };
};

/** Makes a reminder due. Accepts exactly one of several requests, whose sender notifies the user. */
export const fireReminder = (view: View, { actor, at, messageId }: ChangeOf<'fire-reminder'>): Decision => {
  const due = view.record(dueReminderKind, dueReminderKey(actor.id, messageId));
  const own = view.record(reminderKind(actor.id), messageId);
  if (!view.head || !due || !own || (due.dueAt ?? Infinity) > at)
    return refuse('conflict', 'this reminder is not due', { reason: 'not_scheduled' });
  if (effectiveRoleIn(view.head.room, view.member(actor.id), actor) === null)
    return { kind: 'store', records: removed(actor.id, messageId) };
  const body: ReminderBody = { due: true };
  return {
    kind: 'store',
    records: [
      { ...own, body },
      { kind: dueReminderKind, key: due.key, body: null },
    ],
  };
};
