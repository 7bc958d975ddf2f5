import { ChatError, type Message, type ParsedSearch } from '@chat/protocol';
import { accessRoom, type Access } from '../room/room-access.ts';
import type { Context } from '../commands/context.ts';
import type { LiveRoom } from '../room/live-room.ts';
import { userRooms } from '../room-list/user-rooms.ts';
import { searchRoom, tooLong } from './search-room.ts';

/** A message that was found, and its room. */
export interface FoundMessage {
  room: LiveRoom;
  message: Message;
}

/** Where the previous page ended. */
export interface SearchPosition {
  at: number;
  roomId: string;
  seq: number;
}

const roomsAtOnce = 100;
/** Other users get a turn after this many rooms. */
const inOneTurn = 10;

/** The newest first; at the same moment by room, in descending code unit order. */
const order = (a: SearchPosition, b: SearchPosition): number =>
  b.at - a.at || (a.roomId === b.roomId ? b.seq - a.seq : a.roomId < b.roomId ? 1 : -1);

export const positionOf = ({ message: { createdAt, roomId, seq } }: FoundMessage): SearchPosition => ({
  at: createdAt,
  roomId,
  seq,
});

/** Yields the rooms that the caller is or was in. */
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
    // Each room is searched, so it is charged first.
    context.roomReads.take(connection, page.roomIds.length);
    for (const roomId of page.roomIds) here.delete(roomId);
    yield* page.roomIds;
  }
  yield* here;
};

/** Returns the room, if the caller still has access. */
const opened = (context: Context, roomId: string): Promise<Access | null> =>
  accessRoom(context, roomId).catch((error: unknown) => {
    if (error instanceof ChatError && error.code !== 'internal') return null;
    throw error;
  });

/** Returns where to continue in a room after the previous page. */
const onwards = (roomId: string, { before = Infinity }: ParsedSearch, last: SearchPosition | null) => {
  if (last === null) return before === Infinity ? {} : { before };
  const next = Math.min(before, roomId > last.roomId ? last.at : last.at + 1);
  return roomId === last.roomId ? { before: next, below: last.seq } : { before: next };
};

/** Searches all rooms of the caller, after `last`; returns one more than `limit` if there is more. */
export const searchRooms = async (
  context: Context,
  question: ParsedSearch,
  { limit, last, until }: { limit: number; last: SearchPosition | null; until: number },
): Promise<FoundMessage[]> => {
  let found: FoundMessage[] = [];
  let turn = 0;
  for await (const roomId of myRooms(context)) {
    if (++turn % inOneTurn === 0) await context.scheduler.next(context.user.id);
    if (context.now() > until) throw tooLong();
    const access = await opened(context, roomId);
    // The texts of an encrypted room are on its devices alone.
    if (!access || access.room.head.room.encryption !== undefined) continue;
    const { below, ...moments } = { below: undefined, ...onwards(roomId, question, last) };
    // Messages older than everything on a full page are not searched.
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
