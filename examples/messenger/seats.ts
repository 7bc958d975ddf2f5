// The rooms that one old front end receives. It gets one-to-one messages without joining: this code joins a
// direct room for it when the first message arrives.
import type { Caller, Message, RoomSummary } from '@chat/server';
import { asMessage, audienceOf, isShown, type Audience } from './shapes.ts';

/** A room that the front end is in. */
interface Seat {
  audience: Promise<Audience>;
  /** Replies that are still streaming. */
  growing: Set<string>;
}

export interface Seats {
  rooms: Map<string, Seat>;
  /** Rooms that it is joining. */
  entering: Map<string, Promise<void>>;
  /** The `seq` up to which it has received each direct room. */
  heard: Map<string, number>;
  /** Calls that it was notified of. */
  rung: Set<string>;
}

export type OldCaller = Caller<Seats>;

export const noSeats = (): Seats => ({
  rooms: new Map(),
  entering: new Map(),
  heard: new Map(),
  rung: new Set(),
});

/**
 * A connection may be in fifty rooms; the least recently used ones are left, and joined again with their next
 * message.
 */
const mostDirect = 30;

/** The beginning of files' addresses, as this front end reaches the server. */
export const originOf = ({ headers }: Pick<OldCaller, 'headers'>): string => {
  const scheme = String(headers['x-forwarded-proto'] ?? 'http').split(',')[0];
  return `${scheme}://${headers.host ?? 'localhost'}`;
};

const emitMessage = async (caller: OldCaller, message: Message): Promise<void> => {
  const { rooms, heard } = caller.state;
  heard.set(message.roomId, Math.max(message.seq, heard.get(message.roomId) ?? 0));
  const seat = rooms.get(message.roomId);
  if (!seat) return;
  caller.emit('chat message', await asMessage(message, await seat.audience, caller.call, originOf(caller)));
};

/** Sends a new or changed message; a streamed reply is sent when it is complete. */
export const tellMessage = async (caller: OldCaller, message: Message, isNew: boolean): Promise<void> => {
  const growing = caller.state.rooms.get(message.roomId)?.growing;
  if (isNew && message.streamsUntil !== undefined) return void growing?.add(message.id);
  if (!isShown(message) || (!isNew && growing?.delete(message.id) !== true)) return;
  await emitMessage(caller, message);
};

const leaveOldest = async (caller: OldCaller): Promise<void> => {
  const { rooms } = caller.state;
  const direct = [...rooms.keys()].filter((id) => id.startsWith('direct:'));
  const [oldest] = direct;
  if (oldest === undefined || direct.length < mostDirect) return;
  rooms.delete(oldest);
  await caller.call('room:leave', { roomId: oldest, keep: true });
};

const sit = async (caller: OldCaller, roomId: string): Promise<void> => {
  const { rooms, heard } = caller.state;
  await leaveOldest(caller);
  const { messages, room } = await caller.call('room:join', { roomId });
  rooms.set(roomId, { audience: audienceOf(caller.call, roomId), growing: new Set() });
  // Also for a new group. For all others the front end reads the history itself.
  const isNew = heard.get(roomId) === 0;
  if (room.type !== 'direct' && !isNew) return;
  const from = heard.get(roomId) ?? 0;
  for (const message of messages) if (message.seq > from) await tellMessage(caller, message, true);
};

/** Joins the room and sends the one-to-one messages since the front end connected. */
export const enter = async (caller: OldCaller, roomId: string): Promise<void> => {
  const { rooms, entering } = caller.state;
  if (rooms.has(roomId)) return;
  const pending =
    entering.get(roomId) ?? sit(caller, roomId).finally(() => caller.state.entering.delete(roomId));
  entering.set(roomId, pending);
  await pending;
};

/** Starts following direct rooms and new groups. */
export const listen = async (caller: OldCaller): Promise<void> => {
  for (let after: string | undefined, hasMore = true; hasMore;) {
    const page = await caller.call('room:list', {
      limit: 100,
      ...(after === undefined ? {} : { after }),
    });
    for (const { room, lastMessage } of page.rooms)
      if (!caller.state.heard.has(room.id))
        caller.state.heard.set(room.id, lastMessage?.seq ?? (room.type === 'direct' ? 0 : -1));
    after = page.rooms.at(-1)?.room.id;
    hasMore = page.hasMore && after !== undefined;
  }
};

/** Handles a change of a room that the front end may not have joined yet. */
export const roomChanged = async (
  caller: OldCaller,
  { room: { id, type }, lastMessage, invitation }: RoomSummary,
): Promise<void> => {
  if (type !== 'direct') {
    // A new group of this user: it receives all its messages.
    if (invitation || caller.state.heard.has(id)) return;
    caller.state.heard.set(id, 0);
    return enter(caller, id);
  }
  if ((lastMessage?.seq ?? 0) <= (caller.state.heard.get(id) ?? 0)) return;
  await enter(caller, id);
};

/** Members changed: reads the audience again. */
export const peopleChanged = (caller: OldCaller, roomId: string): void => {
  const seat = caller.state.rooms.get(roomId);
  if (seat) seat.audience = audienceOf(caller.call, roomId);
};
