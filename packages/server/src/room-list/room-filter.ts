import { ChatError, pageSize, type Input, type Room } from '@chat/protocol';
import type { RoomStore } from '../storage/contract/room-store.ts';

/** The filter of a room list. */
export type RoomFilter = Pick<Input<'room:list'>, 'roomIds' | 'phases' | 'startsFrom' | 'startsBefore'>;

const isByStart = ({ startsFrom, startsBefore }: RoomFilter): boolean =>
  startsFrom !== undefined || startsBefore !== undefined;

/** Returns whether the filter excludes any room. */
export const isFiltering = (asked: RoomFilter): boolean =>
  asked.roomIds !== undefined || asked.phases !== undefined || isByStart(asked);

/** A room without a start is at no time. */
export const matchesFilter = ({ id, phase, startsAt }: Room, asked: RoomFilter): boolean => {
  const { roomIds, phases, startsFrom = 0, startsBefore = Infinity } = asked;
  if (roomIds && !roomIds.includes(id)) return false;
  if (phases && !phases.includes(phase)) return false;
  if (!isByStart(asked)) return true;
  return startsAt !== undefined && startsAt >= startsFrom && startsAt < startsBefore;
};

/** A page of the listed ids, in order, after the room `after`. */
const namedPage = async (
  store: RoomStore,
  { after = '', limit }: { after?: string | undefined; limit: number },
  roomIds: readonly string[],
) => {
  const ids = [...new Set(roomIds)].filter((id) => id > after).sort();
  const found = await Promise.all(ids.slice(0, limit).map((id) => store.get(id)));
  return { rooms: found.filter((room) => room !== null), hasMore: ids.length > limit };
};

const afterLatest = 8.64e15 + 1;

/** A page of rooms that start within the given time, by start, after the room `after`. */
const startingPage = async (
  store: RoomStore,
  { after, limit }: { after?: string | undefined; limit: number },
  { startsFrom = 0, startsBefore = afterLatest }: RoomFilter,
) => {
  const last = after === undefined ? null : await store.get(after);
  if (after !== undefined && last?.startsAt === undefined)
    throw new ChatError('invalid', 'after must be a room that has a start', { field: 'after' });
  const page = last?.startsAt === undefined ? {} : { after: { startsAt: last.startsAt, roomId: last.id } };
  return store.starting({ from: startsFrom, before: startsBefore, limit, ...page });
};

const pageOf = (store: RoomStore, query: { after?: string; limit: number }, asked: RoomFilter) => {
  if (asked.roomIds) return namedPage(store, query, asked.roomIds);
  return isByStart(asked) ? startingPage(store, query, asked) : store.list(query);
};

/**
 * Pages through all matching rooms of the directory, whoever they belong to: by id, or by start if a time but
 * no ids are given. Other rooms are skipped without being opened.
 */
export const filteredRooms = async (
  store: RoomStore,
  { after, limit }: { after?: string; limit: number },
  asked: RoomFilter,
): Promise<{ roomIds: string[]; hasMore: boolean }> => {
  if (!isFiltering(asked)) {
    const { rooms, hasMore } = await store.list({ limit, ...(after === undefined ? {} : { after }) });
    return { roomIds: rooms.map(({ id }) => id), hasMore };
  }
  const roomIds: string[] = [];
  let hasMore = true;
  for (let last = after; hasMore && roomIds.length <= limit;) {
    const query = { limit: pageSize.max, ...(last === undefined ? {} : { after: last }) };
    const page = await pageOf(store, query, asked);
    roomIds.push(...page.rooms.filter((room) => matchesFilter(room, asked)).map(({ id }) => id));
    last = page.rooms.at(-1)?.id;
    ({ hasMore } = page);
  }
  return { roomIds: roomIds.slice(0, limit), hasMore: hasMore || roomIds.length > limit };
};
