import type { ChatEvent, Message, Reply, RoomSnapshot } from '@chat/protocol';
import type { Connection } from '../../packages/server/src/connections/connection.ts';
import { checkHeld } from './approvals.ts';
import { checkBlockedEvent, checkReached, forgetBlocks, noteArrival } from './blocks.ts';
import { checkCallEvent } from './calls.ts';
import type { Ledger } from './ledger.ts';
import { checkLobbyEvent, isClosedByLobby } from './lobby.ts';
import { checkPersonalEvent, isPersonal } from './personal-events.ts';
import type { Report } from './report.ts';
import { secretsIn } from './secrets.ts';

/** Looks at everything that leaves a server, at the moment it leaves. */
export interface Watch {
  events(connection: Connection, events: ChatEvent[]): void;
  /** A command has reached a server. */
  asked(input: unknown): void;
  answer(connection: Connection, command: string, input: unknown, reply: Reply<unknown>): void;
  /** Acknowledged messages by id, as long as the store has not been taken back to before them. */
  readonly acked: Map<string, Message>;
  /** The store has been restored: what it no longer has was not ours to keep. */
  restored(): void;
}

/** The subject of an event, for any type of change. */
const recordOf = (event: ChatEvent): string | undefined => {
  if ('message' in event) return JSON.stringify(event.message);
  if ('member' in event) return JSON.stringify(event.member);
  return 'room' in event ? JSON.stringify(event.room) : event.type;
};

/** The last `rev` that one connection got of a room, or that it is out. */
type Place = { lastRev: number } | 'out';

/** `several`: nodes, which tell what others have committed as they find it. */
export const createWatch = (
  ledger: Ledger,
  report: Report,
  several: () => boolean,
  now: () => number,
): Watch => {
  const acked = new Map<string, Message>();
  const places = new WeakMap<Connection, Map<string, Place>>();
  const checked = new WeakSet<ChatEvent>();

  const placesOf = (connection: Connection): Map<string, Place> => {
    const known = places.get(connection) ?? new Map<string, Place>();
    places.set(connection, known);
    return known;
  };

  /** A durable event is sent once it is stored, and not before. */
  const isDurable = (event: ChatEvent & { rev: number }): void => {
    if (checked.has(event)) return;
    checked.add(event);
    const stored = ledger.room(event.roomId).events[event.rev - 1];
    if (stored === undefined)
      return report(`events: ${event.type} ${event.rev} is told before it is durable`);
    if (event.type === 'skip') return;
    const same = several()
      ? recordOf(stored) === recordOf(event)
      : JSON.stringify(stored) === JSON.stringify(event);
    if (!same) report(`events: ${event.type} ${event.rev} is told otherwise than it is stored`);
  };

  const look = (connection: Connection, event: ChatEvent): void => {
    if (event.type === 'call:changed' || event.type === 'call:signal')
      return checkCallEvent(ledger, connection.user.id, event, report);
    const { user } = connection;
    const { roomId } = event;
    if (event.type === 'blocked:changed') checkBlockedEvent(ledger, user.id, event, report);
    // Of the list of rooms, which goes on outside of them.
    if (event.type === 'room:changed' || event.type === 'room:removed') return;
    if (event.type === 'lobby:changed') return checkLobbyEvent(ledger.room(roomId), user.id, event, report);
    if (isPersonal(event)) return checkPersonalEvent(ledger.room(roomId), user.id, event, report);
    const who = `${user.id} (${connection.id}) in ${roomId}`;
    const known = placesOf(connection);
    const place = known.get(roomId);
    if (place === undefined) return report(`events: ${who} is told ${event.type} without having joined`);
    if (place === 'out') return report(`events: ${who} is told ${event.type} after their removal`);
    if (!('rev' in event)) return;
    isDurable(event);
    if (event.rev <= place.lastRev) report(`events: ${who} is told rev ${event.rev} after ${place.lastRev}`);
    const closedAt = ledger.closedTo(roomId, user.id);
    // On another node, the change that turned a lobby on may be known later; numbers alone tell nothing.
    const isEmpty = event.type === 'skip' && isClosedByLobby(ledger.room(roomId), user.id);
    if (closedAt !== null && event.rev > closedAt && !isEmpty)
      report(`events: ${who} is told rev ${event.rev}, removed at ${closedAt}`);
    place.lastRev = event.rev;
    if (event.type === 'member:left' && event.userId === user.id) known.set(roomId, 'out');
  };

  const isTheirs = ({ user }: Connection, what: string, given: unknown): void => {
    for (const { id, text } of secretsIn(given, user.id))
      report(`private: ${user.id} is given ${id} '${text}' by ${what}`);
    checkHeld(ledger.rooms(), user.id, given, report);
  };

  const mayRead = (connection: Connection, roomId: string, messages: Message[]): void => {
    const closedAt = ledger.closedTo(roomId, connection.user.id);
    if (closedAt === null) return;
    const newest = Math.max(0, ...messages.map(({ rev }) => rev));
    if (newest > closedAt)
      report(`answers: ${connection.user.id} reads rev ${newest} of ${roomId}, removed at ${closedAt}`);
  };

  const ackSend = (connection: Connection, message: Message): void => {
    const created = ledger.room(message.roomId).created.get(message.id);
    if (created === undefined) {
      if (!ledger.pruned.has(message.id)) report(`answers: '${message.text}' is acked before it is durable`);
      return;
    }
    if (created.author.id !== connection.user.id) report(`answers: ${message.id} is acked to another author`);
    acked.set(message.id, created);
  };

  return {
    acked,
    events: (connection, events) => {
      isTheirs(connection, 'an event', events);
      for (const event of events) look(connection, event);
    },
    asked: (input) => noteArrival(ledger, input, now()),
    answer: (connection, command, input, reply) => {
      if (!reply.ok) return;
      checkReached(ledger, connection.user.id, command, input, report);
      isTheirs(connection, command, reply.value);
      if (command === 'message:send') ackSend(connection, reply.value as Message);
      const { roomId } = (input ?? {}) as { roomId?: string };
      if (roomId === undefined) return;
      if (command === 'room:join') {
        const { messages } = reply.value as RoomSnapshot;
        placesOf(connection).set(roomId, { lastRev: 0 });
        mayRead(connection, roomId, messages);
      }
      if (command === 'message:list')
        mayRead(connection, roomId, (reply.value as { messages: Message[] }).messages);
    },
    restored: () => {
      for (const [id, { roomId }] of acked) if (!ledger.room(roomId).created.has(id)) acked.delete(id);
      forgetBlocks(ledger);
    },
  };
};
