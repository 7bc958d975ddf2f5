import { ChatError, type ChatEvent, type DurableEvent, type RoomSummary } from '@chat/protocol';
import type { Connection } from '../connections/connection.ts';
import type { Logger } from '../logger.ts';

/**
 * Sends connections that have listed their rooms the changes of these, also of rooms they have not joined.
 */
export interface RoomListSubscriptions {
  /**
   * Adds rooms to a connection's list. `only`: restricts which rooms come into it, unless it was without
   * restriction before.
   */
  add(connection: Connection, roomIds: Iterable<string>, only?: (roomId: string) => boolean): void;
  /** Adds a room to the lists of these users. */
  include(roomId: string, userIds: Iterable<string>): void;
  /** Returns the rooms in the lists of a user's connections. */
  roomsOf(userId: string): string[];
  /** Returns whether the room is in any list. */
  has(roomId: string): boolean;
  /** These summaries were sent to a client. */
  onListed(summaries: readonly RoomSummary[]): void;
  /**
   * The summary of a room has changed, for one user or for all; `outside`: except for connections that have
   * joined it and get its events.
   */
  markChanged(roomId: string, userId: string | null, scope?: 'outside'): void;
  /** Events of a room were published. */
  onPublished(roomId: string, events: readonly DurableEvent[]): void;
  /** A user's presence has changed. */
  onPresence(userId: string): void;
  drop(connection: Connection): void;
  close(): void;
}

export interface RoomListSubscriptionsDeps {
  connectionsOf(userId: string): Connection[];
  /** Returns the room's summary for a connection; null if it is not in its list yet. */
  summarise(connection: Connection, roomId: string): Promise<RoomSummary | null>;
  logger: Logger;
}

/** Longer lists get updates of this many rooms only; the others when the list is loaded again. */
const mostRooms = 1_000;
const gatherMs = 20;
/** A room is sent at most this often, and less often with more subscribers: each summary costs a read. */
const leastMs = 250;
const perWatcherMs = 4;
const behindMs = 1_000;

interface Watched {
  watchers: Set<Connection>;
  /** Connections whose list is to be updated. */
  due: Set<Connection>;
  timer?: NodeJS.Timeout;
  sentAt: number;
}

export const createRoomListSubscriptions = ({
  connectionsOf,
  summarise,
  logger,
}: RoomListSubscriptionsDeps): RoomListSubscriptions => {
  const rooms = new Map<string, Watched>();
  const lists = new Map<Connection, Set<string>>();
  /** Restrictions of some lists. */
  const narrow = new Map<Connection, (roomId: string) => boolean>();
  /** Direct rooms by their other user. */
  const withPeer = new Map<string, Set<string>>();

  const watched = (roomId: string): Watched => {
    const known = rooms.get(roomId);
    if (known) return known;
    const made = { watchers: new Set<Connection>(), due: new Set<Connection>(), sentAt: 0 };
    rooms.set(roomId, made);
    return made;
  };

  const put = (connection: Connection, roomId: string): void => {
    const list = lists.get(connection);
    if (
      !list ||
      (list.size >= mostRooms && connection.kind === 'socket') ||
      narrow.get(connection)?.(roomId) === false
    )
      return;
    list.add(roomId);
    watched(roomId).watchers.add(connection);
  };

  const take = (connection: Connection, roomId: string): void => {
    lists.get(connection)?.delete(roomId);
    const room = rooms.get(roomId);
    room?.watchers.delete(connection);
    room?.due.delete(connection);
    if (room?.watchers.size !== 0) return;
    clearTimeout(room.timer);
    rooms.delete(roomId);
  };

  const schedule = (roomId: string, room: Watched, atLeastMs = gatherMs): void => {
    if (room.timer || room.due.size === 0) return;
    const pauseMs = Math.max(leastMs, room.watchers.size * perWatcherMs);
    const waitMs = Math.max(atLeastMs, room.sentAt + pauseMs - performance.now());
    room.timer = setTimeout(() => {
      delete room.timer;
      room.sentAt = performance.now();
      const due = [...room.due];
      room.due.clear();
      void send(roomId, room, due);
    }, waitMs).unref();
  };

  const send = async (roomId: string, room: Watched, due: Connection[]): Promise<void> => {
    for (const connection of due) {
      if (connection.ended || !room.watchers.has(connection)) continue;
      if (connection.isBehind()) {
        room.due.add(connection);
        continue;
      }
      const event = await eventFor(connection, roomId);
      // The connection may have ended meanwhile, or left the list.
      if (event === null || connection.ended || !room.watchers.has(connection)) continue;
      connection.deliver([event]);
      if (event.type === 'room:removed') take(connection, roomId);
    }
    schedule(roomId, room, behindMs);
  };

  const eventFor = async (connection: Connection, roomId: string): Promise<ChatEvent | null> => {
    try {
      const summary = await summarise(connection, roomId);
      if (summary === null) return null;
      notePeer(summary);
      return { type: 'room:changed', roomId, summary };
    } catch (error) {
      if (error instanceof ChatError && (error.code === 'not_found' || error.code === 'forbidden'))
        return { type: 'room:removed', roomId };
      logger.warn({ err: error, roomId }, 'a room list could not be updated');
      return null;
    }
  };

  const notePeer = ({ room, peer }: RoomSummary): void => {
    if (!peer) return;
    const known = withPeer.get(peer.user.id) ?? new Set();
    withPeer.set(peer.user.id, known.add(room.id));
  };

  const changed: RoomListSubscriptions['markChanged'] = (roomId, userId, scope) => {
    const room = rooms.get(roomId);
    if (!room) return;
    // A single user's connections are found without looking at thousands of subscribers.
    for (const connection of userId === null ? room.watchers : connectionsOf(userId)) {
      if (!room.watchers.has(connection)) continue;
      if (!scope || !connection.rooms.has(roomId)) room.due.add(connection);
    }
    schedule(roomId, room);
  };

  const include: RoomListSubscriptions['include'] = (roomId, userIds) => {
    for (const userId of userIds) {
      const isNew = connectionsOf(userId).some(
        (connection) => lists.has(connection) && !lists.get(connection)?.has(roomId),
      );
      if (!isNew) continue;
      for (const connection of connectionsOf(userId)) put(connection, roomId);
      changed(roomId, userId);
    }
  };

  return {
    add: (connection, roomIds, only) => {
      if (connection.kind === 'http' || connection.ended) return;
      if (!only) narrow.delete(connection);
      else if (!lists.has(connection)) narrow.set(connection, only);
      if (!lists.has(connection)) lists.set(connection, new Set());
      for (const roomId of roomIds) put(connection, roomId);
    },
    include,
    roomsOf: (userId) => [...new Set(connectionsOf(userId).flatMap((each) => [...(lists.get(each) ?? [])]))],
    has: (roomId) => rooms.has(roomId),
    onListed: (summaries) => {
      for (const summary of summaries) if (rooms.has(summary.room.id)) notePeer(summary);
    },
    markChanged: changed,
    onPublished: (roomId, events) => {
      for (const event of events) {
        if (event.type === 'member:left') changed(roomId, event.userId);
        else if (event.type === 'member:invited' || event.type === 'member:joined') {
          const { id } = event.member.user;
          include(roomId, [id]);
          changed(roomId, id);
        }
      }
      const seen = events.some(({ type }) => type.startsWith('message:') || type.startsWith('room:'));
      if (seen) changed(roomId, null, 'outside');
    },
    onPresence: (userId) => {
      for (const roomId of withPeer.get(userId) ?? []) {
        const room = rooms.get(roomId);
        if (!room) withPeer.get(userId)?.delete(roomId);
        for (const connection of room?.watchers ?? [])
          if (connection.user.id !== userId) room?.due.add(connection);
        if (room) schedule(roomId, room);
      }
      if (withPeer.get(userId)?.size === 0) withPeer.delete(userId);
    },
    drop: (connection) => {
      for (const roomId of lists.get(connection) ?? []) take(connection, roomId);
      lists.delete(connection);
      narrow.delete(connection);
    },
    close: () => {
      for (const { timer } of rooms.values()) clearTimeout(timer);
      rooms.clear();
      lists.clear();
      narrow.clear();
    },
  };
};
