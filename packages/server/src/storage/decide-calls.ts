import { isOpenCall, type CallLine, type CallOutcome, type DurableEvent, type Message } from '@chat/protocol';
import type { CallEnd, ChangeOf } from './change.ts';
import { fingerprint } from './fingerprint.ts';
import type { StoredMessage } from './record.ts';
import { gate, refuse, type Decision, type Situation } from './situation.ts';

export const startCall = (situation: Situation, change: ChangeOf<'start-call'>): Decision => {
  const { view, head } = situation;
  const { actor, at, callId, media, callee, busy } = change;
  const content = { id: callId, kind: 'call' as const, text: '', attachments: [], mentions: [] };
  const print = fingerprint({ ...content, data: { media, callee } });
  const stored = view.message(callId);
  if (stored !== null) {
    const same = stored.message.author.id === actor.id && stored.fingerprint === print;
    return same ? { kind: 'known', event: created(stored.message) } : idReused();
  }
  const refused = gate(situation, 'call:start', at);
  if (refused !== null) return refused;
  if (view.openCall() !== null)
    return refuse('conflict', 'there is a call in this room', { reason: 'call_exists' });
  const begun: CallLine = { kind: media, callee, state: 'ringing' };
  const rev = head.rev + 1;
  const message: Message = {
    ...content,
    roomId: head.room.id,
    seq: head.seq + 1,
    rev,
    author: {
      id: actor.id,
      name: actor.name,
      ...(actor.avatarUrl === undefined ? {} : { avatarUrl: actor.avatarUrl }),
      ...(actor.bot ? { bot: true as const } : {}),
    },
    reactions: [],
    createdAt: at,
    call: busy ? { ...begun, state: 'ended', endedAt: at, outcome: 'busy' } : begun,
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

const created = (message: Message): DurableEvent => ({
  type: 'message:created',
  roomId: message.roomId,
  rev: message.rev,
  message,
});

/** Of several devices that answer at once exactly one is the first. */
export const answerCall = (situation: Situation, change: ChangeOf<'answer-call'>): Decision => {
  const found = callOf(situation, change.callId);
  if (found === null || found.call.callee !== change.actor.id) return noCall();
  if (found.call.state === 'active')
    return refuse('conflict', 'the call was answered already', { reason: 'answered_elsewhere' });
  if (found.call.state === 'ended') return ended();
  return changed(situation, found, change.actor.id, {
    ...found.call,
    state: 'active',
    answeredAt: change.at,
  });
};

/** A call that has ended stays as it is, whoever ends it once more. */
export const endCall = (situation: Situation, change: ChangeOf<'end-call'>): Decision => {
  const { actor, at, callId, why, until = at } = change;
  const found = callOf(situation, callId);
  if (found === null) return noCall();
  const { call, stored } = found;
  const { message } = stored;
  if (actor.id !== message.author.id && actor.id !== call.callee) return noCall();
  if (call.state === 'ended') return { kind: 'known', event: updated(message, actor.id) };
  const outcome = outcomeOf(call, why, actor.id === call.callee);
  if (outcome === null)
    return refuse('conflict', 'the call was answered already', { reason: 'answered_elsewhere' });
  const { answeredAt } = call;
  const lasted = answeredAt === undefined || until === null ? null : Math.max(0, until - answeredAt);
  return changed(situation, found, actor.id, {
    ...call,
    state: 'ended',
    endedAt: until ?? at,
    outcome,
    ...(lasted === null ? {} : { durationMs: lasted }),
  });
};

/** Null: this cannot be the end of a call that was answered. */
const outcomeOf = ({ state }: CallLine, why: CallEnd, byCallee: boolean): CallOutcome | null => {
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

const callOf = ({ view }: Situation, callId: string): FoundCall | null => {
  const stored = view.message(callId);
  const call = stored?.message.call;
  return stored === null || call === undefined ? null : { stored, call };
};

const changed = ({ head }: Situation, { stored }: FoundCall, by: string, call: CallLine): Decision => {
  const rev = head.rev + 1;
  const message: Message = { ...stored.message, rev, call };
  return {
    kind: 'write',
    head: { ...head, rev },
    event: updated(message, by),
    message: { ...stored, message },
    members: [],
  };
};

const updated = (message: Message, by: string): DurableEvent => ({
  type: 'message:updated',
  roomId: message.roomId,
  rev: message.rev,
  message,
  by,
  change: 'call',
});

const noCall = (): Decision => refuse('not_found', 'no such call');
const ended = (): Decision => refuse('conflict', 'the call has ended', { reason: 'call_ended' });

/** The call among changed messages that has not ended, if there is one. */
export const openAmong = (messages: Iterable<StoredMessage>): StoredMessage | null =>
  [...messages].find(({ message }) => isOpenCall(message)) ?? null;
