import type { ChatStorage } from '../storage/contract/storage.ts';
import type { RoomRegistry } from '../room/room-registry.ts';
import type { LiveRoom } from '../room/live-room.ts';
import { ChatError, type Limits, type User } from '@chat/protocol';

interface Rooms {
  rooms: Pick<RoomRegistry, 'live'>;
  storage: Pick<ChatStorage, 'timeline'>;
}

export interface UserRoomsContext extends Rooms {
  user: User;
  limits: Limits;
}

/** Returns whether a user is or was a member of a room. */
export const hasBeenIn = async ({ timeline }: LiveRoom, userId: string): Promise<boolean> =>
  (await timeline.roomsOf(userId, { limit: 1 })).roomIds.length > 0;

/** Returns a user's ephemeral rooms, which only this process knows. */
export const ephemeralRoomsOf = async ({ rooms, storage }: Rooms, userId: string): Promise<LiveRoom[]> => {
  const ephemeral = [...rooms.live()].filter(({ timeline }) => timeline !== storage.timeline);
  const own = await Promise.all(ephemeral.map((room) => hasBeenIn(room, userId)));
  return ephemeral.filter((_, index) => own[index]);
};

/** Returns the rooms that a user is or was in, by id in code unit order, ephemeral ones included. */
export const userRooms = async (
  context: Rooms,
  userId: string,
  query: { after?: string; limit: number },
): Promise<{ roomIds: string[]; hasMore: boolean }> => {
  const { after = '', limit } = query;
  const stored = await context.storage.timeline.roomsOf(userId, query);
  const ephemeral = (await ephemeralRoomsOf(context, userId)).map(({ id }) => id).filter((id) => id > after);
  // Beyond the last room of a full page there may be others in between.
  const last = stored.hasMore ? stored.roomIds.at(-1) : undefined;
  const known = [...stored.roomIds, ...ephemeral].filter((id) => last === undefined || id <= last).sort();
  return { roomIds: known.slice(0, limit), hasMore: stored.hasMore || known.length > limit };
};

/** Throws if the caller has as many rooms as allowed, ephemeral ones included. */
export const checkRoomCount = async (context: UserRoomsContext): Promise<void> => {
  const { user, limits } = context;
  const most = limits.maxRoomsKept;
  if (user.role === 'admin' || most === Infinity) return;
  const { hasMore, roomIds } = await userRooms(context, user.id, { limit: Math.max(1, most) });
  if (hasMore || roomIds.length >= most)
    throw new ChatError('conflict', `at most ${most} rooms for one user`, { reason: 'too_many_rooms' });
};
