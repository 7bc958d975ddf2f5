import { ChatError } from '@chat/protocol';
import type { Context } from '../commands/context.ts';
import { ownRooms } from './user-rooms.ts';

/** Throws when the caller has as many rooms as one may have, ephemeral ones included. */
export const mayKeepAnother = async (context: Context): Promise<void> => {
  const { user, limits } = context;
  const most = limits.maxRoomsKept;
  if (user.role === 'admin' || most === Infinity) return;
  const { hasMore, roomIds } = await ownRooms(context, user.id, { limit: Math.max(1, most) });
  if (hasMore || roomIds.length >= most)
    throw new ChatError('conflict', `at most ${most} rooms of one's own`, { reason: 'too_many_rooms' });
};
