import { ChatError, type Profile, type User } from '@chat/protocol';
import type { Context } from './context.ts';
import { shownUser } from './people.ts';

const roomsLooked = 1_000;

/** People are known to those they share or have shared a room with; to all others they do not exist. */
export const isKnownTo = async (context: Context, userId: string): Promise<boolean> => {
  const { user, rooms, storage } = context;
  if (user.role === 'admin' || user.id === userId) return true;
  for (const { audience } of rooms.live()) if (audience.find(user.id) && audience.find(userId)) return true;
  const [mine, theirs] = await Promise.all(
    [user.id, userId].map((id) => storage.timeline.roomsOf(id, { limit: roomsLooked })),
  );
  const known = new Set(mine?.roomIds);
  return theirs?.roomIds.some((roomId) => known.has(roomId)) ?? false;
};

/** A user by id, or null when nobody of this id was ever here. */
export const findUser = async ({ people, storage }: Context, userId: string): Promise<User | null> => {
  const user = people.find(userId) ?? (await storage.users.get(userId))?.user;
  return user ? shownUser(user) : null;
};

/** A user the caller may know. Unknown and forbidden look the same: `not_found`. */
export const knownUser = async (context: Context, userId: string): Promise<User> => {
  const user = await findUser(context, userId);
  if (!user || !(await isKnownTo(context, userId))) throw new ChatError('not_found', 'no such user');
  return user;
};

/** Somebody as they are now. Whether the caller may know them has been asked. */
export const profileOf = async ({ people, storage }: Context, user: User): Promise<Profile> => {
  const status = people.status(user.id);
  const stored = status.status === 'offline' ? await storage.users.get(user.id) : null;
  const lastSeenAt = stored?.lastSeenAt;
  return { user, ...status, ...(lastSeenAt === undefined ? {} : { lastSeenAt }) };
};
