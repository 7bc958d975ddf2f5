import type { CallKind, CallLine, CallParty, Limits, Message, RoomCall, User } from '@chat/protocol';
import type { Connection } from '../connections/connection.ts';
import type { CallEnd } from '../storage/contract/change.ts';

/** What is, or is about to be, in a call: a page that names itself, and how it is reached. */
export interface Device {
  name?: string | undefined;
  connection: Connection;
}

/** The place of one of the two. */
export interface Seat {
  user: User;
  device?: string | undefined;
  connection?: Connection | undefined;
  /** The node where it is connected, if that is another one, and when that was last said. */
  there?: string | undefined;
  seenAt?: number;
  /** Since when nothing is connected there, ms since the epoch. */
  awaySince?: number | undefined;
  /** Nobody knows since when: the server was down meanwhile. */
  unsure?: boolean;
  recording: boolean;
}

/** A call as this process holds it. What lasts of it is what its message says. */
export interface LiveCall {
  id: string;
  roomId: string;
  line: CallLine;
  startedAt: number;
  caller: Seat;
  callee: Seat;
  /** Its message is not committed yet. */
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

/** The call as both see it. */
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

/** The call that a message tells of, with nobody in it yet. */
export const callOfMessage = (message: Message, line: CallLine, callee: User): LiveCall => {
  const { id, roomId, author, createdAt } = message;
  return { id, roomId, line, startedAt: createdAt, caller: seatOf(author), callee: seatOf(callee) };
};

/** Gives the place to a device. A REST request is none: it is gone once it is answered. */
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

/** Who calls whom, and with what. */
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
  // Who calls by REST, or in an old vocabulary, is nowhere yet, and is not missed before somebody answers.
  const { kind: way, dialect } = device.connection;
  if (way === 'http' || (dialect && device.name === undefined)) call.caller.device = device.name;
  else seat(call.caller, device, startedAt);
  return call;
};

/** When a call ends by itself unless something happens, and how long they talked then. */
export interface Lapse {
  at: number;
  why: CallEnd;
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
