import { ChatError, type Profile, type userCommands } from '@chat/protocol';
import type { Context, Handlers } from '../context.ts';
import { shownUser } from '../people.ts';

const roomsLooked = 1_000;

/** People are known to those they share or have shared a room with; to all others they do not exist. */
const isKnownTo = async (context: Context, userId: string): Promise<boolean> => {
  const { user, rooms, storage } = context;
  if (user.role === 'admin' || user.id === userId) return true;
  for (const { audience } of rooms.live()) if (audience.find(user.id) && audience.find(userId)) return true;
  const [mine, theirs] = await Promise.all(
    [user.id, userId].map((id) => storage.timeline.roomsOf(id, { limit: roomsLooked })),
  );
  const known = new Set(mine?.roomIds);
  return theirs?.roomIds.some((roomId) => known.has(roomId)) ?? false;
};

export const users: Handlers<keyof typeof userCommands> = {
  'user:get': async (context, { userId }): Promise<Profile> => {
    const { people, storage } = context;
    const stored = await storage.users.get(userId);
    const user = people.find(userId) ?? stored?.user;
    if (!user || !(await isKnownTo(context, userId))) throw new ChatError('not_found', 'no such user');
    const status = people.status(userId);
    const lastSeenAt = status.status === 'offline' ? stored?.lastSeenAt : undefined;
    return { user: shownUser(user), ...status, ...(lastSeenAt === undefined ? {} : { lastSeenAt }) };
  },
};
