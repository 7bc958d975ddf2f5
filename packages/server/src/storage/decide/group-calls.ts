import type { GroupCallLine, GroupCallSeat, User } from '@chat/protocol';
import { callEnded, updateCallMessage, noCall, createCallMessage, callUpdatedEvent } from './call-message.ts';
import type { ChangeOf } from '../contract/change.ts';
import type { Head, StoredMessage } from '../contract/records.ts';
import { toUserSnapshot } from './author.ts';
import { afterLeaving, withConsent } from './group-call-states.ts';
import { refuseWithoutRight, refuse, type Decision, type DecisionContext, type View } from './decision.ts';

export const startGroupCall = (context: DecisionContext, change: ChangeOf<'start-group-call'>): Decision => {
  const { actor, at, callId, media, device } = change;
  const refuseDirect = () => refuse('conflict', 'a direct room has no group calls', { reason: 'only_two' });
  return createCallMessage(context, {
    actor,
    at,
    callId,
    right: 'groupcall:start',
    identity: { media, group: true },
    precheck: () => (context.head.room.type === 'direct' ? refuseDirect() : null),
    content: { groupCall: { kind: media, state: 'active', seats: [seatOf(actor, device, at)], most: 1 } },
  });
};

const seatOf = (user: User, device: string, joinedAt: number): GroupCallSeat => {
  const { id: userId, ...shown } = toUserSnapshot(user);
  return { userId, ...shown, device, joinedAt };
};

/** Each user has one seat, up to the maximum. A user who is already in the call moves to this device. */
export const joinGroupCall = (context: DecisionContext, change: ChangeOf<'join-group-call'>): Decision => {
  const { view, head } = context;
  const { actor, at, callId, device, most, allowRecording } = change;
  const found = groupCallIn(view, callId);
  if (found === null) return noCall();
  const { call, stored } = found;
  if (call.state === 'ended') return callEnded();
  const refused = refuseWithoutRight(context, 'groupcall:join', at);
  if (refused !== null) return refused;
  const mine = call.seats.find(({ userId }) => userId === actor.id);
  if (mine?.device === device) return { kind: 'known', event: callUpdatedEvent(stored.message, actor.id) };
  if (call.seats.some((seat) => seat.device === device))
    return refuse('conflict', 'another participant uses this device name', { field: 'device' });
  if (!mine && call.seats.length >= most)
    return refuse('conflict', `a call has at most ${most} participants`, { reason: 'call_full' });
  const { recording } = call;
  if (!mine && recording?.startedAt !== undefined && !allowRecording)
    return refuse('conflict', 'the call is being recorded: join with allowRecording', {
      reason: 'recording',
    });
  const seats = mine
    ? call.seats.map((seat) => (seat === mine ? { ...mine, device } : seat))
    : [...call.seats, seatOf(actor, device, at)];
  const joined: GroupCallLine = { ...call, seats, most: Math.max(call.most, seats.length) };
  // The page that recorded is not in the call any more.
  const isRecorderGone = mine !== undefined && recording?.userId === actor.id;
  const groupCall = allowRecording && recording ? withConsent(joined, recording, actor.id, at) : joined;
  if (isRecorderGone) delete groupCall.recording;
  return updateCallMessage(head, found.stored, actor.id, { groupCall });
};

/**
 * Checks no rights: a seat is freed whatever happened to its user. The call ends with its last participant,
 * or at once with `userId: null`. With `device`, only a seat of that device is freed.
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
  if (call.state === 'ended' || isSame)
    return { kind: 'known', event: callUpdatedEvent(stored.message, actor.id) };
  if (seats.length > 0)
    return updateCallMessage(head, stored, actor.id, { groupCall: afterLeaving({ ...call, seats }, at) });
  const lasted = until === null ? {} : { durationMs: Math.max(0, until - stored.message.createdAt) };
  const { recording: _, ...line } = call;
  const ended: GroupCallLine = { ...line, state: 'ended', seats, endedAt: until ?? at, ...lasted };
  return updateCallMessage(head, stored, actor.id, { groupCall: ended });
};

export interface Found {
  stored: StoredMessage;
  call: GroupCallLine;
}

export const groupCallIn = (view: View, callId: string): Found | null => {
  const stored = view.message(callId);
  const call = stored?.message.groupCall;
  return stored === null || call === undefined ? null : { stored, call };
};
