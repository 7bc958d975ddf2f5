import type { DurableEvent, Limits, RaisedHand } from '@chat/protocol';
import type { Logger } from '../logger.ts';
import type { LiveRoom } from '../room/live-room.ts';
import type { RoomRegistry } from '../room/room-registry.ts';
import { handKind, inOrder, mostHandsRead } from '../storage/decide/live/hands.ts';

/** Sends the raised hands of rooms to their members, and lowers the hands of users who are gone. */
export interface Hands {
  /** Reads the raised hands of a room, in order. */
  read(room: LiveRoom): Promise<RaisedHand[]>;
  onPublished(roomId: string, events: readonly DurableEvent[]): void;
  close(): void;
}

export interface HandsDeps {
  rooms: Pick<RoomRegistry, 'peek'>;
  limits: Pick<Limits, 'presenceGraceMs'>;
  logger: Logger;
  now(): number;
}

/** Shortest time between two lists of one room, ms. */
const everyMs = 250;

interface RoomHands {
  hands: readonly RaisedHand[];
  /** As it was last sent. */
  sent: string;
  /** Users who were absent in the last check. */
  absent: ReadonlySet<string>;
  timer?: NodeJS.Timeout;
  isStale: boolean;
}

export const createHands = ({ rooms, limits, logger, now }: HandsDeps): Hands => {
  const known = new Map<string, RoomHands>();
  /** A hand goes down if its user is absent in two of these checks in a row. */
  const checkEveryMs = Math.max(20, limits.presenceGraceMs / 2);
  let checking: NodeJS.Timeout | undefined;
  let closed = false;

  const entryOf = (roomId: string): RoomHands => {
    const entry = known.get(roomId) ?? { hands: [], sent: '[]', absent: new Set(), isStale: false };
    known.set(roomId, entry);
    return entry;
  };

  const read = async (room: LiveRoom): Promise<RaisedHand[]> => {
    const { records } = await room.timeline.records(room.id, handKind, { limit: mostHandsRead });
    const hands = inOrder(records);
    if (hands.length > 0 || known.has(room.id)) entryOf(room.id).hands = hands;
    wait();
    return hands;
  };

  const send = async (roomId: string, entry: RoomHands): Promise<void> => {
    entry.isStale = false;
    const room = rooms.peek(roomId);
    if (room) {
      try {
        const hands = await read(room);
        const sent = JSON.stringify(hands);
        if (sent !== entry.sent) room.broadcast({ type: 'hand:changed', roomId, hands });
        entry.sent = sent;
      } catch (error) {
        if (closed) return;
        entry.isStale = true;
        logger.warn({ err: error, roomId }, 'raised hands could not be read; it is tried again');
      }
    }
    if (closed) return;
    entry.timer = setTimeout(() => {
      delete entry.timer;
      if (entry.isStale) void send(roomId, entry);
      else if (entry.hands.length === 0) known.delete(roomId);
    }, everyMs).unref();
  };

  const changed = (roomId: string): void => {
    const entry = entryOf(roomId);
    const isSending = entry.isStale || entry.timer !== undefined;
    entry.isStale = true;
    if (!isSending && !closed) void send(roomId, entry);
  };

  /** Lowers the hands of users who were absent in the last check, too. */
  const check = async (roomId: string, entry: RoomHands): Promise<void> => {
    const room = rooms.peek(roomId);
    // Nobody is in the room here; the next `read` after it is opened checks again.
    if (!room) return void known.delete(roomId);
    const absent = entry.hands.map(({ user }) => user.id).filter((id) => !room.audience.find(id));
    const userIds = absent.filter((id) => entry.absent.has(id));
    entry.absent = new Set(absent);
    if (userIds.length === 0) return;
    const { createdBy } = room.head.room;
    const actor = { id: createdBy, name: createdBy };
    await room.commit({ kind: 'lower-absent-hands', actor, at: now(), userIds }).catch((error: unknown) => {
      if (!closed) logger.warn({ err: error, roomId }, 'hands of absent users could not be lowered');
    });
  };

  const wait = (): void => {
    if (checking || closed || known.size === 0) return;
    checking = setTimeout(() => {
      void Promise.all([...known].map(([roomId, entry]) => check(roomId, entry))).finally(() => {
        checking = undefined;
        wait();
      });
    }, checkEveryMs).unref();
  };

  return {
    read: async (room) => {
      const hands = await read(room);
      const entry = known.get(room.id);
      // The response shows other hands than the last event, so another event has to follow it.
      if (entry && JSON.stringify(hands) !== entry.sent) {
        entry.sent = '';
        changed(room.id);
      }
      return hands;
    },
    onPublished: (roomId, events) => {
      if (!known.has(roomId) && !rooms.peek(roomId)?.head.room.hands) return;
      if (events.some(mayChangeHands)) changed(roomId);
    },
    close: () => {
      closed = true;
      clearTimeout(checking);
      for (const { timer } of known.values()) clearTimeout(timer);
    },
  };
};

/** Hands change by a `skip`, or with the room's group call. */
const mayChangeHands = (event: DurableEvent): boolean =>
  event.type === 'skip' ||
  event.type === 'room:updated' ||
  event.type === 'member:left' ||
  (event.type === 'message:updated' && event.change === 'call');
