// The shared code of the old front end's socket events and routes, in the name of the caller.
import { randomUUID } from 'node:crypto';
import {
  ChatError,
  type Call,
  type Message,
  type RoomFile,
  type GivenFile,
  type FieldReader,
} from '@chat/server';
import { givenFile } from './attachment.ts';
import { messageTypes } from './shapes.ts';

interface Asker {
  call: Call;
  upload(roomId: string, file: GivenFile): Promise<RoomFile>;
}

/** Returns the direct room with a user, and creates it if needed. */
export const directWith = async (call: Call, userId: string): Promise<string> =>
  (await call('room:create', { type: 'direct', userIds: [userId] })).id;

/**
 * Returns the direct room without creating it; null if there is none. Rejects with `not_found` for an unknown
 * user.
 */
export const directOf = async (call: Call, userId: string): Promise<string | null> => {
  await call('user:get', { userId });
  for (let after: string | undefined, hasMore = true; hasMore;) {
    const page = await call('room:list', {
      type: 'direct',
      limit: 100,
      ...(after === undefined ? {} : { after }),
    });
    const found = page.rooms.find(({ peer }) => peer?.user.id === userId);
    if (found) return found.room.id;
    after = page.rooms.at(-1)?.room.id;
    hasMore = page.hasMore && after !== undefined;
  }
  return null;
};

/** Returns which of the two fields was given: a user, or a room. */
export const whereOf = (said: FieldReader, person: string): { person: string } | { room: string } => {
  const to = said.string(person, null);
  const room = said.string('room', null);
  if (to !== null && room === null) return { person: to };
  if (room !== null && to === null) return { room };
  throw new ChatError('invalid', `say either ${person} or room`, { field: to === null ? person : 'room' });
};

/** Returns the room to post in. */
export const roomFor = async (call: Call, said: FieldReader): Promise<string> => {
  const where = whereOf(said, 'to');
  return 'room' in where ? where.room : directWith(call, where.person);
};

export const send = async ({ call, upload }: Asker, roomId: string, said: FieldReader): Promise<Message> => {
  const messageType = said.string('messageType', 'text');
  if (!messageTypes.includes(messageType))
    throw new ChatError('invalid', `messageType must be one of ${messageTypes.join(', ')}`, {
      field: 'messageType',
    });
  const file = givenFile(said.value('attachment'));
  const text = file ? said.string('content', '') : said.string('content');
  const attachments = file ? [{ fileId: (await upload(roomId, file)).fileId }] : [];
  return call('message:send', {
    roomId,
    id: randomUUID(),
    text,
    attachments,
    ...(messageType === 'text' ? {} : { data: { messageType } }),
  });
};

/** Rings on all devices of a user. The caller takes their seat with a page that has a microphone. */
export const ring = async (call: Call, to: string, kind: 'audio' | 'video') => {
  const started = await call('call:start', { roomId: await directWith(call, to), kind });
  return { callId: started.id, kind: started.kind, state: started.state };
};

/** Returns the `seq` before which all messages are older than a time: messages are in the order of time. */
export const seqAt = async (call: Call, roomId: string, at: number): Promise<number> => {
  const [newest] = (await call('message:list', { roomId, limit: 1 })).messages;
  let low = 1;
  let high = (newest?.seq ?? 0) + 1;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const [found] = (await call('message:list', { roomId, after: middle - 1, limit: 1 })).messages;
    if (found && found.createdAt < at) low = found.seq + 1;
    else high = middle;
  }
  return low;
};
