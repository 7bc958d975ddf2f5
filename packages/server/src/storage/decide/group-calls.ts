import type { GroupCallLine, GroupCallRecording, GroupCallSeat, User } from '@chat/protocol';
import {
  callEnded,
  updateCallMessage,
  noCall,
  notInCall,
  createCallMessage,
  callUpdatedEvent,
} from './call-message.ts';
import type { ChangeOf } from '../contract/change.ts';
import type { Head, StoredMessage } from '../contract/records.ts';
import { toUserSnapshot } from './author.ts';
import { lowered, raisedAtOf, withHand } from './live/hands.ts';
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
    content: {
      groupCall: { kind: media, state: 'active', seats: [seatOf(context.view, actor, device, at)], most: 1 },
    },
  });
};

/** A hand that is raised in the room is raised in the call, too. */
const seatOf = (view: View, user: User, device: string, joinedAt: number): GroupCallSeat => {
  const { id: userId, ...shown } = toUserSnapshot(user);
  return withHand({ userId, ...shown, device, joinedAt }, raisedAtOf(view, userId));
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
    : [...call.seats, seatOf(view, actor, device, at)];
  const joined: GroupCallLine = { ...call, seats, most: Math.max(call.most, seats.length) };
  // The page that recorded is not in the call any more.
  const isRecorderGone = mine !== undefined && recording?.userId === actor.id;
  const groupCall = allowRecording && recording ? withConsent(joined, recording, actor.id, at) : joined;
  if (isRecorderGone) delete groupCall.recording;
  return updateCallMessage(head, found.stored, actor.id, { groupCall });
};

/**
 * Checks no rights: a seat is freed whatever happened to its user. The call ends with its last participant,
 * or at once with `userId: null`. With `device`, only a seat of that device is freed. Leaving lowers the hand.
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
  const records = lowered(
    call.seats.filter((seat) => goes(seat) && seat.handRaisedAt !== undefined).map((seat) => seat.userId),
  );
  const write = (groupCall: GroupCallLine): Decision => {
    const updated = updateCallMessage(head, stored, actor.id, { groupCall });
    return updated.kind === 'write' ? { ...updated, records } : updated;
  };
  if (seats.length > 0) return write(afterLeaving({ ...call, seats }, at));
  const lasted = until === null ? {} : { durationMs: Math.max(0, until - stored.message.createdAt) };
  const { recording: _, ...line } = call;
  return write({ ...line, state: 'ended', seats, endedAt: until ?? at, ...lasted });
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

/**
 * A recording starts when all other participants have allowed it. One refusal, or time without an answer, ends the
 * question; leaving is no answer.
 */
export const recordGroupCall = (
  context: DecisionContext,
  change: ChangeOf<'record-group-call'>,
): Decision => {
  const { actor, at, callId, action, consentMs } = change;
  const stored = context.view.message(callId);
  const call = stored?.message.groupCall;
  if (!stored || !call) return noCall();
  if (call.state === 'ended') return callEnded();
  const { recording } = call;
  const known = (): Decision => ({ kind: 'known', event: callUpdatedEvent(stored.message, actor.id) });
  const write = (groupCall: GroupCallLine): Decision =>
    updateCallMessage(context.head, stored, actor.id, { groupCall });
  if (action === 'stop') {
    if (!recording) return known();
    const refused = recording.userId === actor.id ? null : refuseWithoutRight(context, 'groupcall:end', at);
    return refused ?? write(withoutRecording(call));
  }
  if (!call.seats.some(({ userId }) => userId === actor.id)) return notInCall();
  const isOpen = recording !== undefined && (recording.startedAt !== undefined || at <= recording.expiresAt);
  if (action === 'ask') {
    if (isOpen)
      return recording.userId === actor.id
        ? known()
        : refuse('conflict', 'another participant records this call', { reason: 'recording' });
    const refused = refuseWithoutRight(context, 'file:upload', at);
    if (refused !== null) return refused;
    const asked: GroupCallRecording = {
      userId: actor.id,
      name: actor.name,
      askedAt: at,
      expiresAt: at + consentMs,
      allowed: [],
    };
    return write(afterLeaving({ ...call, recording: asked }, at));
  }
  if (!isOpen || recording.userId === actor.id)
    return refuse('conflict', 'nobody asks to record this call', { reason: 'not_asked' });
  if (recording.allowed.includes(actor.id) && action === 'allow') return known();
  if (recording.startedAt !== undefined) return known();
  return write(action === 'allow' ? withConsent(call, recording, actor.id, at) : withoutRecording(call));
};

/** Adds the consent of one participant. */
const withConsent = (
  call: GroupCallLine,
  recording: GroupCallRecording,
  userId: string,
  at: number,
): GroupCallLine =>
  afterLeaving({ ...call, recording: { ...recording, allowed: [...recording.allowed, userId] } }, at);

/**
 * Ends a recording when its participant leaves. Starts a requested one once all others have allowed it.
 */
const afterLeaving = (call: GroupCallLine, at: number): GroupCallLine => {
  const { recording, seats } = call;
  if (!recording) return call;
  if (!seats.some(({ userId }) => userId === recording.userId)) return withoutRecording(call);
  const allowed = recording.allowed.filter((userId) => seats.some((seat) => seat.userId === userId));
  const isAllowed = seats.every(({ userId }) => userId === recording.userId || allowed.includes(userId));
  const startedAt = recording.startedAt ?? (isAllowed && at <= recording.expiresAt ? at : undefined);
  return {
    ...call,
    recording: { ...recording, allowed, ...(startedAt === undefined ? {} : { startedAt }) },
  };
};

const withoutRecording = (line: GroupCallLine): GroupCallLine => {
  const { recording: _, ...call } = line;
  return call;
};
