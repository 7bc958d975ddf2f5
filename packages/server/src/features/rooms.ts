import {
  ChatError,
  pageSize,
  type Input,
  type Room,
  type RoomSummary,
  type roomCommands,
} from '@chat/protocol';
import { accessLive, accessRoom } from '../room/room-access.ts';
import type { Context, Handlers } from '../commands/context.ts';
import { mustNotMixScripts } from '../names/mixed-scripts.ts';
import { reachableUser } from '../users/visible-users.ts';
import { filteredRooms, matchesFilter, isFiltering, type RoomFilter } from '../room-list/room-filter.ts';
import { asAsked, directPrefix, isReserved, openDirect } from '../room/direct-room.ts';
import { joinRoom } from '../room/join-room.ts';
import { newRoom } from '../room/new-room.ts';
import type { LiveRoom } from '../room/live-room.ts';
import { userRooms, checkRoomCount } from '../room-list/user-rooms.ts';
import { hideRoom, mustBeHideable } from '../room-list/hidden-rooms.ts';
import { nextOwner } from '../room/next-owner.ts';
import { tooLong } from '../search/search-room.ts';
import { summaryOf } from '../room-list/room-summary.ts';
import { roomExists } from '../room/room-registry.ts';
import type { FirstMember, RoomPatch } from '../storage/contract/change.ts';

/** Throws if the caller may not create such a room. */
const demandCreation = ({ user, mayCreate, roomDefaults }: Context, input: Input<'room:create'>): void => {
  const type = input.type ?? roomDefaults.type ?? 'public';
  if (mayCreate(user, { type, ...(input.roomId === undefined ? {} : { id: input.roomId }) })) return;
  throw new ChatError('forbidden', 'you may not create rooms here');
};

/**
 * Returns the room of this id if the caller may read it and asked for that. Otherwise throws `room_exists` if
 * there is one; attempts on rooms that are closed to the caller are counted.
 */
const existing = async (
  context: Context,
  { roomId, ifExists }: Input<'room:create'>,
): Promise<Room | null> => {
  if (roomId === undefined) return null;
  context.guesses.check(context.connection);
  const room = await context.rooms.open(roomId);
  if (!room) return null;
  const access = await accessLive(context, room).catch(ifGone);
  if (!access) context.guesses.add(context.connection);
  else if (ifExists === 'return') return room.head.room;
  throw roomExists();
};

/** The application may name its rooms as it likes. */
const mustBeReadable = (
  { connection }: Context,
  { roomId, title }: { roomId?: string | undefined; title?: string | undefined },
): void => {
  if (connection.kind === 'process') return;
  mustNotMixScripts(roomId, 'roomId');
  mustNotMixScripts(title, 'title');
};

const create = async (context: Context, input: Input<'room:create'>): Promise<Room> => {
  demandCreation(context, input);
  if (input.type === 'direct') return openDirect(context, input);
  const { roomId = context.id(), userIds = [], ifExists, ...settings } = input;
  mustBeReadable(context, { roomId: input.roomId, title: input.title });
  if (isReserved(roomId))
    throw new ChatError('invalid', 'this id is reserved for direct rooms', { field: 'roomId' });
  if (userIds.length > 0 && input.type !== 'private')
    throw new ChatError('invalid', 'only private rooms have invitations', { field: 'userIds' });
  if (ifExists !== undefined && input.roomId === undefined)
    throw new ChatError('invalid', 'ifExists needs a roomId', { field: 'ifExists' });
  const found = await existing(context, input);
  if (found) return asAsked(found, input.encryption);
  await checkRoomCount(context);
  const invited = await Promise.all(
    [...new Set(userIds)].filter((id) => id !== context.user.id).map((id) => reachableUser(context, id)),
  );
  context.invitations.take(context.connection, invited.length);
  const members: FirstMember[] = [
    { user: context.user, role: 'owner' },
    ...invited.map((user) => ({ user, role: 'member' as const, invited: true as const })),
  ];
  try {
    return (await context.rooms.create(newRoom(context, roomId, settings), members)).head.room;
  } catch (error) {
    // Another user was first.
    const made =
      error instanceof ChatError && error.reason === 'room_exists' && (await existing(context, input));
    if (!made) throw error;
    return asAsked(made, input.encryption);
  }
};

const update = async (context: Context, roomId: string, patch: RoomPatch): Promise<Room> => {
  mustBeReadable(context, { title: patch.title });
  const { room } = await accessRoom(context, roomId);
  const { event } = await room.commit({ kind: 'update-room', actor: context.user, at: context.now(), patch });
  // A restart restores an ephemeral room from the directory alone; and lists are sorted and filtered by phase
  // and start.
  const isListedBy = patch.phase !== undefined || patch.startsAt !== undefined;
  if (isListedBy || room.head.room.retention === 'ephemeral') await context.rooms.whenListed(roomId);
  return 'room' in event ? event.room : room.head.room;
};

/** Banned or removed since. */
const ifGone = (error: unknown): null => {
  if (error instanceof ChatError) return null;
  throw error;
};

interface ListQuery {
  after?: string;
  limit: number;
}

const page = (context: Context, query: ListQuery, asked: RoomFilter, userId: string | undefined) =>
  userId === undefined && context.user.role === 'admin'
    ? filteredRooms(context.storage.rooms, query, asked)
    : userRooms(context, userId ?? context.user.id, query);

/**
 * Lists direct rooms. Even an admin sees only their own. They stand together because of the prefix of their
 * ids.
 */
const directPage = async ({ storage, user }: Context, { after = directPrefix, limit }: ListQuery) => {
  // No direct room is before the prefix.
  const from = after < directPrefix ? directPrefix : after;
  const { roomIds } = await storage.timeline.roomsOf(user.id, { after: from, limit: limit + 1 });
  const found = roomIds.filter(isReserved);
  return { roomIds: found.slice(0, limit), hasMore: found.length > limit };
};

/** Other users get a turn after this many rooms. */
const roomsPerTurn = 10;
/** A room that the filter skips costs only a look at its head. */
const passedOverCost = 0.1;

/**
 * Adds the matching rooms of a page until there are `limit`; returns true if it reached the end of the page.
 */
const showPage = async (
  context: Context,
  {
    roomIds,
    limit,
    asked,
    rooms,
  }: { roomIds: string[]; limit: number; asked: RoomFilter; rooms: RoomSummary[] },
): Promise<boolean> => {
  const { connection, roomReads, scheduler, user } = context;
  const choice = isFiltering(asked);
  const until = context.now() + context.limits.searchTimeoutMs;
  roomReads.take(connection, choice ? 1 + roomIds.length * passedOverCost : 1 + roomIds.length);
  let looked = 0;
  for (const roomId of roomIds) {
    if (rooms.length === limit) return false;
    if (asked.roomIds?.includes(roomId) === false) continue;
    if (++looked % roomsPerTurn === 0) {
      await scheduler.next(user.id);
      if (choice && context.now() > until) throw tooLong();
    }
    if (choice) {
      const room = await context.rooms.open(roomId);
      if (!room || !matchesFilter(room.head.room, asked)) continue;
      roomReads.take(connection, 1);
    }
    const summary = await summaryOf(context, roomId).catch(ifGone);
    if (summary && matchesFilter(summary.room, asked)) rooms.push(summary);
  }
  return true;
};

/** Throws unless the caller may list these rooms: rooms of others are for admins, direct rooms for their members. */
const mayListOf = (
  { user }: Context,
  { userId, type }: Pick<Input<'room:list'>, 'userId' | 'type'>,
): void => {
  if (userId === undefined) return;
  if (user.role !== 'admin') throw new ChatError('forbidden', 'only an admin may do this');
  if (type)
    throw new ChatError('invalid', 'direct rooms are listed for their members only', { field: 'type' });
};

const list = async (
  context: Context,
  { after, limit = pageSize.default, type, userId, ...asked }: Input<'room:list'>,
) => {
  mayListOf(context, { userId, type });
  const rooms: RoomSummary[] = [];
  let found = { roomIds: [] as string[], hasMore: true };
  let isWhole = true;
  let last = after;
  const choice = isFiltering(asked) || userId !== undefined;
  // An admin's page has only matching rooms; for other users many are skipped.
  const pageLimit = choice && !type && context.user.role !== 'admin' ? pageSize.max : limit;
  // A page may have nothing to show; the next one continues after it.
  while (rooms.length === 0 && found.hasMore) {
    const query = { limit: pageLimit, ...(last === undefined ? {} : { after: last }) };
    found = await (type ? directPage(context, query) : page(context, query, asked, userId));
    last = found.roomIds.at(-1);
    // Subscribes before reading, so that no change is missed. A filtered list is not kept up to date.
    if (!choice) context.roomLists.add(context.connection, found.roomIds, type ? isReserved : undefined);
    isWhole = await showPage(context, { roomIds: found.roomIds, limit, asked, rooms });
  }
  context.roomLists.onListed(rooms);
  return { rooms, hasMore: found.hasMore || !isWhole };
};

/** Leaves a room. If the only owner leaves, the longest-standing member becomes owner, moderators first. */
const endMembership = async (context: Context, room: LiveRoom): Promise<void> => {
  const { user, now } = context;
  const leaving = () => room.commit({ kind: 'end-membership', actor: user, at: now(), user, reason: 'left' });
  try {
    await leaving();
  } catch (error) {
    if (!(error instanceof ChatError && error.reason === 'last_owner')) throw error;
    const successor = await nextOwner(room, user.id);
    if (successor)
      await room.commit({ kind: 'set-role', actor: user, at: now(), user: successor, role: 'owner' });
    await leaving();
  }
};

const leave = async (
  context: Context,
  { roomId, keep, forget: out }: Input<'room:leave'>,
): Promise<Record<string, never>> => {
  const { connection } = context;
  const { room, member } = await accessRoom(context, roomId);
  if (out) {
    if (keep) throw new ChatError('invalid', 'keep and forget exclude each other', { field: 'forget' });
    mustBeHideable(context, room.head.room.type);
    await hideRoom(context, roomId);
    if (connection.rooms.has(roomId)) room.audience.leave(connection, 0);
    return {};
  }
  const membership = !keep && member?.state === 'joined' && room.head.room.type === 'private';
  if (membership) {
    await endMembership(context, room);
    return {};
  }
  if (connection.kind !== 'http' && !connection.rooms.has(roomId)) {
    throw new ChatError('conflict', 'you are not in this room', { reason: 'not_joined' });
  }
  room.audience.leave(connection, 0);
  // The connection got the room's events until now; from here on it gets summaries.
  context.roomLists.markChanged(roomId, context.user.id, 'outside');
  return {};
};

export const rooms: Handlers<keyof typeof roomCommands> = {
  'room:create': create,
  'room:list': list,
  'room:get': async (context, { roomId }) => (await accessRoom(context, roomId)).room.head.room,
  'room:update': (context, { roomId, ...patch }) => update(context, roomId, patch),
  'room:end': (context, { roomId }) => update(context, roomId, { phase: 'ended', endsAt: context.now() }),
  'room:join': joinRoom,
  'room:leave': leave,
};
