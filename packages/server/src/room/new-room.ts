import type { Input, Room, User } from '@chat/protocol';

export interface NewRoomContext {
  user: User;
  /** What a new room is when its creator does not say. */
  roomDefaults: Partial<Room>;
  now(): number;
}

/** A room with everything that was not said filled in: the server's `rooms.defaults`, then ours. */
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
