import { ChatError, type Message } from '@chat/protocol';
import { accessRoom, type Access } from '../room/room-access.ts';
import type { Context } from '../commands/context.ts';
import type { LiveRoom } from '../room/live-room.ts';
import { userRooms } from '../room-list/user-rooms.ts';
import { searchRoom, tooLong, type Question } from './search-room.ts';

/** A message that was found, and its room. */
export interface FoundMessage {
  room: LiveRoom;
  message: Message;
}

/** Where the page before ended. */
export interface SearchPosition {
  at: number;
  roomId: string;
  seq: number;
}

const roomsAtOnce = 100;
/** Between so many rooms everybody else has a turn. */
const inOneTurn = 10;

/** The newest first; of the same moment by room, in code unit order from the last. */
const order = (a: SearchPosition, b: SearchPosition): number =>
  b.at - a.at || (a.roomId === b.roomId ? b.seq - a.seq : a.roomId < b.roomId ? 1 : -1);

export const positionOf = ({ message: { createdAt, roomId, seq } }: FoundMessage): SearchPosition => ({
  at: createdAt,
  roomId,
  seq,
});

/** Rooms that the caller belongs to, has been in or is in. */
const myRooms = async function* (context: Context): AsyncGenerator<string> {
  const { user, connection } = context;
  const here = new Set(connection.rooms.keys());
  let page: { roomIds: string[]; hasMore: boolean } = { roomIds: [], hasMore: true };
  while (page.hasMore) {
    const after = page.roomIds.at(-1);
    page = await userRooms(context, user.id, {
      limit: roomsAtOnce,
      ...(after === undefined ? {} : { after }),
    });
    // Each is searched, so each is paid for before.
    context.roomReads.take(connection, page.roomIds.length);
    for (const roomId of page.roomIds) here.delete(roomId);
    yield* page.roomIds;
  }
  yield* here;
};

/** The room, where it is still open to the caller. */
const opened = (context: Context, roomId: string): Promise<Access | null> =>
  accessRoom(context, roomId).catch((error: unknown) => {
    if (error instanceof ChatError && error.code !== 'internal') return null;
    throw error;
  });

/** Where to go on in a room after the page before. */
const onwards = (roomId: string, { before = Infinity }: Question, last: SearchPosition | null) => {
  if (last === null) return before === Infinity ? {} : { before };
  const next = Math.min(before, roomId > last.roomId ? last.at : last.at + 1);
  return roomId === last.roomId ? { before: next, below: last.seq } : { before: next };
};

/** What the caller may see in all their rooms, after `last`; one more than `limit` when there is more. */
export const searchRooms = async (
  context: Context,
  question: Question,
  { limit, last, until }: { limit: number; last: SearchPosition | null; until: number },
): Promise<FoundMessage[]> => {
  let found: FoundMessage[] = [];
  let turn = 0;
  for await (const roomId of myRooms(context)) {
    if (++turn % inOneTurn === 0) await context.scheduler.next(context.user.id);
    if (context.now() > until) throw tooLong();
    const access = await opened(context, roomId);
    if (!access) continue;
    const { below, ...moments } = { below: undefined, ...onwards(roomId, question, last) };
    // What is older than all that the page holds already need not be looked for.
    const oldest = found.length > limit ? (found.at(-1)?.message.createdAt ?? 0) : 0;
    const asked = { ...question, ...moments, after: Math.max(question.after ?? 0, oldest) };
    const place = { limit: limit + 1, until, ...(below === undefined ? {} : { below }) };
    const { messages } = await searchRoom(context, access, asked, place);
    found = [...found, ...messages.map((message) => ({ room: access.room, message }))]
      .sort((a, b) => order(positionOf(a), positionOf(b)))
      .slice(0, limit + 1);
  }
  return found;
};
