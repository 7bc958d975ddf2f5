import type { ChatEvent, DurableEvent, Limits, Member, Room } from '@chat/protocol';
import type { Connection } from '../connections/connection.ts';
import type { LoadShedding } from '../operations/load-shedding.ts';
import type { OnlineUsers } from '../users/online-users.ts';
import type { SharedPresence } from '../presence/shared-presence.ts';
import type { Change, CommitResult } from '../storage/contract/change.ts';
import type { Head } from '../storage/contract/records.ts';
import { createRoomReplicator } from './room-replicator.ts';
import type { EventsSince } from './catch-up-events.ts';
import type { TimelineStore } from '../storage/contract/storage.ts';
import { createAudience, type Audience } from './audience.ts';
import { effectiveRoleIn } from '../storage/decide/effective-role.ts';
import { createReactionBursts, type ReactionBursts } from './reaction-bursts.ts';
import { createCommitQueue } from './commit-queue.ts';
import { createDeliveryReceipts, type DeliveryReceipts } from './delivery-receipts.ts';
import { createRoomBroadcaster } from './room-broadcaster.ts';
import { createRoomCache, type RoomCache } from './room-cache.ts';
import type { RoomListSubscriptions } from '../room-list/room-list-subscriptions.ts';
import { toPresence } from './presence-diff.ts';
import { createEventBuffer } from './event-buffer.ts';
import { createTypingUsers, type TypingUsers } from './typing-users.ts';

type Accepted = Extract<CommitResult, { ok: true }>;

/** One room as this process serves it: its head, its audience, and reads and commits of its timeline. */
export interface LiveRoom {
  readonly id: string;
  readonly timeline: TimelineStore;
  /** Cached reads, as of the last published change. */
  readonly cache: RoomCache;
  /** The room as of the last published change. */
  readonly head: Head;
  readonly audience: Audience;
  readonly typingUsers: TypingUsers;
  readonly bursts: ReactionBursts;
  readonly deliveryReceipts: DeliveryReceipts;
  /**
   * Commits a change: durable first, published second, resolved last. Rejects with the refusal or the store's
   * error.
   */
  commit(change: Change): Promise<Accepted>;
  /** Sends an ephemeral event to all listeners. */
  broadcast(event: ChatEvent): void;
  /** Messages created before `before` were deleted. */
  expire(before: number): void;
  /** Memory of caches besides the store, bytes; only for an ephemeral room. */
  readonly cachedBytes: number;
  /** Clears the caches after the store has deleted something. */
  forgetCached(): void;
  /**
   * Adds a listener for everything after `rev` of this epoch. Events that this process no longer has show as
   * a gap, which the client heals by a resume.
   */
  listen(connection: Connection, from: Pick<Head, 'rev' | 'epoch'>): void;
  /** Another node claims that the room is at this `rev`. */
  onRemoteRev(epoch: string, rev: number): void;
  /**
   * Resolves when this node is up to date with the store, or could not read it. At once if nobody else writes
   * to it.
   */
  look(): Promise<void>;
  /** A connection that was behind has drained. */
  onDrained(connection: Connection): void;
  /** Returns whether the room may be closed. */
  isIdle(): boolean;
  settled(): Promise<void>;
  close(): void;
}

export interface LiveRoomDeps {
  timeline: TimelineStore;
  onlineUsers: OnlineUsers;
  limits: Limits;
  load: Pick<LoadShedding, 'presenceWindowMs'>;
  /** The room's settings changed. */
  onRoomChanged(room: Room): void;
  /** Another node has changed its settings. */
  onRemoteRoomChange(roomId: string): void;
  /** Whether others may write to the same store. */
  isShared(): boolean;
  /** Returns changes to commit at the end of a batch of others; `from`: the room before them. */
  marksFor?(room: Room, from: Pick<Head, 'rev' | 'seq'>, changes: readonly Change[]): Change[];
  /** Events were committed here. */
  onCommitted(head: Pick<Head, 'epoch' | 'rev'>, roomId: string, events: readonly DurableEvent[]): void;
  /** The store no longer holds the room. */
  onRoomGone(roomId: string): void;
  /** A message was deleted. `isUndoable`: it may come back. */
  onMessageDeleted(roomId: string, messageId: string, isUndoable: boolean): void;
  /** Delivery receipts were written, or could not be and are retried. */
  onReceiptsWritten(failure?: { error: unknown }): void;
  /** Changes of other nodes could not be read; it is tried again. */
  onReadFailed(error: unknown): void;
  /** Gets published events, for room lists. */
  roomLists: Pick<RoomListSubscriptions, 'onPublished'>;
  /** A user is present on this node; null: no longer. */
  onPresence?: ((roomId: string, userId: string, member: Member | null) => void) | undefined;
  /** Shares presence with other nodes, if there are any. */
  presence?: Pick<SharedPresence, 'setMember' | 'follow' | 'isOpen'> | undefined;
}

const bufferSize = 256;

export const createLiveRoom = (first: Head, deps: LiveRoomDeps): LiveRoom => {
  const { timeline, onlineUsers, limits, load } = deps;
  const { id } = first.room;
  const buffer = createEventBuffer(bufferSize, first.rev, first.room.retention === 'ephemeral');
  let head = first;
  const cache = createRoomCache(id, timeline, buffer, () => head);
  let window: NodeJS.Timeout | null = null;
  let typingChanged = false;

  const soon = (): void => {
    window ??= setTimeout(tellGathered, load.presenceWindowMs(audience.occupancy)).unref();
  };
  const { presence } = deps;
  const audience = createAudience(
    id,
    soon,
    (member) => ({ ...member, ...onlineUsers.status(member.user.id) }),
    (...event) => {
      presence?.setMember(id, ...event);
      deps.onPresence?.(id, ...event);
    },
  );
  const broadcaster = createRoomBroadcaster(id, audience, buffer, () => performance.now());
  const typingUsers = createTypingUsers(limits.typingTimeoutMs, () => {
    typingChanged = true;
    soon();
  });

  const bursts = createReactionBursts(soon);
  const deliveries = createDeliveryReceipts(
    (delivered) =>
      timeline.markDelivered(id, delivered).then(
        () => {
          deps.onReceiptsWritten();
          return true;
        },
        (error: unknown) => {
          deps.onReceiptsWritten({ error });
          return false;
        },
      ),
    soon,
  );

  /** Ephemeral events for connections that wait for their memberships: a resume does not bring these. */
  const held: ChatEvent[] = [];
  /** How many times the room is being closed to visitors. */
  let closing = 0;

  const tellGathered = (): void => {
    window = null;
    // Changes until then are sent together.
    if (closing > 0) return;
    const diff = audience.takeDiff();
    for (const userId of diff?.gone ?? []) typingUsers.set({ id: userId, name: '' }, false);
    const events: ChatEvent[] = [];
    if (diff) {
      const { occupancy } = audience;
      const joined = toPresence(diff.joined, onlineUsers.presence);
      const updated = toPresence(diff.updated, onlineUsers.presence);
      events.push({ type: 'presence:changed', roomId: id, joined, left: diff.left, updated, occupancy });
    }
    if (typingChanged) events.push({ type: 'typing:changed', roomId: id, ...typingUsers.list() });
    typingChanged = false;
    const receipts = deliveries.take();
    if (receipts.length > 0) events.push({ type: 'receipt:delivered', roomId: id, receipts });
    for (const burst of bursts.take()) events.push({ type: 'reaction:burst', roomId: id, ...burst });
    if (events.length > 0) broadcaster.push(events);
  };

  const apply = (event: DurableEvent): void => {
    head = { ...head, rev: event.rev };
    if (event.type === 'message:created') head.seq = Math.max(head.seq, event.message.seq);
    if (event.type === 'room:updated' || event.type === 'room:ended') {
      head.room = event.room;
      head.roomRev = event.rev;
    }
    if (event.type === 'member:joined' || event.type === 'member:updated') audience.revise(event.member);
    buffer.push(event);
    cache.apply(event);
  };

  /** A public room has got a lobby: users without a membership leave, and the others get what follows `rev`. */
  const closeToVisitors = async (listeners: readonly Connection[], rev: number): Promise<void> => {
    closing += 1;
    for (const connection of listeners) {
      const { user } = connection;
      const member = await cache.member(user.id).catch(() => null);
      // It has joined again meanwhile.
      if (audience.isListening(connection)) continue;
      if (effectiveRoleIn(head.room, member, user)) {
        broadcaster.listen(connection, rev);
        continue;
      }
      audience.expel(user.id);
      connection.deliver([{ type: 'missed', roomId: id }]);
    }
    closing -= 1;
    if (closing > 0) return;
    if (held.length > 0) broadcaster.push(held.splice(0));
    soon();
  };

  /** The `rev` with which the room last got a lobby. */
  let closedRev = 0;
  const broadcast = (events: readonly DurableEvent[]): void => {
    const { rev } = head;
    const closes = head.room.type === 'public' && !head.room.lobby && events.some(hasLobby);
    if (closes) broadcaster.flush();
    // From the first event on: of the settings that another node has changed, only the last are known.
    const listeners = closes ? audience.pause([...audience.listeners()]) : [];
    let together: DurableEvent[] = [];
    for (const event of events) {
      apply(event);
      together.push(event);
      if (event.type !== 'member:left') continue;
      // A member who leaves gets that event, and none after it.
      broadcaster.push(together);
      broadcaster.flush();
      together = [];
      audience.expel(event.userId);
    }
    if (together.length > 0) broadcaster.push(together);
    if (closes) {
      broadcaster.flush();
      closedRev = head.rev;
      void closeToVisitors(listeners, rev);
    }
    deps.roomLists.onPublished(id, events);
  };

  /** Makes connections join again: their rights have to be read, or the room is in another epoch. */
  const callBack = (connections: Iterable<Connection>): void => {
    const sockets = [...connections].filter(({ kind }) => kind === 'socket');
    for (const connection of audience.pause(sockets)) connection.deliver([{ type: 'missed', roomId: id }]);
  };

  const tellRead = ({ events, unsure, closed, asked }: EventsSince): void => {
    broadcaster.flush();
    for (const userId of closed) {
      const end = events.findIndex((event) => event.type === 'member:left' && event.userId === userId);
      const theirs = events.slice(0, end).map(({ rev }) => ({ type: 'skip', roomId: id, rev }) as const);
      for (const connection of audience.pause(onlineUsers.connectionsOf(userId)))
        connection.deliver([...theirs, ...events.slice(end, end + 1)]);
    }
    for (const userId of [...unsure, ...asked]) callBack(onlineUsers.connectionsOf(userId));
    for (const userId of asked) audience.expel(userId);
    broadcast(events);
    if (events.some(({ type }) => type.startsWith('room:'))) deps.onRemoteRoomChange(id);
  };

  const renew = (next: Head | null): void => {
    broadcaster.flush();
    if (next) head = next;
    buffer.renew(head.rev);
    cache.renew();
    callBack(audience.listeners());
    if (next) deps.onRemoteRoomChange(id);
    else deps.onRoomGone(id);
  };

  const replicator = createRoomReplicator({
    timeline,
    roomId: id,
    head: () => head,
    most: limits.resumeChanges,
    onEvents: tellRead,
    onReset: renew,
    onError: deps.onReadFailed,
  });

  /** Changes of other nodes in between are read before this one is sent. */
  const publish = (accepted: Accepted[]): Promise<void> | null => {
    const events = accepted.flatMap(({ event, also }) => (also ? [event, also] : [event]));
    const [first] = events;
    const last = events.at(-1);
    if (!first || !last) return null;
    for (const event of events) {
      if (event.type === 'room:updated' || event.type === 'room:ended') deps.onRoomChanged(event.room);
    }
    for (const { event, deleted } of accepted)
      if (event.type === 'message:deleted')
        deps.onMessageDeleted(id, event.message.id, deleted !== undefined);
    if (first.rev === head.rev + 1) broadcast(events);
    deps.onCommitted({ epoch: head.epoch, rev: last.rev }, id, events);
    return last.rev <= head.rev ? null : replicator.addOwn(events);
  };

  const queue = createCommitQueue(
    timeline,
    id,
    publish,
    broadcaster,
    (changes) => deps.marksFor?.(head.room, head, changes) ?? [],
  );
  const unfollow = presence?.follow(id, audience);
  audience.takeDiff(); // already known from another node

  return {
    id,
    timeline,
    cache,
    get head() {
      return head;
    },
    audience,
    typingUsers,
    bursts,
    deliveryReceipts: deliveries,
    commit: queue.commit,
    broadcast: (event) => (closing > 0 ? void held.push(event) : broadcaster.push([event])),
    expire: (before) => {
      cache.expire();
      broadcaster.push([{ type: 'message:expired', roomId: id, before }]);
    },
    get cachedBytes() {
      return buffer.bytes;
    },
    forgetCached: () => {
      cache.expire();
      buffer.renew(head.rev);
    },
    listen: (connection, { rev, epoch }) => {
      // Its rights were read before the room got a lobby.
      if (epoch === head.epoch && rev < closedRev) void closeToVisitors([connection], rev);
      else if (epoch === head.epoch && rev <= head.rev) broadcaster.listen(connection, rev);
      else connection.deliver([{ type: 'missed', roomId: id }]);
    },
    onRemoteRev: replicator.onRemoteRev,
    look: () => (deps.isShared() ? replicator.look() : Promise.resolve()),
    onDrained: broadcaster.onDrained,
    isIdle: () => audience.isEmptyHere() && queue.size === 0 && deliveries.isWritten,
    settled: async () => void (await Promise.all([queue.idle(), deliveries.flush()])),
    close: () => {
      if (window) clearTimeout(window);
      unfollow?.();
      replicator.close();
      broadcaster.close();
      audience.close();
      typingUsers.close();
      deliveries.close();
    },
  };
};

const hasLobby = (event: DurableEvent): boolean => 'room' in event && event.room.lobby === true;
