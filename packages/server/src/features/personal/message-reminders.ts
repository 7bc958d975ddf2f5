import {
  ChatError,
  type Input,
  type ListedReminder,
  type MessageReminder,
  type messageReminderCommands,
} from '@chat/protocol';
import type { Context, Handlers } from '../../commands/context.ts';
import type { LiveRoom } from '../../room/live-room.ts';
import { createMessageReader, roomOfRecord } from '../../commands/message-reader.ts';
import { accessRoom, hiddenFrom } from '../../room/room-access.ts';
import type { Change } from '../../storage/contract/change.ts';
import type { StoredRecord } from '../../storage/contract/records.ts';
import type { RecordOf } from '../../storage/contract/storage.ts';
import { endOfTime } from '../../storage/decide/personal/own-records.ts';
import { reminderKind, toReminder } from '../../storage/decide/personal/message-reminders.ts';

/** Several devices that set reminders at the same moment may exceed the limit by so many. */
const raced = 20;

/** Returns the records of the caller's reminders in all rooms, the earliest first. */
const all = ({ user, storage, limits }: Context): Promise<RecordOf[]> =>
  storage.timeline.dueRecords(reminderKind(user.id), { at: endOfTime, limit: limits.maxReminders + raced });

/** Commits a change of a reminder, and returns its record as it is then. */
const commit = async (
  { user, placed, personal }: Context,
  room: LiveRoom,
  messageId: string,
  change: Change,
): Promise<StoredRecord | null> => {
  const committing = room.commit(change);
  placed();
  const { records = [] } = await committing;
  const [own] = records;
  const record = own?.body ? own : null;
  if (own) personal.onChanged('reminder', room.id, user.id, messageId, record);
  return record;
};

const remind = async (
  context: Context,
  { roomId, messageId, remindAt }: Input<'message:remind'>,
): Promise<MessageReminder> => {
  // The list has messages of rooms that are not open on this connection.
  const access = await accessRoom(context, roomId);
  const { room } = access;
  const visibleAfter = await hiddenFrom(context, access);
  const { user, now, limits } = context;
  const known = await all(context);
  const isKnown = known.some((each) => each.roomId === roomId && each.record.key === messageId);
  if (!isKnown && known.length >= limits.maxReminders)
    throw new ChatError('conflict', `at most ${limits.maxReminders} reminders`, {
      reason: 'too_many_reminders',
    });
  const record = await commit(context, room, messageId, {
    kind: 'set-reminder',
    actor: user,
    at: now(),
    messageId,
    remindAt,
    visibleAfter,
    maxScheduleMs: limits.maxScheduleMs,
  });
  if (!record) throw new ChatError('internal', 'the reminder was not stored');
  return toReminder(roomId, record);
};

const list = async (context: Context): Promise<{ reminders: ListedReminder[] }> => {
  const records = await all(context);
  context.roomReads.take(context.connection, new Set(records.map(({ roomId }) => roomId)).size);
  const read = createMessageReader(context);
  const reminders: ListedReminder[] = [];
  for (const { roomId, record } of records) {
    const found = await read(roomId, record.key);
    if (found) reminders.push({ ...toReminder(roomId, record), ...found });
  }
  return { reminders };
};

export const messageReminders: Handlers<keyof typeof messageReminderCommands> = {
  'message:remind': remind,
  'message:reminders': list,
  'message:cancelReminder': async (context, { roomId, messageId }) => {
    const { user, now } = context;
    const room = await roomOfRecord(context, roomId, async ({ timeline }) => {
      return (await timeline.record(roomId, reminderKind(user.id), messageId)) !== null;
    });
    await commit(context, room, messageId, { kind: 'cancel-reminder', actor: user, at: now(), messageId });
    return {};
  },
};
