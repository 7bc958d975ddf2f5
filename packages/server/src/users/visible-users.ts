import { ChatError, type LastSeen, type OwnProfile, type Profile, type User } from '@chat/protocol';
import type { Connection } from '../connections/connection.ts';
import type { ChatStorage } from '../storage/contract/storage.ts';
import { unexpired, shownUser, type OnlineUsers } from './online-users.ts';
import { hasBlocked } from './blocked-users.ts';
import type { Profiles } from './profiles.ts';
import { shownFields } from './profile-rules.ts';
import { hasBeenIn, ephemeralRoomsOf } from '../room-list/user-rooms.ts';
import type { StoredProfile } from '../storage/contract/profile-store.ts';

const roomsLooked = 1_000;

/** The services that decide which users the caller sees. A command's context has all of them. */
export interface UsersContext {
  user: User;
  connection: Connection;
  rooms: Parameters<typeof ephemeralRoomsOf>[0]['rooms'];
  onlineUsers: Pick<OnlineUsers, 'find' | 'status'>;
  profiles: Pick<Profiles, 'rules' | 'read'>;
  /** Null if users cannot have pictures here. */
  pictures: object | null;
  storage: Pick<ChatStorage, 'timeline' | 'users'>;
  now(): number;
}

/**
 * Returns a predicate: users see those with whom they share or have shared a room; others do not exist for
 * them, unless the directory is open.
 */
export const visibilityFor = (context: UsersContext): ((userId: string) => Promise<boolean>) => {
  const { user, rooms, storage, profiles } = context;
  const roomsOf = async (userId: string): Promise<Set<string>> =>
    new Set((await storage.timeline.roomsOf(userId, { limit: roomsLooked })).roomIds);
  let reading: Promise<Set<string>> | null = null;
  let ephemeral: ReturnType<typeof ephemeralRoomsOf> | null = null;
  return async (userId) => {
    if (user.role === 'admin' || user.id === userId || profiles.rules.openDirectory) return true;
    for (const { audience } of rooms.live()) if (audience.find(user.id) && audience.find(userId)) return true;
    const [mine, theirs] = await Promise.all([(reading ??= roomsOf(user.id)), roomsOf(userId)]);
    if ([...theirs].some((roomId) => mine.has(roomId))) return true;
    for (const room of await (ephemeral ??= ephemeralRoomsOf(context, user.id)))
      if (await hasBeenIn(room, userId)) return true;
    return false;
  };
};

export const isVisibleTo = (context: UsersContext, userId: string): Promise<boolean> =>
  visibilityFor(context)(userId);

/** Returns a user by id, or null if there never was one. */
export const findUser = async (
  { onlineUsers, storage }: UsersContext,
  userId: string,
): Promise<User | null> => {
  const user = onlineUsers.find(userId) ?? (await storage.users.get(userId))?.user;
  return user ? shownUser(user) : null;
};

/** Returns a user whom the caller may see. Unknown and forbidden look the same: `not_found`. */
export const visibleUser = async (context: UsersContext, userId: string): Promise<User> => {
  if (userId === context.user.id) return shownUser(context.user);
  const user = await findUser(context, userId);
  if (!user || !(await isVisibleTo(context, userId))) throw new ChatError('not_found', 'no such user');
  return user;
};

/** Refuses to write to a user or to invite them if they have blocked the caller, as if there were no such user. */
export const mustReach = async (
  { profiles, user }: Pick<UsersContext, 'profiles' | 'user'>,
  userId: string,
): Promise<void> => {
  if (await hasBlocked(profiles, userId, user.id)) throw new ChatError('not_found', 'no such user');
};

/** Returns a user whom the caller may write to or invite. A user who has blocked the caller is `not_found`. */
export const reachableUser = async (context: UsersContext, userId: string): Promise<User> => {
  const user = await visibleUser(context, userId);
  await mustReach(context, userId);
  return user;
};

const lastSeenOf = ({ profiles }: UsersContext, { lastSeen }: StoredProfile): LastSeen =>
  lastSeen ?? profiles.rules.lastSeen;

/**
 * Returns when a user was last here, if both they and the caller share that: users who hide it do not learn
 * it either, and users do not learn it of those who blocked them.
 */
const seenAt = async (
  context: UsersContext,
  userId: string,
  profile: StoredProfile,
): Promise<number | null> => {
  const { user, profiles, storage } = context;
  if (userId !== user.id) {
    if (lastSeenOf(context, profile) === 'nobody') return null;
    if (await hasBlocked(profiles, userId, user.id)) return null;
    if (lastSeenOf(context, await profiles.read(user.id)) === 'nobody') return null;
  }
  return (await storage.users.get(userId))?.lastSeenAt ?? null;
};

/** Returns a user's brief profile. The caller checks that they may see the user. */
export const briefProfileOf = async (context: UsersContext, user: User): Promise<Profile> => {
  const { onlineUsers, profiles, now } = context;
  const status = onlineUsers.status(user.id);
  if (status.status !== 'offline') return { user, ...status };
  const profile = await profiles.read(user.id);
  const text = unexpired(profile.status, now())?.text;
  const lastSeenAt = await seenAt(context, user.id, profile);
  return {
    user,
    ...status,
    ...(text ? { statusText: text } : {}),
    ...(lastSeenAt === null ? {} : { lastSeenAt }),
  };
};

/** Returns a user's full profile. */
export const profileOf = async (context: UsersContext, user: User): Promise<Profile> => {
  const { profiles } = context;
  const brief = await briefProfileOf(context, user);
  const profile = await profiles.read(user.id);
  const fields = shownFields(profiles.rules.fields, profile.fields);
  return {
    ...brief,
    ...(profile.about ? { about: profile.about } : {}),
    ...(fields.length > 0 ? { fields } : {}),
    ...(user.id === context.user.id ? { own: ownOf(context, profile) } : {}),
  };
};

const ownOf = (context: UsersContext, profile: StoredProfile): OwnProfile => {
  const { connection, pictures, profiles, now } = context;
  const { given } = connection;
  const chosen = unexpired(profile.status, now());
  return {
    chosen: chosen?.status ?? 'online',
    ...(chosen?.until === undefined ? {} : { statusUntil: chosen.until }),
    lastSeen: lastSeenOf(context, profile),
    canRename: profiles.rules.mayRename(given),
    canPicture: pictures !== null && given.avatarUrl === undefined,
    fields: profiles.rules.fields,
  };
};
