import { createHash } from 'node:crypto';
import { ChatError, type Input, type Room } from '@chat/protocol';
import { checkRoomCount, type UserRoomsContext } from '../room-list/user-rooms.ts';
import type { RateLimits } from '../limits/rate-limits.ts';
import { visibleUser, type UsersContext } from '../users/visible-users.ts';
import { newRoom, type NewRoomContext } from './new-room.ts';
import type { RoomRegistry } from './room-registry.ts';

/** With what the ids of direct rooms begin. As an id it is nobody's, and stands before all of theirs. */
export const directPrefix = 'direct:';

/** Ids that only direct rooms have: nobody can take the place of one before it is made. */
export const isReserved = (roomId: string): boolean => roomId.startsWith(directPrefix);

/** The id of the one direct room of two users, whoever of them asks. */
export const directRoomId = (one: string, other: string): string => {
  const pair = JSON.stringify(one < other ? [one, other] : [other, one]);
  return `${directPrefix}${createHash('sha256').update(pair).digest('base64url').slice(0, 32)}`;
};

interface DirectRoomContext extends UsersContext, UserRoomsContext, NewRoomContext {
  rooms: Pick<RoomRegistry, 'open' | 'create' | 'live'>;
  storage: UsersContext['storage'];
  invitations: RateLimits['invitations'];
}

/** The direct room of the caller and another, made when there is none. Of two who ask at once both get the same. */
export const openDirect = async (context: DirectRoomContext, input: Input<'room:create'>): Promise<Room> => {
  const { type: _type, userIds = [], ...settings } = input;
  const [field] = Object.keys(settings);
  if (field !== undefined)
    throw new ChatError('invalid', `a direct room has no ${field} of its own`, { field });
  const [userId] = userIds;
  if (userId === undefined || userIds.length > 1 || userId === context.user.id)
    throw new ChatError('invalid', 'a direct room is with one other', { field: 'userIds' });
  const roomId = directRoomId(context.user.id, userId);
  const existing = await context.rooms.open(roomId);
  if (existing) return existing.head.room;
  const other = await visibleUser(context, userId);
  await checkRoomCount(context);
  context.invitations.take(context.connection, 1);
  // It is kept, whatever other rooms of this server are: a conversation that is found again is what it is for.
  const plain = newRoom(context, roomId);
  const { retention } = plain;
  const room: Room = {
    ...plain,
    type: 'direct',
    title: '',
    history: 'all',
    frozen: false,
    retention: retention === 'ephemeral' ? 'forever' : retention,
  };
  const members = [context.user, other].map((user) => ({ user, role: 'member' as const }));
  try {
    return (await context.rooms.create(room, members)).head.room;
  } catch (error) {
    if (!(error instanceof ChatError && error.reason === 'room_exists')) throw error;
    const made = await context.rooms.open(roomId); // the other was first
    if (!made) throw error;
    return made.head.room;
  }
};
