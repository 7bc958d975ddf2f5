import { isFor, type ChatEvent, type DurableEvent } from '@chat/protocol';
import type { Connection } from '../connections/connection.ts';
import type { Audience } from './audience.ts';
import { toBatches } from '../connections/event-batch.ts';
import type { EventBuffer } from './event-buffer.ts';

/** The way out of a room: events in, writes to every listener out. */
export interface RoomBroadcaster {
  /** Told at the end of this turn when the room is calm; gathered with what follows while it is busy. */
  push(events: ChatEvent[]): void;
  /** How long nothing more is told, after what was told last, ms; 0 when the room is free. */
  pauseMs(): number;
  /** Nothing is gathered, and what comes would be told at the end of the turn. */
  isCalm(): boolean;
  /** Tells what is gathered, now. */
  flush(): void;
  /** The connection hears everything after `rev`, now and from now on. */
  listen(connection: Connection, rev: number): void;
  /** A connection that could not keep up has drained: it is told what it missed. */
  onDrained(connection: Connection): void;
  close(): void;
}

/** A busy room waits twice as long as a flush takes, so that telling takes a third of the time, and at most this. */
const pausePerFlush = 2;
const longestPauseMs = 15;
/** How much of what a flush takes is learned from the last one. */
const learned = 0.2;
/** Timers are no finer than this; while less is left, what arrives in one turn is gathering enough. */
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
  /** What a flush takes here, ms. One that took longer was held up by something else, and is no reason to wait longer. */
  let usualMs = 0;
  /** `rev` of the last durable event that was told. */
  let toldRev = 0;
  /** Connections that hold too much unsent, with the `rev` they were last told. They cost a number each, whatever they miss. */
  const behind = new Map<Connection, number>();
  /** Those of them who were not told something that no ring holds: who is here, what they have read elsewhere. */
  const uninformed = new WeakSet<Connection>();

  const place = (connection: Connection): number => connection.rooms.get(roomId)?.visibleAfter ?? 0;

  const tellAll = (events: ChatEvent[]): void => {
    const before = toldRev;
    toldRev = lastRev(events) ?? toldRev;
    forgetGone();
    const last = events.at(-1);
    const removed = last?.type === 'member:left' ? last.userId : null;
    // A burst that is missed is over: there is nothing to look at again for it.
    const ephemeral = events.some((event) => !('rev' in event) && event.type !== 'reaction:burst');
    const alike = !events.some((event) => isHidden(event, audience.hiddenUpTo));
    const readers = alike ? privateReaders(events) : null;
    const batches = alike ? toBatches(readers === null ? events : events.map(withoutPrivate)) : [];
    for (const connection of audience.listeners()) {
      // Nothing after their removal is for them, so they hear of it now, however far behind they are.
      const leaves = connection.user.id === removed;
      const since = behind.get(connection);
      if (ephemeral && (since !== undefined || connection.isBehind())) uninformed.add(connection);
      if (since !== undefined) {
        if (leaves) catchUp(connection, since);
      } else if (connection.isBehind() && !leaves) behind.set(connection, before);
      else if (alike && !readers?.has(connection.user.id))
        for (const batch of batches) connection.write(batch);
      else tell(connection, events);
    }
  };

  /** Those who left while they were behind come back, if they do, with a reading of the store. */
  const forgetGone = (): void => {
    for (const connection of behind.keys()) if (!audience.isListening(connection)) behind.delete(connection);
  };

  const catchUp = (connection: Connection, rev: number): void => {
    behind.delete(connection);
    // What the ring no longer holds shows as a gap, and the client asks for it.
    const missed: DurableEvent[] = buffer.after(rev) ?? buffer.newest();
    if (missed.length > 0) tell(connection, missed);
  };

  const tell = (connection: Connection, events: ChatEvent[]): void =>
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
      // Who hears the room already was told some of it before the answer, and is told it again: the rest comes after that.
      const again =
        audience.isListening(connection) && !behind.has(connection) && connection.rooms.has(roomId);
      const told = again ? (buffer.after(rev) ?? []).filter((event) => event.rev <= toldRev) : [];
      if (told.length > 0) tell(connection, told);
      flush();
      uninformed.delete(connection);
      if (again) return;
      behind.delete(connection);
      const missed = buffer.after(rev) ?? [];
      if (connection.rooms.has(roomId)) {
        audience.listen(connection);
        if (missed.length > 0) tell(connection, missed);
        return;
      }
      // Removed between the reading and the answer: they hear of that, and of nothing else. What was said before it may have
      // been closed to them, and how far they might read is forgotten with their place.
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

const lastRev = (events: ChatEvent[]): number | undefined => {
  const last = events.findLast((event) => 'rev' in event);
  return last && 'rev' in last ? last.rev : undefined;
};

/** A change to a message from before somebody's time is not for them. */
const isHidden = (event: ChatEvent, visibleAfter: number): boolean =>
  'message' in event && event.message.seq <= visibleAfter;

const isPrivate = (event: ChatEvent): boolean => 'message' in event && event.message.to !== undefined;

/** Everybody for whom something private is among these; null when nothing is. */
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
