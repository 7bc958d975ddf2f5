import {
  capabilities,
  ChatError,
  isThreadOnly,
  pageSize,
  type Input,
  type Member,
  type Message,
  type RoomSnapshot,
} from '@chat/protocol';
import {
  accessLive,
  accessRoom,
  recheckAccess,
  hiddenUpTo,
  markOf,
  noRoom,
  unreadOf,
  type Access,
} from './room-access.ts';
import type { Connection } from '../connections/connection.ts';
import type { Logger } from '../logger.ts';
import { mustNotMixScripts } from '../names/mixed-scripts.ts';
import { blockedBy, blockedIn } from '../users/blocked-users.ts';
import { shownUser, type OnlineUsers } from '../users/online-users.ts';
import type { Profiles } from '../users/profiles.ts';
import { shareJson } from '../connections/json-cache.ts';
import { toMember } from '../storage/decide/decide.ts';
import type { Head, StoredMember } from '../storage/contract/records.ts';
import { isNewerReadMarker } from '../storage/shared/read-marker.ts';
import type { ReadMarker } from '../storage/contract/storage.ts';
import type { LiveRoom } from './live-room.ts';
import { isReserved } from './direct-room.ts';
import type { RoomListSubscriptions } from '../room-list/room-list-subscriptions.ts';
import { unhideRoom } from '../room-list/hidden-rooms.ts';
import { newRoom, type NewRoomContext } from './new-room.ts';
import type { MayCreate } from './room-creators.ts';
import type { RoomGuesses } from './room-guesses.ts';
import type { RoomRegistry } from './room-registry.ts';
import { checkRoomCount, type UserRoomsContext } from '../room-list/user-rooms.ts';
import { withOwnReactions } from './own-reactions.ts';
import { retentionCutoff, withinRetention } from '../storage/shared/retention.ts';
import { peerOf, type SummaryContext } from '../room-list/room-summary.ts';

/** The services that joining a room uses. A command's context has all of them. */
export interface JoinContext extends SummaryContext, UserRoomsContext, NewRoomContext {
  rooms: Pick<RoomRegistry, 'open' | 'create' | 'live'>;
  storage: SummaryContext['storage'];
  onlineUsers: Pick<OnlineUsers, 'find' | 'status' | 'connectionsOf'>;
  profiles: Pick<Profiles, 'read' | 'rules' | 'known'>;
  roomLists: Pick<RoomListSubscriptions, 'include'>;
  bus: { readonly isOpen: boolean };
  autoCreate: boolean;
  mayCreate: MayCreate;
  guesses: RoomGuesses;
  uniqueNames: 'room' | 'server' | false;
  logger: Logger;
  afterReply(task: () => void): void;
}

/**
 * Joins a room. The order makes it exact: the caller becomes present first, then rights and records are read,
 * and listening begins in the same turn as the reply. So no change falls between snapshot and events, and a
 * removal at any moment is either seen by the read or reaches the connection.
 */
export const joinRoom = async (context: JoinContext, input: Input<'room:join'>): Promise<RoomSnapshot> => {
  const { connection } = context;
  if (connection.overlay) return watchRoom(context, input);
  const before = await acceptedBy(context, await openOrCreate(context, input.roomId));
  await levelWith(before.room, input.since);
  const { room, member } = before;
  const mark = await markOf(context, room, member);
  if (!connection.rooms.has(room.id)) await unhideRoom(context, room);
  const me = meIn(context, member, mark);
  if (connection.kind === 'http') return snapshotOf(context, before, room.head, me, mark, input);
  // A connection that was told to join again enters again, with its current rights.
  const rejoin = connection.rooms.has(room.id) && room.audience.isListening(connection);
  if (!rejoin) enter(context, room, me, mark, hiddenUpTo(room, context.user, member, mark));
  try {
    const { head } = room;
    const access = await accessLive(context, room);
    const now = meIn(context, access.member, mark);
    const snapshot = await snapshotOf(context, access, head, now, mark, input);
    context.roomLists.include(room.id, [context.user.id]);
    context.afterReply(() => {
      room.listen(connection, snapshot);
      tellTyping(room, connection);
      tellRead(room, connection, snapshot);
      tellBlocked(context, room, snapshot);
    });
    return snapshot;
  } catch (error) {
    if (!rejoin) room.audience.leave(connection, 0);
    throw error;
  }
};

/** Joins an overlay: it listens, and changes nothing. */
const watchRoom = async (context: JoinContext, input: Input<'room:join'>): Promise<RoomSnapshot> => {
  const { connection } = context;
  const access = await accessRoom(context, input.roomId);
  const { room } = access;
  await levelWith(room, input.since);
  const mark = await markOf(context, room, null);
  const visibleAfter = hiddenUpTo(room, context.user, null, mark);
  if (connection.ended) throw new ChatError('disconnected', 'the connection is over');
  room.audience.watch(connection, visibleAfter);
  const snapshot = await snapshotOf(context, access, room.head, meIn(context, null, mark), mark, input);
  context.afterReply(() => room.listen(connection, snapshot));
  return snapshot;
};

/** A client that has seen a later `rev` got it from another node, so the store is read. */
const levelWith = async (room: LiveRoom, since: Input<'room:join'>['since']): Promise<void> => {
  if (since && since.epoch === room.head.epoch && since.rev > room.head.rev) await room.look();
};

/** Sends the users who are typing now; later ones come as events. */
const tellTyping = ({ id, typingUsers }: LiveRoom, connection: Connection): void => {
  const typing = typingUsers.list();
  if (typing.count > 0 && connection.rooms.has(id)) {
    connection.deliver([{ type: 'typing:changed', roomId: id, ...typing }]);
  }
};

/** Sends a read position that changed while the caller was joining. */
const tellRead = (
  { id, audience }: LiveRoom,
  connection: Connection,
  { readSeq, readTurn = 0 }: RoomSnapshot,
): void => {
  const { id: userId } = connection.user;
  const mark = audience.markOf(userId);
  if (mark && isNewerReadMarker(mark, { readSeq, turn: readTurn }) && connection.rooms.has(id))
    connection.deliver([{ type: 'receipt:updated', roomId: id, userId, seq: mark.readSeq, turn: mark.turn }]);
};

/** Sends the blocked users if the caller changed them while joining. */
const tellBlocked = (
  { connection, profiles, user }: JoinContext,
  { id }: LiveRoom,
  { blocked = [] }: RoomSnapshot,
): void => {
  const profile = profiles.known(user.id);
  const userIds = profile ? blockedIn(profile).map(({ userId }) => userId) : blocked;
  if (userIds.join() !== blocked.join() && connection.rooms.has(id))
    connection.deliver([{ type: 'blocked:changed', roomId: id, userIds }]);
};

const openOrCreate = async (context: JoinContext, roomId: string): Promise<Access> => {
  const { rooms, autoCreate, user, mayCreate, roomDefaults, guesses, connection } = context;
  const type = roomDefaults.type ?? 'public';
  const creates = autoCreate && !isReserved(roomId) && mayCreate(user, { id: roomId, type });
  const room = await rooms.open(roomId);
  if (room)
    return accessLive(context, room).catch((error: unknown) => {
      // Any other id would have created a room, so this one is revealed as taken.
      if (creates && error instanceof ChatError && error.code === 'not_found') {
        guesses.check(connection);
        guesses.add(connection);
      }
      throw error;
    });
  if (!creates) throw noRoom();
  if (connection.kind !== 'process') mustNotMixScripts(roomId, 'roomId');
  guesses.check(connection);
  mayEnterAnother(context, roomId);
  await checkRoomCount(context);
  await rooms.create(newRoom(context, roomId), [{ user, role: 'owner' }]).catch((error: unknown) => {
    if (!(error instanceof ChatError && error.reason === 'room_exists')) throw error; // another user was first: join their room
  });
  return accessRoom(context, roomId);
};

/** Joining a public room accepts an invitation to it. */
const acceptedBy = async (context: JoinContext, access: Access): Promise<Access> => {
  const { room, member } = access;
  if (member?.state !== 'invited' || room.head.room.type !== 'public') return access;
  await room.commit({ kind: 'answer-invitation', actor: context.user, at: context.now(), accept: true });
  return accessLive(context, room);
};

const meIn = ({ user, onlineUsers }: JoinContext, member: StoredMember | null, mark: ReadMarker): Member => {
  const base: Member =
    member?.state === 'joined'
      ? toMember(member)
      : { user, role: user.guest ? 'guest' : 'member', joinedAt: mark.joinedAt };
  const mutedUntil = member?.mutedUntil;
  return {
    ...base,
    user: shownUser(user),
    ...(mutedUntil === undefined ? {} : { mutedUntil }),
    ...onlineUsers.status(user.id),
  };
};

/** Throws if the caller is in as many rooms at once as allowed. */
const mayEnterAnother = ({ connection, limits, onlineUsers, user }: JoinContext, roomId: string): void => {
  if (connection.kind !== 'socket') return;
  if (connection.rooms.size >= limits.maxRoomsPerConnection)
    throw new ChatError('conflict', `at most ${limits.maxRoomsPerConnection} rooms at once`, {
      reason: 'too_many_rooms',
    });
  if (roomsOf(onlineUsers.connectionsOf(user.id), roomId) >= limits.maxRoomsPerUser)
    throw new ChatError('conflict', `at most ${limits.maxRoomsPerUser} rooms at once for one user`, {
      reason: 'too_many_rooms',
    });
};

const enter = (
  context: JoinContext,
  room: LiveRoom,
  me: Member,
  mark: ReadMarker,
  visibleAfter: number,
): void => {
  const { connection, limits, uniqueNames } = context;
  const { audience } = room;
  if (connection.ended) throw new ChatError('disconnected', 'the connection is over');
  mayEnterAnother(context, room.id);
  if (!audience.find(me.user.id)) {
    if (audience.occupancy >= limits.maxRoomOccupancy) {
      throw new ChatError('conflict', `at most ${limits.maxRoomOccupancy} users in a room`, {
        reason: 'room_full',
      });
    }
    // Only guests can be rejected: the application chose the names of its own users.
    if (uniqueNames === 'room' && me.user.guest && audience.isNameTaken(me.user)) {
      throw new ChatError('conflict', 'another user in the room has this name', {
        reason: 'name_taken',
        field: 'name',
      });
    }
  }
  audience.enter(connection, me, mark, visibleAfter);
};

/** Returns how many rooms these connections are in, except one. */
const roomsOf = (connections: Connection[], except: string): number => {
  const rooms = new Set(connections.flatMap(({ rooms: each }) => [...each.keys()]));
  rooms.delete(except);
  return rooms.size;
};

/**
 * `head` was taken before any read. Later changes are sent as events even if they were read here, so that the
 * client misses none, such as its own removal.
 */
const snapshotOf = async (
  context: JoinContext,
  access: Access,
  head: Head,
  me: Member,
  mark: ReadMarker,
  { since, unsure }: Input<'room:join'>,
): Promise<RoomSnapshot> => {
  const { user, now, limits } = context;
  const { room, member, effectiveRole } = access;
  const { cache, audience } = room;
  const { rev, epoch } = head;
  const visibleAfter = hiddenUpTo(room, user, member, mark);
  // Before they are counted: `tellBlocked` finds a later change, after which the client counts again.
  const blocked = await blockedBy(context.profiles, user.id);
  const counted = await unreadOf(context, access, mark, head);
  const peer = await peerOf(context, room);
  const stored = unsure && (await storedOf(context, room, unsure));
  const resumable = since !== undefined && since.epoch === epoch && since.rev <= rev;
  const changes = resumable ? await cache.since(user.id, since.rev, head, limits.resumeChanges) : null;
  const page = changes ? null : await cache.page(user.id, visibleAfter, pageSize.default);
  const read = (page ?? changes)?.messages ?? [];
  await recheckAccess(context, access, read);
  const shown = await withOwnReactions(room, user.id, read);
  const ended = await endedAmong(context, room);
  // Presence is sent as differences, so the listener needs its current state: nothing is awaited after this.
  const members = ours(context, doubting(audience.firstScreen(user.id), ended));
  const keptSince = retentionCutoff(head.room, now());
  const common = {
    me,
    can: capabilities(head.room, effectiveRole, now()),
    occupancy: audience.occupancy,
    ...counted,
    unread:
      counted.unread +
      shownSince(shown, head, new Set([user.id, ...blocked]), Math.max(mark.readSeq, visibleAfter)),
    readSeq: mark.readSeq,
    ...(mark.turn === 0 ? {} : { readTurn: mark.turn }),
    epoch,
    rev,
    room: head.room,
    seq: head.seq,
    ...(peer ? { peer: peer.user } : {}),
    ...(blocked.size === 0 ? {} : { blocked: [...blocked] }),
    ...(stored === undefined ? {} : { stored }),
    ...(visibleAfter === 0 ? {} : { visibleAfter }),
    ...(keptSince > 0 ? { keptSince } : {}),
  };
  if (changes) {
    const visible = shown.every(({ seq }) => seq > visibleAfter)
      ? shown
      : shown.filter(({ seq }) => seq > visibleAfter);
    const absent = changes.joined.filter(({ user: { id } }) => !members.some((each) => each.user.id === id));
    return {
      ...common,
      mode: 'resume',
      members:
        absent.length === 0
          ? members
          : [...members, ...absent.map((each) => withStatus(context, room, each))],
      left: changes.left,
      messages: ours(context, withinRetention(visible, head.room, now())),
      hasMore: false,
    };
  }
  const messages = withinRetention(shown, head.room, now());
  const hasMore = page?.hasMore === true && messages.length === shown.length;
  return { ...common, mode: since ? 'reset' : 'snapshot', members, messages, hasMore };
};

/** Counts messages of others after `head` that the reply shows, since they come without an event that counts them. */
const shownSince = (messages: Message[], head: Head, ignored: ReadonlySet<string>, after: number): number => {
  let more = 0;
  for (const message of messages) {
    const { seq, rev, author, deletedAt } = message;
    if (rev <= head.rev || seq <= after || ignored.has(author.id) || isThreadOnly(message)) continue;
    if (seq > head.seq) more += Number(deletedAt === undefined);
    else more -= Number(deletedAt !== undefined);
  }
  return more;
};

/** Returns the ids of users who are shown as present by a dead node and are no longer members. */
const endedAmong = async (
  { bus, user }: JoinContext,
  { head, audience, cache }: LiveRoom,
): Promise<Set<string>> => {
  const ended = new Set<string>();
  if (!bus.isOpen || (head.room.type === 'public' && !head.room.lobby)) return ended;
  for (const { user: shown } of audience.firstScreen(user.id)) {
    const member = await cache.member(shown.id);
    if (member && member.state !== 'joined') ended.add(shown.id);
  }
  return ended;
};

/** Marks members whose only trace is stale presence, so that clients drop them when it ends. */
const doubting = (members: Member[], ended: Set<string>): Member[] =>
  ended.size === 0
    ? members
    : members.map((member) => (ended.has(member.user.id) ? { ...member, joinedAt: 0 } : member));

/** Returns ids only: the messages may be hidden from their author now. */
const storedOf = async (
  { user }: JoinContext,
  { timeline, id }: LiveRoom,
  ids: string[],
): Promise<string[]> => {
  const found = await Promise.all(
    ids.map((messageId) => timeline.message(id, messageId, { reader: user.id })),
  );
  return ids.filter((_, index) => found[index]?.author.id === user.id);
};

/** Returns a list for the caller: shared JSON for sockets, a copy in process. */
const ours = <T>({ connection }: JoinContext, list: T[]): T[] =>
  connection.kind === 'socket' ? shareJson(list) : [...list];

/** Returns a member with their status in this room. */
export const withStatus = (
  { onlineUsers }: Pick<JoinContext, 'onlineUsers'>,
  { audience }: LiveRoom,
  member: Member,
): Member => {
  const present = audience.find(member.user.id);
  const user = present?.user ?? member.user;
  return {
    ...member,
    user,
    ...(present ? onlineUsers.status(user.id) : { status: 'offline' as const }),
  };
};
