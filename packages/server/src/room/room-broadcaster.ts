import { isFor, type ChatEvent, type DurableEvent } from '@chat/protocol';
import type { Connection } from '../connections/connection.ts';
import type { Audience } from './audience.ts';
import { toBatches } from '../connections/event-batch.ts';
import type { EventBuffer } from './event-buffer.ts';

/** Sends a room's events to its listeners. */
export interface RoomBroadcaster {
  /** Queues an event: sent at the end of this turn if the room is calm, else batched with what follows. */
  push(events: ChatEvent[]): void;
  /** Time until the next flush may begin, ms; 0 if the room is free. */
  pauseMs(): number;
  /** Whether nothing is queued and an event would be sent at the end of the turn. */
  isCalm(): boolean;
  /** Sends what is queued, now. */
  flush(): void;
  /** Adds a listener, which gets everything after `rev`. */
  listen(connection: Connection, rev: number): void;
  /** Catches up a connection that was behind and has drained. */
  onDrained(connection: Connection): void;
  close(): void;
}

/**
 * A busy room waits twice as long as a flush takes, so that sending takes a third of the time. This is the
 * maximum.
 */
const pausePerFlush = 2;
const longestPauseMs = 15;
/** How much the average flush time learns from the last flush. */
const learned = 0.2;
/** Timers are no finer than this; for a shorter wait, batching one turn is enough. */
const shortestPauseMs = 1;

export const createRoomBroadcaster = (
  roomId: string,
  audience: Audience,
  buffer: EventBuffer,
  clock: () => number,
): RoomBroadcaster => {
  let gathered: ChatEvent[] = [];
  let timer: NodeJS.Timeout | null = null;
  let soon: NodeJS.Immediate | null = null;
  let quietUntil = 0;
  /** Average time of a flush, ms. A much longer flush was delayed by something else and is ignored. */
  let usualMs = 0;
  /** `rev` of the last durable event that was sent. */
  let sentRev = 0;
  /**
   * Connections with too much unsent, with the `rev` they last got. Each costs one number, whatever it
   * misses.
   */
  const behind = new Map<Connection, number>();
  /** Connections among them that missed something no buffer has: presence, or their own receipts. */
  const uninformed = new WeakSet<Connection>();

  const place = (connection: Connection): number => connection.rooms.get(roomId)?.visibleAfter ?? 0;

  const tellAll = (events: ChatEvent[]): void => {
    const before = sentRev;
    sentRev = lastRev(events) ?? sentRev;
    forgetGone();
    const last = events.at(-1);
    const removed = last?.type === 'member:left' ? last.userId : null;
    const ephemeral = events.some((event) => !('rev' in event) && !isMomentary(event));
    const alike = !events.some((event) => isHidden(event, audience.hiddenUpTo));
    const readers = alike ? privateReaders(events) : null;
    const batches = alike ? toBatches(readers === null ? events : events.map(withoutPrivate)) : [];
    for (const connection of audience.listeners()) {
      // The last event for removed users, sent now, however far behind they are.
      const leaves = connection.user.id === removed;
      const since = behind.get(connection);
      if (ephemeral && (since !== undefined || connection.isBehind())) uninformed.add(connection);
      if (since !== undefined) {
        if (leaves) catchUp(connection, since);
      } else if (connection.isBehind() && !leaves) behind.set(connection, before);
      else if (alike && !readers?.has(connection.user.id))
        for (const batch of batches) connection.write(batch);
      else send(connection, events);
    }
  };

  /** Connections that left while they were behind read the store when they return. */
  const forgetGone = (): void => {
    for (const connection of behind.keys()) if (!audience.isListening(connection)) behind.delete(connection);
  };

  const catchUp = (connection: Connection, rev: number): void => {
    behind.delete(connection);
    // Events that the buffer no longer has show as a gap, and the client asks for them.
    const missed: DurableEvent[] = buffer.after(rev) ?? buffer.newest();
    if (missed.length > 0) send(connection, missed);
  };

  const send = (connection: Connection, events: ChatEvent[]): void =>
    connection.deliver(events.map((event) => forReader(event, connection.user.id, place(connection))));

  const cancel = (): void => {
    if (timer) clearTimeout(timer);
    if (soon) clearImmediate(soon);
    timer = null;
    soon = null;
  };

  const pauseMs = (): number => {
    const leftMs = quietUntil - clock();
    return leftMs < shortestPauseMs ? 0 : leftMs;
  };

  const flush = (): void => {
    cancel();
    if (gathered.length === 0) return;
    const events = gathered;
    gathered = [];
    const began = clock();
    tellAll(events);
    const ended = clock();
    const tookMs = ended - began;
    usualMs = usualMs === 0 ? tookMs : usualMs + (tookMs - usualMs) * learned;
    quietUntil = ended + Math.min(longestPauseMs, Math.min(tookMs, usualMs) * pausePerFlush);
  };

  return {
    push: (events) => {
      gathered.push(...events);
      if (timer || soon) return;
      const waitMs = pauseMs();
      if (waitMs === 0) soon = setImmediate(flush);
      else timer = setTimeout(flush, waitMs);
    },
    pauseMs,
    isCalm: () => gathered.length === 0 && pauseMs() === 0,
    flush,
    listen: (connection, rev) => {
      // A connection that listens already gets some events again before the rest.
      const again =
        audience.isListening(connection) && !behind.has(connection) && connection.rooms.has(roomId);
      const before = again ? (buffer.after(rev) ?? []).filter((event) => event.rev <= sentRev) : [];
      if (before.length > 0) send(connection, before);
      flush();
      uninformed.delete(connection);
      if (again) return;
      behind.delete(connection);
      const missed = buffer.after(rev) ?? [];
      if (connection.rooms.has(roomId)) {
        audience.listen(connection);
        if (missed.length > 0) send(connection, missed);
        return;
      }
      // Removed between the reading and the reply: they get the removal alone. Earlier events may be hidden
      // from them, and their reading limit is gone with their presence.
      const end = missed.findIndex(
        (event) => event.type === 'member:left' && event.userId === connection.user.id,
      );
      connection.deliver(missed.slice(0, end + 1).map((event, at) => (at === end ? event : skipped(event))));
    },
    onDrained: (connection) => {
      const rev = behind.get(connection);
      if (rev === undefined) return;
      flush();
      if (audience.isListening(connection)) catchUp(connection, rev);
      else behind.delete(connection);
      const tells = uninformed.delete(connection) && connection.rooms.has(roomId);
      if (tells) connection.deliver([{ type: 'missed', roomId }]);
    },
    close: cancel,
  };
};

/** Whether a client that missed an event does not need it any more. */
const isMomentary = ({ type }: ChatEvent): boolean => type === 'reaction:burst' || type === 'caption:changed';

const lastRev = (events: ChatEvent[]): number | undefined => {
  const last = events.findLast((event) => 'rev' in event);
  return last && 'rev' in last ? last.rev : undefined;
};

/** Changes to messages from before a member's time are hidden from them. */
const isHidden = (event: ChatEvent, visibleAfter: number): boolean =>
  'message' in event && event.message.seq <= visibleAfter;

const isPrivate = (event: ChatEvent): boolean => 'message' in event && event.message.to !== undefined;

/** Returns the users with private messages among these events; null if there are none. */
const privateReaders = (events: ChatEvent[]): Set<string> | null => {
  if (!events.some(isPrivate)) return null;
  const messages = events.flatMap((event) => ('message' in event ? [event.message] : []));
  return new Set(messages.flatMap(({ to, author }) => (to === undefined ? [] : [author.id, ...to])));
};

const skipped = (event: ChatEvent): ChatEvent =>
  'rev' in event ? { type: 'skip', roomId: event.roomId, rev: event.rev } : event;

const withoutPrivate = (event: ChatEvent): ChatEvent => (isPrivate(event) ? skipped(event) : event);

const forReader = (event: ChatEvent, userId: string, visibleAfter: number): ChatEvent => {
  const isTheirs = !('message' in event) || isFor(event.message, userId);
  return isTheirs && !isHidden(event, visibleAfter) ? event : skipped(event);
};
