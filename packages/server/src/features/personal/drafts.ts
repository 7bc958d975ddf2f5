import { ChatError, type Draft, type Input, type draftCommands } from '@chat/protocol';
import { roomOfRecord } from '../../commands/message-reader.ts';
import type { Context, Handlers } from '../../commands/context.ts';
import { accessRoom, hiddenFrom } from '../../room/room-access.ts';
import type { RecordOf } from '../../storage/contract/storage.ts';
import { endOfTime } from '../../storage/decide/personal/own-records.ts';
import { draftKey, draftKind, toDraft } from '../../storage/decide/personal/drafts.ts';

/** Several devices that write at the same moment may exceed the limit by so many. */
const raced = 20;

/** Returns the records of the caller's drafts in all rooms, the last changed first. */
const all = async ({ user, storage, limits }: Context): Promise<RecordOf[]> => {
  const query = { at: endOfTime, limit: limits.maxDrafts + raced };
  return (await storage.timeline.dueRecords(draftKind(user.id), query)).toReversed();
};

const set = async (
  context: Context,
  { roomId, threadId, text }: Input<'draft:set'>,
): Promise<{ version: number }> => {
  const { user, limits, now, placed, personal } = context;
  const [kind, key] = [draftKind(user.id), draftKey(threadId)];
  const known = (room: { timeline: Context['storage']['timeline'] }) =>
    room.timeline.record(roomId, kind, key);
  const isDiscarded = text.trim() === '';
  let visibleAfter = 0;
  const enter = async () => {
    const access = await accessRoom(context, roomId);
    visibleAfter = threadId === undefined ? 0 : await hiddenFrom(context, access);
    return access.room;
  };
  const room = await (isDiscarded
    ? roomOfRecord(context, roomId, async (found) => (await known(found)) !== null)
    : enter());
  const before = await known(room);
  const isNew = !before?.dueAt;
  if (!isDiscarded && isNew && (await all(context)).length >= limits.maxDrafts)
    throw new ChatError('conflict', `at most ${limits.maxDrafts} drafts`, { reason: 'too_many_drafts' });
  const committing = room.commit({
    kind: 'set-draft',
    actor: user,
    at: Math.floor(now()),
    ...(threadId === undefined ? {} : { threadId }),
    text: isDiscarded ? '' : text,
    visibleAfter,
  });
  placed();
  const { records = [] } = await committing;
  const [written] = records;
  const record = written?.body ? written : await known(room);
  if (written?.body) personal.onChanged('draft', roomId, user.id, threadId ?? '', written);
  return { version: record ? toDraft(roomId, record).version : 0 };
};

const list = async (context: Context): Promise<{ drafts: Draft[] }> => {
  const records = await all(context);
  const roomIds = [...new Set(records.map(({ roomId }) => roomId))];
  context.roomReads.take(context.connection, roomIds.length);
  const readable = new Set<string>();
  for (const roomId of roomIds) {
    try {
      await accessRoom(context, roomId);
      readable.add(roomId);
    } catch (error) {
      if (!(error instanceof ChatError && ['not_found', 'forbidden'].includes(error.code))) throw error;
    }
  }
  const shown = records.filter(({ roomId }) => readable.has(roomId));
  return { drafts: shown.map(({ roomId, record }) => toDraft(roomId, record)) };
};

export const drafts: Handlers<keyof typeof draftCommands> = { 'draft:set': set, 'draft:list': list };
