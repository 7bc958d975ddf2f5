import { isOpenCall, type CallLine, type CallOutcome } from '@chat/protocol';
import { callEnded, updateCallMessage, noCall, createCallMessage, callUpdatedEvent } from './call-message.ts';
import type { CallEndReason, ChangeOf } from '../contract/change.ts';
import type { StoredMessage } from '../contract/records.ts';
import { refuse, type Decision, type DecisionContext } from './decision.ts';

export const startCall = (context: DecisionContext, change: ChangeOf<'start-call'>): Decision => {
  const { actor, at, callId, media, callee, busy } = change;
  const begun: CallLine = { kind: media, callee, state: 'ringing' };
  const call: CallLine = busy ? { ...begun, state: 'ended', endedAt: at, outcome: 'busy' } : begun;
  return createCallMessage(context, {
    actor,
    at,
    callId,
    right: 'call:start',
    identity: { media, callee },
    content: { call },
  });
};

/** Exactly one of several devices that answer at once succeeds. */
export const answerCall = (context: DecisionContext, change: ChangeOf<'answer-call'>): Decision => {
  const found = callOf(context, change.callId);
  if (found === null || found.call.callee !== change.actor.id) return noCall();
  if (found.call.state === 'active')
    return refuse('conflict', 'the call was already answered', { reason: 'answered_elsewhere' });
  if (found.call.state === 'ended') return callEnded();
  const call: CallLine = { ...found.call, state: 'active', answeredAt: change.at };
  return updateCallMessage(context.head, found.stored, change.actor.id, { call });
};

/** An ended call never changes, even if it is ended again. */
export const endCall = (context: DecisionContext, change: ChangeOf<'end-call'>): Decision => {
  const { actor, at, callId, why, until = at } = change;
  const found = callOf(context, callId);
  if (found === null) return noCall();
  const { call, stored } = found;
  const { message } = stored;
  if (actor.id !== message.author.id && actor.id !== call.callee) return noCall();
  if (call.state === 'ended') return { kind: 'known', event: callUpdatedEvent(message, actor.id) };
  const outcome = outcomeOf(call, why, actor.id === call.callee);
  if (outcome === null)
    return refuse('conflict', 'the call was already answered', { reason: 'answered_elsewhere' });
  const { answeredAt } = call;
  const lasted = answeredAt === undefined || until === null ? null : Math.max(0, until - answeredAt);
  const ended: CallLine = {
    ...call,
    state: 'ended',
    endedAt: until ?? at,
    outcome,
    ...(lasted === null ? {} : { durationMs: lasted }),
  };
  return updateCallMessage(context.head, stored, actor.id, { call: ended });
};

/** Returns null if an answered call cannot end this way. */
const outcomeOf = ({ state }: CallLine, why: CallEndReason, byCallee: boolean): CallOutcome | null => {
  if (state === 'active') {
    if (why === 'lost') return 'lost';
    return why === 'hangup' || why === 'over' ? 'completed' : null;
  }
  if (why === 'hangup') return byCallee ? 'rejected' : 'cancelled';
  return why === 'rejected' || why === 'busy' ? why : 'missed';
};

interface FoundCall {
  stored: StoredMessage;
  call: CallLine;
}

const callOf = ({ view }: DecisionContext, callId: string): FoundCall | null => {
  const stored = view.message(callId);
  const call = stored?.message.call;
  return stored === null || call === undefined ? null : { stored, call };
};

/** Returns the call that has not ended among these messages, or null. */
export const findOpenCall = (messages: Iterable<StoredMessage>): StoredMessage | null =>
  [...messages].find(({ message }) => isOpenCall(message)) ?? null;
