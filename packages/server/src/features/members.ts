import { pageSize, type Input, type Member, type memberCommands } from '@chat/protocol';
import { accessRoom, accessTo, accessWith } from '../access.ts';
import type { Context, Handlers } from '../context.ts';
import { shownUser, userById } from '../people.ts';
import { withStatus } from '../room/join.ts';
import type { Change } from '../storage/change.ts';
import type { StoredMember } from '../storage/record.ts';
import { toMember } from '../storage/decide.ts';

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
  await accessTo(context, access, stored.members);
  const byId = new Map<string, Member>();
  for (const member of room.audience.shownTo(context.user.id)) {
    if (member.user.id > after)
      byId.set(member.user.id, { ...member, ...context.people.status(member.user.id) });
  }
  for (const member of named) byId.set(member.user.id, withStatus(context, room, toMember(member)));
  // Beyond the last stored one of a full page others may stand between those present: they are the next page's.
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

/** As they call themselves now, whoever is not here among them. */
const namedNow = async ({ people, storage }: Context, members: StoredMember[]): Promise<StoredMember[]> => {
  const absent = members.map(({ user }) => user.id).filter((userId) => !people.find(userId));
  const found = new Map((await storage.users.many(absent)).map(({ user }) => [user.id, shownUser(user)]));
  return members.map((member) => {
    const here = people.find(member.user.id);
    return { ...member, user: (here ? shownUser(here) : found.get(member.user.id)) ?? member.user };
  });
};

/** In a room of more, not everybody who was listed on demand is told of when they go. */
const mostListed = 500;

/** In code unit order, as stores page. */
const byUserId = (one: Member, other: Member): number => (one.user.id < other.user.id ? -1 : 1);

export const members: Handlers<keyof typeof memberCommands> = {
  'member:list': list,
  'member:add': async (context, { roomId, userId, role = 'member' }) =>
    commitMember(context, roomId, { kind: 'add-member', user: await userById(context, userId), role }),
  'member:update': async (context, { roomId, userId, role }) =>
    commitMember(context, roomId, { kind: 'set-role', user: await userById(context, userId), role }),
  'member:mute': async (context, { roomId, userId, until }) =>
    commitMember(context, roomId, { kind: 'mute', user: await userById(context, userId), until }),
  'member:remove': async (context, { roomId, userId }) => {
    await commit(context, roomId, {
      kind: 'end-membership',
      user: await userById(context, userId),
      reason: 'removed',
    });
    return {};
  },
  'member:ban': async (context, { roomId, userId }) => {
    await commit(context, roomId, {
      kind: 'end-membership',
      user: await userById(context, userId),
      reason: 'banned',
    });
    return {};
  },
  'member:bans': async (context, { roomId, after, limit = pageSize.default }) => {
    const access = await accessWith(context, roomId, 'member:ban');
    const query = { limit, ...(after === undefined ? {} : { after }) };
    const { members: banned, hasMore } = await access.room.timeline.banned(roomId, query);
    await accessTo(context, access, banned, 'member:ban');
    return { bans: banned.map(({ user }) => ({ user })), hasMore };
  },
  'member:unban': async (context, { roomId, userId }) => {
    await commit(context, roomId, { kind: 'unban', userId });
    return {};
  },
};
