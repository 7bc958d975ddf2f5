import type { Input, Room, User } from '@chat/protocol';

export interface NewRoomContext {
  user: User;
  /** Default settings of new rooms. */
  roomDefaults: Partial<Room>;
  now(): number;
}

/**
 * Returns a room with defaults for all missing settings: the server's `rooms.defaults`, then the built-in
 * ones.
 */
export const newRoom = (
  { user, now, roomDefaults }: NewRoomContext,
  roomId: string,
  settings: Omit<Input<'room:create'>, 'roomId'> = {},
): Room => ({
  type: 'public',
  title: '',
  phase: 'open',
  history: 'all',
  retention: 'forever',
  frozen: false,
  slowModeSeconds: 0,
  data: {},
  ...roomDefaults,
  ...settings,
  id: roomId,
  createdBy: user.id,
  createdAt: now(),
});
