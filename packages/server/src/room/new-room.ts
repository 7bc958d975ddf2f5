import type { Input, Room } from '@chat/protocol';
import type { Core } from '../commands/context.ts';
import type { User } from '@chat/protocol';

/** A room with everything that was not said filled in: the server's `rooms.defaults`, then ours. */
export const newRoom = (
  { user, now, roomDefaults }: Pick<Core, 'now' | 'roomDefaults'> & { user: User },
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
