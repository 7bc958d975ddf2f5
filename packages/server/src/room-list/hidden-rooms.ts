import { ChatError, type RoomType, type User } from '@chat/protocol';
import type { Logger } from '../logger.ts';
import type { ChatStorage } from '../storage/contract/storage.ts';
import type { RoomListSubscriptions } from './room-list-subscriptions.ts';
import type { LiveRoom } from '../room/live-room.ts';

export interface HiddenRoomsContext {
  user: User;
  storage: Pick<ChatStorage, 'preferences'>;
  roomLists: Pick<RoomListSubscriptions, 'markChanged'>;
  logger: Logger;
}

/** Throws if a room cannot be hidden: only public rooms can. */
export const mustBeHideable = ({ user }: { user: User }, type: RoomType): void => {
  if (type !== 'public')
    throw new ChatError('invalid', 'only public rooms can be hidden', { field: 'forget' });
  if (user.role === 'admin')
    throw new ChatError('invalid', 'an admin’s list has all rooms', { field: 'forget' });
};

/**
 * Hides a public room from the caller's list, on all their pages, and stops its pushes, until they join it
 * again.
 */
export const hideRoom = async (
  { storage, user, roomLists }: HiddenRoomsContext,
  roomId: string,
): Promise<void> => {
  const preferences = await storage.preferences.get(user.id, roomId);
  await storage.preferences.put(user.id, roomId, { ...preferences, forgotten: true });
  roomLists.markChanged(roomId, user.id);
};

/** Shows a hidden room again after a join. A failure to store that keeps nobody out. */
export const unhideRoom = async (
  { storage, user, logger }: Omit<HiddenRoomsContext, 'roomLists'>,
  { id, head }: LiveRoom,
): Promise<void> => {
  if (head.room.type !== 'public') return;
  try {
    const { forgotten, ...preferences } = await storage.preferences.get(user.id, id);
    if (forgotten) await storage.preferences.put(user.id, id, preferences);
  } catch (error) {
    logger.warn({ err: error, roomId: id, userId: user.id }, 'a hidden room could not be shown again');
  }
};
