import { createHash } from 'node:crypto';
import { ChatError, type Input, type Room } from '@chat/protocol';
import { checkRoomCount, type UserRoomsContext } from '../room-list/user-rooms.ts';
import type { RateLimits } from '../limits/rate-limits.ts';
import { reachableUser, type UsersContext } from '../users/visible-users.ts';
import { newRoom, type NewRoomContext } from './new-room.ts';
import type { RoomRegistry } from './room-registry.ts';

/** Prefix of the ids of direct rooms. The prefix itself is no room's id and sorts before all of them. */
export const directPrefix = 'direct:';

/** Returns whether only a direct room may have this id, so that nobody can take it in advance. */
export const isReserved = (roomId: string): boolean => roomId.startsWith(directPrefix);

/** Returns the id of the one direct room of two users, in either order. */
export const directRoomId = (one: string, other: string): string => {
  const pair = JSON.stringify(one < other ? [one, other] : [other, one]);
  return `${directPrefix}${createHash('sha256').update(pair).digest('base64url').slice(0, 32)}`;
};

/** Returns a room that exists, unless the caller asked for an encrypted one and it is not. */
export const asAsked = (room: Room, encryption: Room['encryption']): Room => {
  if (encryption === undefined || room.encryption === encryption) return room;
  throw new ChatError('conflict', 'this room exists and is not encrypted', { reason: 'not_encrypted' });
};

interface DirectRoomContext extends UsersContext, UserRoomsContext, NewRoomContext {
  rooms: Pick<RoomRegistry, 'open' | 'create' | 'live'>;
  storage: UsersContext['storage'];
  invitations: RateLimits['invitations'];
}

/**
 * Returns the direct room of the caller and another user, creating it if there is none. Concurrent calls of
 * both get the same room.
 */
export const openDirect = async (context: DirectRoomContext, input: Input<'room:create'>): Promise<Room> => {
  const { type: _type, userIds = [], encryption, ...settings } = input;
  const [field] = Object.keys(settings);
  if (field !== undefined)
    throw new ChatError('invalid', `a direct room has no ${field} of its own`, { field });
  const [userId] = userIds;
  if (userId === undefined || userIds.length > 1 || userId === context.user.id)
    throw new ChatError('invalid', 'a direct room has exactly one other user', { field: 'userIds' });
  const roomId = directRoomId(context.user.id, userId);
  const existing = await context.rooms.open(roomId);
  if (existing) return asAsked(existing.head.room, encryption);
  const other = await reachableUser(context, userId);
  await checkRoomCount(context);
  context.invitations.take(context.connection, 1);
  // Never ephemeral, whatever the server's default: users expect to find the conversation again.
  const plain = newRoom(context, roomId);
  const { retention } = plain;
  const room: Room = {
    ...plain,
    type: 'direct',
    title: '',
    history: 'all',
    frozen: false,
    retention: retention === 'ephemeral' ? 'forever' : retention,
    ...(encryption ? { encryption } : {}),
  };
  const members = [context.user, other].map((user) => ({ user, role: 'member' as const }));
  try {
    return (await context.rooms.create(room, members)).head.room;
  } catch (error) {
    if (!(error instanceof ChatError && error.reason === 'room_exists')) throw error;
    const made = await context.rooms.open(roomId); // the other was first
    if (!made) throw error;
    return asAsked(made.head.room, encryption);
  }
};
