import { isOpenCall, type CallLine, type CallOutcome } from '@chat/protocol';
import { callEnded, updateCallMessage, noCall, createCallMessage, callUpdatedEvent } from './call-message.ts';
import type { CallEndReason, ChangeOf } from '../contract/change.ts';
import type { StoredMessage } from '../contract/records.ts';
import { refuse, type Decision, type DecisionContext } from './decision.ts';

export const startCall = (situation: DecisionContext, change: ChangeOf<'start-call'>): Decision => {
  const { actor, at, callId, media, callee, busy } = change;
  const begun: CallLine = { kind: media, callee, state: 'ringing' };
  const call: CallLine = busy ? { ...begun, state: 'ended', endedAt: at, outcome: 'busy' } : begun;
  return createCallMessage(situation, {
    actor,
    at,
    callId,
    right: 'call:start',
    identity: { media, callee },
    content: { call },
  });
};

/** Of several devices that answer at once exactly one is the first. */
export const answerCall = (situation: DecisionContext, change: ChangeOf<'answer-call'>): Decision => {
  const found = callOf(situation, change.callId);
  if (found === null || found.call.callee !== change.actor.id) return noCall();
  if (found.call.state === 'active')
    return refuse('conflict', 'the call was answered already', { reason: 'answered_elsewhere' });
  if (found.call.state === 'ended') return callEnded();
  const call: CallLine = { ...found.call, state: 'active', answeredAt: change.at };
  return updateCallMessage(situation.head, found.stored, change.actor.id, { call });
};

/** A call that has ended stays as it is, whoever ends it once more. */
export const endCall = (situation: DecisionContext, change: ChangeOf<'end-call'>): Decision => {
  const { actor, at, callId, why, until = at } = change;
  const found = callOf(situation, callId);
  if (found === null) return noCall();
  const { call, stored } = found;
  const { message } = stored;
  if (actor.id !== message.author.id && actor.id !== call.callee) return noCall();
  if (call.state === 'ended') return { kind: 'known', event: callUpdatedEvent(message, actor.id) };
  const outcome = outcomeOf(call, why, actor.id === call.callee);
  if (outcome === null)
    return refuse('conflict', 'the call was answered already', { reason: 'answered_elsewhere' });
  const { answeredAt } = call;
  const lasted = answeredAt === undefined || until === null ? null : Math.max(0, until - answeredAt);
  const ended: CallLine = {
    ...call,
    state: 'ended',
    endedAt: until ?? at,
    outcome,
    ...(lasted === null ? {} : { durationMs: lasted }),
  };
  return updateCallMessage(situation.head, stored, actor.id, { call: ended });
};

/** Null: this cannot be the end of a call that was answered. */
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

/** The call among changed messages that has not ended, if there is one. */
export const findOpenCall = (messages: Iterable<StoredMessage>): StoredMessage | null =>
  [...messages].find(({ message }) => isOpenCall(message)) ?? null;
