import {
  mostOthers,
  pageSize,
  type GroupCall,
  type Message,
  type Profile,
  type Room,
  type RoomSummary,
  type User,
} from '@chat/protocol';
import {
  accessLive,
  recheckAccess,
  hiddenUpTo,
  markOf,
  noRoom,
  unreadOf,
  type AccessContext,
} from '../room/room-access.ts';
import { blockedBy } from '../users/blocked-users.ts';
import { briefProfileOf, findUser, type UsersContext } from '../users/visible-users.ts';
import type { StoredMember } from '../storage/contract/records.ts';
import type { ChatStorage } from '../storage/contract/storage.ts';
import type { LiveRoom } from '../room/live-room.ts';
import { withOwnReactions } from '../room/own-reactions.ts';
import { withinRetention } from '../storage/shared/retention.ts';

/** The services that make a room's summary. A command's context has all of them. */
export interface SummaryContext extends UsersContext, AccessContext {
  rooms: AccessContext['rooms'] & UsersContext['rooms'];
  storage: Pick<ChatStorage, 'timeline' | 'users' | 'preferences'>;
  groupCalls: { knownCallIn(roomId: string, last?: Message): GroupCall | null };
}

/**
 * Returns a room's summary for the caller's list; null if it is not in it yet. Throws the same as access
 * without rights.
 */
export const summaryOf = async (context: SummaryContext, roomId: string): Promise<RoomSummary | null> => {
  const room = await context.rooms.open(roomId);
  if (!room) throw noRoom();
  const { user } = context;
  const member = await room.cache.member(user.id);
  if (member?.state === 'invited' && user.role !== 'admin') return invitationTo(room, member);
  // A direct room without a message is not shown to the other user.
  const { head } = room;
  if (head.room.type === 'direct' && head.seq === 0 && head.room.createdBy !== user.id) return null;
  return summarise(context, room);
};

const summarise = async (context: SummaryContext, room: LiveRoom): Promise<RoomSummary> => {
  const { user, now, storage } = context;
  const access = await accessLive(context, room);
  const mark = await markOf(context, room, access.member);
  const visibleAfter = hiddenUpTo(room, user, access.member, mark);
  const blocked = await blockedBy(context.profiles, user.id);
  const [{ unread, unreadMentions }, page, { silencedUntil, forgotten }, peer, others] = await Promise.all([
    unreadOf(context, access, mark),
    room.cache.page(user.id, visibleAfter, blocked.size === 0 ? 1 : pageSize.default),
    storage.preferences.get(user.id, room.id),
    peerOf(context, room),
    othersOf(context, room),
  ]);
  if (forgotten && user.role !== 'admin') throw noRoom();
  await recheckAccess(context, access, [room.head, ...page.messages]);
  // A blocked user's messages do not stand for the room.
  const last = page.messages.findLast(({ author }) => !blocked.has(author.id));
  const shown = withinRetention(last ? [last] : [], room.head.room, now());
  const [lastMessage] = await withOwnReactions(room, user.id, shown);
  const groupCall = context.groupCalls.knownCallIn(room.id, lastMessage);
  const joinedAt = access.member?.state === 'joined' ? access.member.joinedAt : 0;
  return {
    room: room.head.room,
    unread,
    unreadMentions,
    ...(lastMessage ? { lastMessage } : {}),
    activeAt: lastMessage?.createdAt ?? Math.max(joinedAt, room.head.room.createdAt),
    occupancy: room.audience.occupancy,
    ...(peer ? { peer } : {}),
    ...(others ? { others } : {}),
    ...(groupCall ? { groupCall } : {}),
    ...(silencedUntil !== undefined && silencedUntil > now() ? { silencedUntil } : {}),
  };
};

const mostCounted = 100;

const invitationTo = async (room: LiveRoom, member: StoredMember): Promise<RoomSummary> => {
  const { members } = await room.timeline.members(room.id, { limit: mostCounted });
  const { title, type, id, createdBy, createdAt, phase, encryption } = room.head.room;
  const preview: Room = {
    id,
    type,
    title,
    createdBy,
    createdAt,
    phase,
    history: 'all',
    retention: 'forever',
    frozen: false,
    slowModeSeconds: 0,
    ...(encryption ? { encryption } : {}),
    data: {},
  };
  return {
    room: preview,
    unread: 0,
    unreadMentions: 0,
    activeAt: member.joinedAt,
    invitation: {
      by: member.invitedBy ?? member.user,
      at: member.joinedAt,
      members: members.filter(({ state }) => state === 'joined').length,
    },
  };
};

/** Returns the other user of a direct room. */
export const peerOf = async (context: UsersContext, room: LiveRoom): Promise<Profile | null> => {
  if (room.head.room.type !== 'direct') return null;
  const { members } = await room.timeline.members(room.id, { limit: 2 });
  const other = members.find(({ user }) => user.id !== context.user.id);
  if (!other) return null;
  return briefProfileOf(context, (await findUser(context, other.user.id)) ?? other.user);
};

/** Returns some of the other members of a private room without a title, which clients name it after; null for other rooms. */
const othersOf = async (context: UsersContext, room: LiveRoom): Promise<User[] | null> => {
  const { type, title } = room.head.room;
  if (type !== 'private' || title !== '') return null;
  const { members } = await room.timeline.members(room.id, { limit: mostOthers + 1 });
  const others = members.filter(({ user }) => user.id !== context.user.id).slice(0, mostOthers);
  return Promise.all(others.map(async ({ user }) => (await findUser(context, user.id)) ?? user));
};
