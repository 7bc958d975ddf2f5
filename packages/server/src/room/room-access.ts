import {
  ChatError,
  mentionsCounted,
  withheld,
  type Right,
  type Room,
  type Standing,
  type User,
  type Message,
} from '@chat/protocol';
import type { Connection, OverlayScope } from '../connections/connection.ts';
import { erasedError } from '../errors/erased.ts';
import type { LiveRoom } from './live-room.ts';
import type { RoomRegistry } from './room-registry.ts';
import type { StoredMember } from '../storage/contract/records.ts';
import { blockedBy, unreadWithout } from '../users/blocked-users.ts';
import type { Profiles } from '../users/profiles.ts';
import { newReadMarker } from '../storage/shared/read-marker.ts';
import type { Counters, FirstReadMarker, ReadMarker } from '../storage/contract/storage.ts';
import { effectiveRoleIn } from '../storage/decide/effective-role.ts';
import { isCurrent, knockKind } from '../storage/decide/live/lobby.ts';
import { withinRetention } from '../storage/shared/retention.ts';

/** The services that decide about access to a room. A command's context has all of them. */
export interface AccessContext {
  user: User;
  connection: Connection;
  rooms: Pick<RoomRegistry, 'open'>;
  profiles: Pick<Profiles, 'rules' | 'read'>;
  erasures: { eraseAgain(room: LiveRoom, userId: string): Promise<void> };
  now(): number;
}

/** A room and the caller's rights in it. */
export interface Access {
  room: LiveRoom;
  member: StoredMember | null;
  effectiveRole: Standing;
  /** `rev` of the room before these rights were read: changes up to it may be shown. */
  rev: number;
}

export const noRoom = (): ChatError => new ChatError('not_found', 'no such room');

/**
 * Returns the room if the caller may read it. Unknown and forbidden look the same: `not_found`. A ban from a
 * public room is reported.
 */
export const accessRoom = async (context: AccessContext, roomId: string): Promise<Access> => {
  const room = await context.rooms.open(roomId);
  if (!room) throw noRoom();
  return accessLive(context, room);
};

export const accessLive = async (context: AccessContext, room: LiveRoom): Promise<Access> => {
  const { user, connection } = context;
  if (connection.overlay) return accessOverlay(connection.overlay, room);
  const { rev } = room.head;
  const member = await room.cache.member(user.id);
  if (effectiveRoleIn(room.head.room, member, user)) return grant(room, user, member, rev);
  // The user may have been added on another node.
  await room.look();
  const now = room.head.rev;
  const latest = await room.cache.member(user.id);
  if (!effectiveRoleIn(room.head.room, latest, user) && (await hasKnocked(context, room)))
    throw waitInLobby();
  return grant(room, user, latest, now);
};

const waitInLobby = (): ChatError =>
  new ChatError('forbidden', 'wait in the lobby: knock', { reason: 'lobby' });

/** Returns whether a user waits in the lobby of a private room: the invite link has told them of it. */
const hasKnocked = async ({ user, now }: AccessContext, room: LiveRoom): Promise<boolean> => {
  if (!room.head.room.lobby || room.head.room.type !== 'private') return false;
  const record = await room.timeline.record(room.id, knockKind, user.id);
  return record !== null && isCurrent(record, now());
};

/** An overlay reads the room of its token, also a private one, and has no rights. */
const accessOverlay = ({ roomId }: OverlayScope, room: LiveRoom): Access => {
  if (room.id !== roomId) throw noRoom();
  return { room, member: null, effectiveRole: { role: 'guest', readOnly: true }, rev: room.head.rev };
};

const grant = (room: LiveRoom, user: User, member: StoredMember | null, rev: number): Access => {
  const effectiveRole = effectiveRoleIn(room.head.room, member, user);
  if (effectiveRole) return { room, member, effectiveRole, rev };
  if (member?.state === 'banned' && room.head.room.type === 'public') {
    throw new ChatError('forbidden', 'you are banned from this room', { reason: 'banned' });
  }
  if (room.head.room.lobby && room.head.room.type === 'public') throw waitInLobby();
  throw noRoom();
};

/** Returns whether the role has the right in this room at all, even if it cannot be used now. */
export const hasRight = (room: Room, effectiveRole: Standing, right: Right, now: number): boolean =>
  !['forbidden', 'encrypted_room'].includes(withheld(right, room, effectiveRole, now) ?? '');

/** The error of what an encrypted room does not have. */
export const encryptedRoom = (): ChatError =>
  new ChatError('conflict', 'an encrypted room has none of this', { reason: 'encrypted_room' });

const demand = (
  context: AccessContext,
  { room, effectiveRole }: Pick<Access, 'room' | 'effectiveRole'>,
  right: Right,
): void => {
  if (withheld(right, room.head.room, effectiveRole, context.now()) === 'encrypted_room')
    throw encryptedRoom();
  if (!hasRight(room.head.room, effectiveRole, right, context.now()))
    throw new ChatError('forbidden', `your role does not allow ${right}`);
};

/** Returns the room if the caller has a right that reading needs. */
export const accessWith = async (context: AccessContext, roomId: string, right: Right): Promise<Access> => {
  const access = await accessRoom(context, roomId);
  demand(context, access, right);
  return access;
};

/**
 * Checks rights again if a record that was read is newer than they are: the caller may have been removed
 * before it.
 */
export const recheckAccess = async (
  context: AccessContext,
  { room, rev }: Access,
  read: readonly { rev: number }[],
  right?: Right,
): Promise<void> => {
  // The token of an overlay is its only right.
  if (context.connection.overlay || !read.some((record) => record.rev > rev)) return;
  const member = await room.timeline.member(room.id, context.user.id);
  // Another node may have given the room a lobby.
  if (room.head.room.type === 'public' && member?.state !== 'joined') await room.look();
  const access = grant(room, context.user, member, rev);
  if (right) demand(context, access, right);
};

/**
 * The same for commands that write to the room: over a socket, the caller must have joined. The commit checks
 * rights.
 */
export const accessJoined = async (context: AccessContext, roomId: string): Promise<Access> => {
  const access = await accessRoom(context, roomId);
  if (context.connection.kind === 'socket' && !context.connection.rooms.has(roomId)) {
    throw new ChatError('conflict', 'join the room first', { reason: 'not_joined' });
  }
  return access;
};

/**
 * Returns the room for a change whose rights the commit checks. If the caller has joined, no store read is
 * needed; otherwise every message would cost one.
 */
export const roomToChange = async (context: AccessContext, roomId: string): Promise<LiveRoom> => {
  const entered = context.connection.rooms.has(roomId) ? await context.rooms.open(roomId) : null;
  return entered ?? (await accessJoined(context, roomId)).room;
};

/**
 * Returns the `seq` up to which history is hidden from this reader. Without a mark the user has never been
 * here.
 */
export const hiddenUpTo = (
  room: LiveRoom,
  user: User,
  member: StoredMember | null,
  mark: ReadMarker | null,
): number => {
  const { history, type }: Room = room.head.room;
  if (history === 'all' || user.role === 'admin') return 0;
  // A visitor who gets a role, or is muted, becomes a member then, and keeps the history they could read.
  if (member?.state === 'joined' && (type !== 'public' || !mark)) return member.joinedSeq;
  return mark ? mark.joinedSeq : room.head.seq;
};

/**
 * Returns the caller's mark, creating it if there is none, so that earlier messages do not count as unread.
 * If the store is full, the caller joins without a stored mark.
 */
export const markOf = async (
  context: AccessContext,
  room: LiveRoom,
  member: StoredMember | null,
): Promise<ReadMarker> => {
  const { user, now, connection } = context;
  if (connection.overlay) return overlayMark(connection.overlay, room, now());
  const joinedSeq = member?.state === 'joined' ? member.joinedSeq : room.head.seq;
  const joinedAt = member?.state === 'joined' ? member.joinedAt : now();
  // A present user whose mark could not be stored keeps the one in memory.
  const first = room.audience.markOf(user.id) ?? newReadMarker({ joinedAt, joinedSeq, readSeq: joinedSeq });
  try {
    return await markUnlessErased(context, room, user.id, first);
  } catch (error) {
    if (error instanceof ChatError && error.code === 'storage_full') return first;
    throw error;
  }
};

/** The mark of an overlay is not stored: everything is read. */
const overlayMark = ({ seq }: OverlayScope, { head }: LiveRoom, joinedAt: number): ReadMarker =>
  newReadMarker({ joinedAt, joinedSeq: seq, readSeq: head.seq });

/** A mark created during its user's erasure is removed by erasing the room again. */
const markUnlessErased = async (
  { erasures }: AccessContext,
  room: LiveRoom,
  userId: string,
  first: FirstReadMarker,
): Promise<ReadMarker> => {
  const mark = await room.timeline.readMarker(room.id, userId, first);
  const isNew = mark.joinedAt === first.joinedAt && mark.seenAt === null;
  if (isNew && (await room.timeline.erasure(userId))) {
    await erasures.eraseAgain(room, userId);
    throw erasedError(userId);
  }
  return mark;
};

/** The same for the caller; reads the mark if it matters. */
export const hiddenFrom = async (context: AccessContext, { room, member }: Access): Promise<number> => {
  const mark = room.head.room.history === 'all' ? null : await markOf(context, room, member);
  return hiddenUpTo(room, context.user, member, mark);
};

/**
 * Returns the room for a change to others' messages, and the `seq` up to which they are hidden from the
 * caller.
 */
export const accessVisible = async (
  context: AccessContext,
  roomId: string,
): Promise<{ room: LiveRoom; visibleAfter: number }> => {
  const place = context.connection.rooms.get(roomId);
  const entered = place ? await context.rooms.open(roomId) : null;
  if (place && entered) return { room: entered, visibleAfter: place.visibleAfter };
  const access = await accessJoined(context, roomId);
  return { room: access.room, visibleAfter: await hiddenFrom(context, access) };
};

/** Unread messages are counted up to here. */
const unreadCap = 1_000;

/** Unread messages of others that the caller may read, without those of users whom they have blocked. */
export interface Unread {
  unread: number;
  /** How many of them mention the caller. */
  unreadMentions: number;
  /** `seq` of these, oldest first. */
  mentionSeqs: number[];
}

/** Counts now, or as of a head if the client adds later events itself. */
export const unreadOf = async (
  { user, profiles }: AccessContext,
  { room, member }: Access,
  mark: ReadMarker,
  asOf?: Counters,
): Promise<Unread> => {
  const after = Math.max(mark.readSeq, hiddenUpTo(room, user, member, mark));
  const blocked = await blockedBy(profiles, user.id);
  if (blocked.size > 0) {
    const counted = await unreadWithout(blocked, room, user.id, { after, cap: unreadCap, asOf });
    return { ...counted, unreadMentions: counted.mentionSeqs.length };
  }
  const [unread, mentionSeqs] = await Promise.all([
    room.cache.unread(user.id, after, unreadCap, asOf),
    room.cache.mentions(user.id, after, mentionsCounted),
  ]);
  return { unread, unreadMentions: mentionSeqs.length, mentionSeqs };
};

/**
 * Returns a message that the caller may see, tombstone or not. Throws `not_found` if it is hidden or past
 * retention.
 */
export const visibleMessage = async (
  context: AccessContext,
  access: Access,
  messageId: string,
): Promise<Message> => {
  const { room } = access;
  const [message, visibleAfter] = await Promise.all([
    room.timeline.message(room.id, messageId, { reader: context.user.id }),
    hiddenFrom(context, access),
  ]);
  const mine = message !== null && message.seq > visibleAfter;
  const [found] = withinRetention(mine ? [message] : [], room.head.room, context.now());
  if (!found) throw new ChatError('not_found', 'no such message');
  return found;
};
