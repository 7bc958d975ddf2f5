import { ChatError } from '@chat/protocol';
import type { Context } from '../context.ts';

/** Throws when the caller has as many rooms as one may have. */
export const mayKeepAnother = async ({ user, limits, storage }: Context): Promise<void> => {
  const most = limits.maxRoomsKept;
  if (user.role === 'admin' || most === Infinity) return;
  const { hasMore, roomIds } = await storage.timeline.roomsOf(user.id, { limit: Math.max(1, most) });
  if (hasMore || roomIds.length >= most)
    throw new ChatError('conflict', `at most ${most} rooms of one's own`, { reason: 'too_many_rooms' });
};
