// The rooms that one old front end hears. It hears whoever writes to it alone without having asked: it is in those rooms as soon
// as something is said there.
import type { Caller, Message, RoomSummary } from '@chat/server';
import { asMessage, audienceOf, isShown, type Audience } from './shapes.ts';

/** A room that it is in. */
interface Seat {
  audience: Promise<Audience>;
  /** Answers that still grow. */
  growing: Set<string>;
}

export interface Seats {
  rooms: Map<string, Seat>;
  /** In which rooms it is about to be. */
  entering: Map<string, Promise<void>>;
  /** Up to where it has heard the rooms of two. */
  heard: Map<string, number>;
  /** Calls that it was told of. */
  rung: Set<string>;
}

export type OldCaller = Caller<Seats>;

export const noSeats = (): Seats => ({
  rooms: new Map(),
  entering: new Map(),
  heard: new Map(),
  rung: new Set(),
});

/** A connection may be in fifty rooms; those that nobody has written in for longest are left to be told of again. */
const mostDirect = 30;

/** Where addresses of files begin, as this front end reached the server. */
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

/** A new message, or one that has changed: an answer is told once it is whole. */
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
  // Of a group that is new, too. Of others the front end reads what was said before.
  const isNew = heard.get(roomId) === 0;
  if (room.type !== 'direct' && !isNew) return;
  const from = heard.get(roomId) ?? 0;
  for (const message of messages) if (message.seq > from) await tellMessage(caller, message, true);
};

/** Is in the room from now on. What was said to it alone since it came is told. */
export const enter = async (caller: OldCaller, roomId: string): Promise<void> => {
  const { rooms, entering } = caller.state;
  if (rooms.has(roomId)) return;
  const pending =
    entering.get(roomId) ?? sit(caller, roomId).finally(() => caller.state.entering.delete(roomId));
  entering.set(roomId, pending);
  await pending;
};

/** Hears of its rooms of two, and of groups that are made, from now on. */
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

/** Something was said in a room that it may not be in yet. */
export const roomChanged = async (
  caller: OldCaller,
  { room: { id, type }, lastMessage, invitation }: RoomSummary,
): Promise<void> => {
  if (type !== 'direct') {
    // A group that it was just made a member of: it hears it from the first message on.
    if (invitation || caller.state.heard.has(id)) return;
    caller.state.heard.set(id, 0);
    return enter(caller, id);
  }
  if ((lastMessage?.seq ?? 0) <= (caller.state.heard.get(id) ?? 0)) return;
  await enter(caller, id);
};

/** People came or went: who a message is to is read anew. */
export const peopleChanged = (caller: OldCaller, roomId: string): void => {
  const seat = caller.state.rooms.get(roomId);
  if (seat) seat.audience = audienceOf(caller.call, roomId);
};
