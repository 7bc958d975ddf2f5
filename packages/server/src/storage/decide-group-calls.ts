import type { DurableEvent, GroupCallLine, GroupCallSeat, Message, User } from '@chat/protocol';
import type { ChangeOf } from './change.ts';
import { fingerprint } from './fingerprint.ts';
import type { Head, StoredMessage } from './record.ts';
import { gate, refuse, type Decision, type Situation, type View } from './situation.ts';

export const startGroupCall = (situation: Situation, change: ChangeOf<'start-group-call'>): Decision => {
  const { view, head } = situation;
  const { actor, at, callId, media, device } = change;
  const content = { id: callId, kind: 'call' as const, text: '', attachments: [], mentions: [] };
  const print = fingerprint({ ...content, data: { media, group: true } });
  const stored = view.message(callId);
  if (stored !== null) {
    const same = stored.message.author.id === actor.id && stored.fingerprint === print;
    return same ? { kind: 'known', event: created(stored.message) } : idReused();
  }
  if (head.room.type === 'direct') return refuse('conflict', 'this room is of two', { reason: 'only_two' });
  const refused = gate(situation, 'groupcall:start', at);
  if (refused !== null) return refused;
  if (view.openCall() !== null)
    return refuse('conflict', 'there is a call in this room', { reason: 'call_exists' });
  const rev = head.rev + 1;
  const message: Message = {
    ...content,
    roomId: head.room.id,
    seq: head.seq + 1,
    rev,
    author: { ...shownAs(actor), ...(actor.bot ? { bot: true as const } : {}) },
    reactions: [],
    createdAt: at,
    groupCall: { kind: media, state: 'active', seats: [seatOf(actor, device, at)], most: 1 },
  };
  return {
    kind: 'write',
    head: { ...head, seq: message.seq, rev },
    event: created(message),
    message: { message, fingerprint: print },
    members: [],
  };
};

const idReused = (): Decision =>
  refuse('conflict', 'a message of this id exists with other content', { reason: 'id_reused', field: 'id' });

const shownAs = ({ id, name, avatarUrl }: User) => ({
  id,
  name,
  ...(avatarUrl === undefined ? {} : { avatarUrl }),
});

const seatOf = (user: User, device: string, joinedAt: number): GroupCallSeat => {
  const { id: userId, ...shown } = shownAs(user);
  return { userId, ...shown, device, joinedAt };
};

/** One place for each person, and never more people than it takes. Who is in it already comes with this device instead. */
export const joinGroupCall = (situation: Situation, change: ChangeOf<'join-group-call'>): Decision => {
  const { view, head } = situation;
  const { actor, at, callId, device, most } = change;
  const found = groupCallIn(view, callId);
  if (found === null) return noCall();
  const { call, stored } = found;
  if (call.state === 'ended') return refuse('conflict', 'the call has ended', { reason: 'call_ended' });
  const refused = gate(situation, 'groupcall:join', at);
  if (refused !== null) return refused;
  const mine = call.seats.find(({ userId }) => userId === actor.id);
  if (mine?.device === device) return { kind: 'known', event: updated(stored.message, actor.id) };
  if (call.seats.some((seat) => seat.device === device))
    return refuse('conflict', 'somebody else is in the call by this name of a device', { field: 'device' });
  if (!mine && call.seats.length >= most)
    return refuse('conflict', `a call is for at most ${most} people`, { reason: 'call_full' });
  const seats = mine
    ? call.seats.map((seat) => (seat === mine ? { ...mine, device } : seat))
    : [...call.seats, seatOf(actor, device, at)];
  return changed(head, found, actor.id, { ...call, seats, most: Math.max(call.most, seats.length) });
};

/**
 * Nobody's rights are asked: a place empties whatever became of who had it. With the last the call ends, and with `userId: null`
 * for all. `device`: only if they are still there with this one.
 */
export const leaveGroupCall = (
  view: View,
  head: Head,
  { actor, at, callId, userId, device, until = at }: ChangeOf<'leave-group-call'>,
): Decision => {
  const found = groupCallIn(view, callId);
  if (found === null) return noCall();
  const { call, stored } = found;
  const goes = (seat: GroupCallSeat): boolean =>
    userId === null || (seat.userId === userId && (device === undefined || seat.device === device));
  const seats = call.seats.filter((seat) => !goes(seat));
  const isSame = seats.length === call.seats.length && userId !== null;
  if (call.state === 'ended' || isSame) return { kind: 'known', event: updated(stored.message, actor.id) };
  if (seats.length > 0) return changed(head, found, actor.id, { ...call, seats });
  const lasted = until === null ? {} : { durationMs: Math.max(0, until - stored.message.createdAt) };
  return changed(head, found, actor.id, { ...call, state: 'ended', seats, endedAt: until ?? at, ...lasted });
};

interface Found {
  stored: StoredMessage;
  call: GroupCallLine;
}

const groupCallIn = (view: View, callId: string): Found | null => {
  const stored = view.message(callId);
  const call = stored?.message.groupCall;
  return stored === null || call === undefined ? null : { stored, call };
};

const changed = (head: Head, { stored }: Found, by: string, groupCall: GroupCallLine): Decision => {
  const rev = head.rev + 1;
  const message: Message = { ...stored.message, rev, groupCall };
  return {
    kind: 'write',
    head: { ...head, rev },
    event: updated(message, by),
    message: { ...stored, message },
    members: [],
  };
};

const told = (message: Message) => ({ roomId: message.roomId, rev: message.rev, message });
const created = (message: Message): DurableEvent => ({ type: 'message:created', ...told(message) });
const updated = (message: Message, by: string): DurableEvent => ({
  type: 'message:updated',
  ...told(message),
  by,
  change: 'call',
});

const noCall = (): Decision => refuse('not_found', 'no such call');
