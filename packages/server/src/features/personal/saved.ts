import {
  ChatError,
  pageSize,
  type Input,
  type SavedMessage,
  type SavedPage,
  type savedCommands,
} from '@chat/protocol';
import { createMessageReader, roomOfRecord } from '../../commands/message-reader.ts';
import { accessRoom, hiddenFrom } from '../../room/room-access.ts';
import type { Context, Handlers } from '../../commands/context.ts';
import type { LiveRoom } from '../../room/live-room.ts';
import type { Change } from '../../storage/contract/change.ts';
import type { RecordOf } from '../../storage/contract/storage.ts';
import { endOfTime } from '../../storage/decide/personal/own-records.ts';
import { savedAtOf, savedKind } from '../../storage/decide/personal/saved.ts';

/** Several devices that save at the same moment may exceed the limit by so many. */
const raced = 100;

/** Returns the records of the caller's saved messages in all rooms, the last saved first. */
const all = async ({ user, storage, limits }: Context): Promise<RecordOf[]> => {
  const query = { at: endOfTime, limit: limits.maxSaved + raced };
  return (await storage.timeline.dueRecords(savedKind(user.id), query)).toReversed();
};

const commit = async (context: Context, room: LiveRoom, messageId: string, change: Change): Promise<void> => {
  const committing = room.commit(change);
  context.placed();
  const { records = [] } = await committing;
  for (const record of records)
    context.personal.onChanged('saved', room.id, context.user.id, messageId, record.body && record);
};

const save = async (
  context: Context,
  { roomId, messageId }: Input<'message:save'>,
): Promise<{ savedAt: number }> => {
  // The list has messages of rooms that are not open on this connection.
  const access = await accessRoom(context, roomId);
  const { room } = access;
  const visibleAfter = await hiddenFrom(context, access);
  const { user, limits, now } = context;
  const kind = savedKind(user.id);
  const known = await room.timeline.record(roomId, kind, messageId);
  if (known) return { savedAt: savedAtOf(known) };
  if ((await all(context)).length >= limits.maxSaved)
    throw new ChatError('conflict', `at most ${limits.maxSaved} messages are saved`, {
      reason: 'too_many_saved',
    });
  await commit(context, room, messageId, { kind: 'save', actor: user, at: now(), messageId, visibleAfter });
  const record = await room.timeline.record(roomId, kind, messageId);
  return { savedAt: savedAtOf(record ?? { dueAt: now() }) };
};

const list = async (
  context: Context,
  { before = endOfTime, limit = pageSize.default }: Input<'message:saved'>,
): Promise<SavedPage> => {
  const records = (await all(context)).filter(({ record }) => savedAtOf(record) < before);
  const rooms = new Set(records.slice(0, limit).map(({ roomId }) => roomId));
  context.roomReads.take(context.connection, rooms.size);
  const read = createMessageReader(context);
  const saved: SavedMessage[] = [];
  for (const [at, { roomId, record }] of records.entries()) {
    const savedAt = savedAtOf(record);
    // A page ends between two times, because the next one starts at a time.
    if (saved.length >= limit && savedAt !== saved.at(-1)?.savedAt)
      return { saved, hasMore: at < records.length };
    const found = await read(roomId, record.key);
    if (found) saved.push({ savedAt, ...found });
  }
  return { saved, hasMore: false };
};

export const saved: Handlers<keyof typeof savedCommands> = {
  'message:save': save,
  'message:unsave': async (context, { roomId, messageId }) => {
    const kind = savedKind(context.user.id);
    const room = await roomOfRecord(context, roomId, async ({ timeline }) => {
      return (await timeline.record(roomId, kind, messageId)) !== null;
    });
    const { user, now } = context;
    await commit(context, room, messageId, { kind: 'unsave', actor: user, at: now(), messageId });
    return {};
  },
  'message:saved': list,
};
