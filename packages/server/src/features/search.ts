import {
  ChatError,
  pageSize,
  parseSearch,
  toHit,
  type Input,
  type ParsedSearch,
  type searchCommands,
  type SearchHit,
  type SearchPage,
} from '@chat/protocol';
import { accessRoom, encryptedRoom } from '../room/room-access.ts';
import type { Context, Handlers } from '../commands/context.ts';
import type { LiveRoom } from '../room/live-room.ts';
import { withOwnReactions } from '../room/own-reactions.ts';
import { searchRoom } from '../search/search-room.ts';
import { positionOf, searchRooms, type FoundMessage, type SearchPosition } from '../search/search-rooms.ts';

const hitsOf = async (
  { user }: Context,
  question: ParsedSearch,
  room: LiveRoom,
  found: FoundMessage['message'][],
): Promise<SearchHit[]> =>
  (await withOwnReactions(room, user.id, found)).map((message) => toHit(message, question));

const nothing = (): SearchPage => ({ hits: [], hasMore: false });
const badCursor = (): ChatError =>
  new ChatError('invalid', 'cursor must be from a previous search', { field: 'cursor' });

const inRoom = async (
  context: Context,
  { roomId, cursor, limit = pageSize.default, ...input }: Input<'message:search'>,
): Promise<SearchPage> => {
  const question = parseSearch(input);
  if (cursor !== undefined && !/^\d{1,15}$/.test(cursor)) throw badCursor();
  const access = await accessRoom(context, roomId);
  if (access.room.head.room.encryption !== undefined) throw encryptedRoom();
  if (!question) return nothing();
  const until = context.now() + context.limits.searchTimeoutMs;
  const below = cursor === undefined ? {} : { below: Number(cursor) };
  const { messages, hasMore } = await searchRoom(context, access, question, { limit, until, ...below });
  const last = messages.at(-1);
  return {
    hits: await hitsOf(context, question, access.room, messages),
    hasMore,
    ...(hasMore && last ? { cursor: String(last.seq) } : {}),
  };
};

const cursorOf = ({ at, seq, roomId }: SearchPosition): string => `${at}-${seq}-${roomId}`;
const placeAt = (cursor: string): SearchPosition => {
  const [, at, seq, roomId] = /^(\d{1,16})-(\d{1,15})-(.+)$/su.exec(cursor) ?? [];
  if (roomId === undefined) throw badCursor();
  return { at: Number(at), seq: Number(seq), roomId };
};

const everywhere = async (
  context: Context,
  { cursor, limit = pageSize.default, ...input }: Input<'message:searchAll'>,
): Promise<SearchPage> => {
  const question = parseSearch(input);
  const last = cursor === undefined ? null : placeAt(cursor);
  if (!question) return nothing();
  const until = context.now() + context.limits.searchTimeoutMs;
  const found = await searchRooms(context, question, { limit, last, until });
  const shown = found.slice(0, limit);
  const hits: SearchHit[] = [];
  for (const { room, message } of shown) hits.push(...(await hitsOf(context, question, room, [message])));
  const end = shown.at(-1);
  const hasMore = found.length > limit;
  return { hits, hasMore, ...(hasMore && end ? { cursor: cursorOf(positionOf(end)) } : {}) };
};

/** Searches only what the caller may read. */
export const search: Handlers<keyof typeof searchCommands> = {
  'message:search': inRoom,
  'message:searchAll': everywhere,
};
