import type { GroupCallLine, GroupCallRecording } from '@chat/protocol';
import { callEnded, callUpdatedEvent, noCall, updateCallMessage } from './call-message.ts';
import type { ChangeOf } from '../contract/change.ts';
import { refuse, refuseWithoutRight, type Decision, type DecisionContext } from './decision.ts';

/** Raises or lowers a hand. Lowering the hand of another user needs the right to end the call. */
export const raiseHand = (context: DecisionContext, change: ChangeOf<'raise-hand'>): Decision => {
  const { actor, at, callId, userId, raised } = change;
  const stored = context.view.message(callId);
  const call = stored?.message.groupCall;
  if (!stored || !call) return noCall();
  if (call.state === 'ended') return callEnded();
  if (userId !== actor.id) {
    const refused = refuseWithoutRight(context, 'groupcall:end', at);
    if (refused !== null) return refused;
    if (raised) return refuse('forbidden', 'users raise their hands themselves');
  }
  const seat = call.seats.find((each) => each.userId === userId);
  if (!seat) return notInCall();
  if ((seat.handRaisedAt !== undefined) === raised)
    return { kind: 'known', event: callUpdatedEvent(stored.message, actor.id) };
  const { handRaisedAt: _, ...lowered } = seat;
  const changed = raised ? { ...lowered, handRaisedAt: at } : lowered;
  const seats = call.seats.map((each) => (each === seat ? changed : each));
  return updateCallMessage(context.head, stored, actor.id, { groupCall: { ...call, seats } });
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
export const withConsent = (
  call: GroupCallLine,
  recording: GroupCallRecording,
  userId: string,
  at: number,
): GroupCallLine =>
  afterLeaving({ ...call, recording: { ...recording, allowed: [...recording.allowed, userId] } }, at);

/**
 * Ends the recording of a participant who has left; starts one if all who are left have allowed it.
 */
export const afterLeaving = (call: GroupCallLine, at: number): GroupCallLine => {
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

const notInCall = (): Decision =>
  refuse('conflict', 'the user is not in this call', { reason: 'not_joined' });
