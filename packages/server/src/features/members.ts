import {
  ChatError,
  pageSize,
  reaches,
  type Input,
  type Member,
  type memberCommands,
  type Right,
  type User,
} from '@chat/protocol';
import { accessRoom, recheckAccess, accessWith } from '../room/room-access.ts';
import type { Context, Handlers } from '../commands/context.ts';
import { shownUser, userById } from '../users/online-users.ts';
import { isVisibleTo, mustReach, visibleUser } from '../users/visible-users.ts';
import { withStatus } from '../room/join-room.ts';
import type { LiveRoom } from '../room/live-room.ts';
import type { Change } from '../storage/contract/change.ts';
import type { StoredMember } from '../storage/contract/records.ts';
import { toMember } from '../storage/decide/decide.ts';

type Act = Extract<Change, { kind: 'add-member' | 'set-role' | 'mute' | 'end-membership' | 'unban' }>;
type Rest<T> = T extends unknown ? Omit<T, 'actor' | 'at'> : never;

const commit = async (context: Context, roomId: string, act: Rest<Act>): Promise<Member | undefined> => {
  const { room } = await accessRoom(context, roomId);
  const { event } = await room.commit({ ...act, actor: context.user, at: context.now() });
  return 'member' in event ? event.member : undefined;
};

const commitMember = async (context: Context, roomId: string, act: Rest<Act>): Promise<Member> => {
  const member = await commit(context, roomId, act);
  if (!member) throw new Error(`a ${act.kind} was answered without a member`);
  return member;
};

const list = async (
  context: Context,
  { roomId, after = '', limit = pageSize.default }: Input<'member:list'>,
) => {
  const access = await accessRoom(context, roomId);
  const { room } = access;
  const stored = await room.timeline.members(roomId, { limit, ...(after === '' ? {} : { after }) });
  const named = await namedNow(context, stored.members);
  await recheckAccess(context, access, stored.members);
  const byId = new Map<string, Member>();
  for (const member of room.audience.shownTo(context.user.id)) {
    if (member.user.id > after)
      byId.set(member.user.id, { ...member, ...context.onlineUsers.status(member.user.id) });
  }
  for (const member of named) byId.set(member.user.id, withStatus(context, room, toMember(member)));
  // Present users beyond the last stored member of a full page belong to the next page.
  const last = stored.hasMore ? stored.members.at(-1)?.user.id : undefined;
  const inPage = [...byId.values()]
    .filter(({ user: { id } }) => last === undefined || id <= last)
    .sort(byUserId);
  const members = inPage.slice(0, limit);
  room.audience.named(
    members.map(({ user }) => user.id),
    mostListed,
  );
  return { members, hasMore: stored.hasMore || inPage.length > limit };
};

/** Returns members with their current names, absent ones included. */
const namedNow = async (
  { onlineUsers, storage }: Context,
  members: StoredMember[],
): Promise<StoredMember[]> => {
  const absent = members.map(({ user }) => user.id).filter((userId) => !onlineUsers.find(userId));
  const found = new Map((await storage.users.many(absent)).map(({ user }) => [user.id, shownUser(user)]));
  return members.map((member) => {
    const here = onlineUsers.find(member.user.id);
    return { ...member, user: (here ? shownUser(here) : found.get(member.user.id)) ?? member.user };
  });
};

/** In larger rooms, not every listed user is reported when they leave. */
const mostListed = 500;

/** In code unit order, as stores page. */
const byUserId = (one: Member, other: Member): number => (one.user.id < other.user.id ? -1 : 1);

/** The application and its admins may act on everyone; others only on users they have met. */
const actsOnAnybody = ({ user, connection }: Context): boolean =>
  user.role === 'admin' || connection.kind === 'process';

/** Returns whether a user is a member of the room, is present, or has been in it. */
const hasBeenIn = async ({ now }: Context, { id, audience, timeline }: LiveRoom, userId: string) =>
  audience.find(userId) !== undefined ||
  (await timeline.member(id, userId))?.state === 'joined' ||
  (await timeline.markRead(id, userId, 0, { at: now() })) !== null; // raises nothing, and is null without a mark

const noMember = (): ChatError => new ChatError('not_found', 'no such member');

/**
 * Adds a member. Unless the caller is the application, users new to a public room, and all users of a private
 * one, are invited instead, and only if the caller may see them.
 */
const add = async (context: Context, { roomId, userId, role = 'member' }: Input<'member:add'>) => {
  if (actsOnAnybody(context))
    return commitMember(context, roomId, { kind: 'add-member', user: await userById(context, userId), role });
  const { room, effectiveRole } = await accessWith(context, roomId, 'member:add');
  if (!reaches(effectiveRole.role, role))
    throw new ChatError('forbidden', 'your role is not high enough for this');
  const hasCome = await hasBeenIn(context, room, userId);
  const user = await (hasCome ? userById : visibleUser)(context, userId);
  const asks = room.head.room.type !== 'public' || !hasCome;
  const standing = (await room.timeline.member(room.id, userId))?.state ?? 'left';
  if (asks && standing === 'left') await mustReach(context, userId);
  context.invitations.take(context.connection, 1);
  return commitMember(context, roomId, {
    kind: 'add-member',
    user,
    role,
    ...(asks ? { asks: true as const } : {}),
  });
};

/**
 * Returns the target of a change to a membership. In a public room the user must have been there: `not_found`
 * otherwise, whether or not the server knows the id.
 */
const visitor = async (context: Context, roomId: string, userId: string, right: Right): Promise<User> => {
  if (actsOnAnybody(context)) return userById(context, userId);
  const { room } = await accessWith(context, roomId, right);
  if (await hasBeenIn(context, room, userId)) return userById(context, userId);
  // Revokes an invitation; a removal may be repeated.
  const canEnd = right === 'member:remove' && (await room.timeline.member(roomId, userId)) !== null;
  if (canEnd) return userById(context, userId);
  context.invitations.take(context.connection, 1);
  throw noMember();
};

/**
 * Returns the target of a ban, which may come before the user does: only an id, unless the caller may see the
 * user.
 */
const banned = async (context: Context, roomId: string, userId: string): Promise<User> => {
  if (actsOnAnybody(context)) return userById(context, userId);
  const { room } = await accessWith(context, roomId, 'member:ban');
  if (await hasBeenIn(context, room, userId)) return userById(context, userId);
  context.invitations.take(context.connection, 1);
  return (await isVisibleTo(context, userId)) ? userById(context, userId) : { id: userId, name: userId };
};

export const members: Handlers<keyof typeof memberCommands> = {
  'member:list': list,
  'member:add': add,
  'member:update': async (context, { roomId, userId, role }) =>
    commitMember(context, roomId, {
      kind: 'set-role',
      user: await visitor(context, roomId, userId, 'member:update'),
      role,
    }),
  'member:mute': async (context, { roomId, userId, until }) =>
    commitMember(context, roomId, {
      kind: 'mute',
      user: await visitor(context, roomId, userId, 'member:mute'),
      until,
    }),
  'member:remove': async (context, { roomId, userId }) => {
    const user = await visitor(context, roomId, userId, 'member:remove');
    await commit(context, roomId, { kind: 'end-membership', user, reason: 'removed' });
    return {};
  },
  'member:ban': async (context, { roomId, userId }) => {
    const user = await banned(context, roomId, userId);
    await commit(context, roomId, { kind: 'end-membership', user, reason: 'banned' });
    return {};
  },
  'member:bans': async (context, { roomId, after, limit = pageSize.default }) => {
    const access = await accessWith(context, roomId, 'member:ban');
    const query = { limit, ...(after === undefined ? {} : { after }) };
    const { members: banned, hasMore } = await access.room.timeline.banned(roomId, query);
    await recheckAccess(context, access, banned, 'member:ban');
    return { bans: banned.map(({ user }) => ({ user })), hasMore };
  },
  'member:unban': async (context, { roomId, userId }) => {
    await commit(context, roomId, { kind: 'unban', userId });
    return {};
  },
};
