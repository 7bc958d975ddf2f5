import type { CallKind, CallLine, CallParty, Limits, Message, RoomCall, User } from '@chat/protocol';
import type { Connection } from '../connections/connection.ts';
import type { CallEndReason } from '../storage/contract/change.ts';

/** A device in a call, or about to join one, and its connection. */
export interface Device {
  name?: string | undefined;
  connection: Connection;
}

/** The seat of one of the two users. */
export interface Seat {
  user: User;
  device?: string | undefined;
  connection?: Connection | undefined;
  /** The node where the device is connected, if it is another one, and when it last reported that. */
  there?: string | undefined;
  seenAt?: number;
  /** When the last connection ended, ms since the epoch. */
  awaySince?: number | undefined;
  /** When the connection ended is unknown, because the server was down. */
  unsure?: boolean;
  recording: boolean;
}

/** A call as this process holds it. Its durable state is in its message. */
export interface LiveCall {
  id: string;
  roomId: string;
  line: CallLine;
  startedAt: number;
  caller: Seat;
  callee: Seat;
  /** The message is not committed yet. */
  starting?: boolean;
  /** The first device that answers, while its answer is committed. */
  answering?: Device | undefined;
  timer?: NodeJS.Timeout | undefined;
}

const partyOf = ({ user, device, awaySince, recording }: Seat): CallParty => ({
  userId: user.id,
  name: user.name,
  ...(device === undefined ? {} : { device }),
  ...(awaySince === undefined ? {} : { away: true as const }),
  ...(recording ? { recording: true as const } : {}),
});

/** Returns the call as both users see it. */
export const toRoomCall = ({ id, roomId, line, startedAt, caller, callee }: LiveCall): RoomCall => {
  const { kind, state, answeredAt, endedAt, outcome } = line;
  return {
    id,
    roomId,
    kind,
    state,
    caller: partyOf(caller),
    callee: partyOf(callee),
    startedAt,
    ...(answeredAt === undefined ? {} : { answeredAt }),
    ...(endedAt === undefined ? {} : { endedAt }),
    ...(outcome === undefined ? {} : { outcome }),
  };
};

const seatOf = (user: User): Seat => ({ user, recording: false });

/** Returns the call of a message, with no device in it yet. */
export const callOfMessage = (message: Message, line: CallLine, callee: User): LiveCall => {
  const { id, roomId, author, createdAt } = message;
  return { id, roomId, line, startedAt: createdAt, caller: seatOf(author), callee: seatOf(callee) };
};

/** Gives the seat to a device. A REST request is not one: it ends with its response. */
export const seat = (place: Seat, { name, connection }: Device, now: number): void => {
  const lasts = connection.kind !== 'http' && !connection.ended;
  const device = name ?? (lasts ? connection.id : undefined);
  if (device !== place.device) place.recording = false;
  place.device = device;
  place.connection = lasts ? connection : undefined;
  place.there = undefined;
  place.awaySince = lasts ? undefined : (place.awaySince ?? now);
  if (lasts) place.unsure = false;
};

/** A call to start: its users and its kind. */
export interface NewCall {
  id: string;
  kind: CallKind;
  caller: User;
  callee: User;
  device: Device;
}

export const newCall = (
  roomId: string,
  { id, kind, caller, callee, device }: NewCall,
  startedAt: number,
): LiveCall => {
  const line: CallLine = { kind, callee: callee.id, state: 'ringing' };
  const call: LiveCall = { id, roomId, line, startedAt, caller: seatOf(caller), callee: seatOf(callee) };
  // A caller by REST or through an old vocabulary has no device yet and does not time out before the call is
  // answered.
  const { kind: way, dialect } = device.connection;
  if (way === 'http' || (dialect && device.name === undefined)) call.caller.device = device.name;
  else seat(call.caller, device, startedAt);
  return call;
};

/** When a call ends by itself unless something happens, and until when it counts as connected. */
export interface Lapse {
  at: number;
  why: CallEndReason;
  until?: number | null;
}

export const lapseOf = (
  { line, startedAt, caller, callee }: LiveCall,
  { callRingMs, callGraceMs }: Pick<Limits, 'callRingMs' | 'callGraceMs'>,
): Lapse | null => {
  const lapses: Lapse[] = [];
  const ringing = line.state === 'ringing';
  if (ringing) lapses.push({ at: startedAt + callRingMs, why: 'timeout' });
  for (const { awaySince, unsure } of ringing ? [caller] : [caller, callee])
    if (awaySince !== undefined)
      lapses.push({ at: awaySince + callGraceMs, why: 'lost', until: unsure ? null : awaySince });
  return lapses.reduce<Lapse | null>((first, each) => (first && first.at <= each.at ? first : each), null);
};
