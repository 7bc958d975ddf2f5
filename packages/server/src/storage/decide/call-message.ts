import type { CallKind, DurableEvent, Message, User } from '@chat/protocol';
import { fingerprint } from './message-fingerprint.ts';
import type { Head, StoredMessage } from '../contract/records.ts';
import { toAuthor } from './author.ts';
import { refuseWithoutRight, refuse, type Decision, type DecisionContext } from './decision.ts';

interface NewCallMessage {
  actor: User;
  at: number;
  callId: string;
  right: 'call:start' | 'groupcall:start';
  /** What makes it another call than one of the same id. */
  identity: { media: CallKind } & Record<string, unknown>;
  /** What refuses it whatever rights somebody has. */
  precheck?: () => Decision | null;
  content: Pick<Message, 'call'> | Pick<Message, 'groupCall'>;
}

/** The line of a call that begins: the same again when it is asked for again, and one at a time in a room. */
export const createCallMessage = (
  situation: DecisionContext,
  { actor, at, callId, right, identity: about, precheck: unfit, content: line }: NewCallMessage,
): Decision => {
  const { view, head } = situation;
  const content = { id: callId, kind: 'call' as const, text: '', attachments: [], mentions: [] };
  const print = fingerprint({ ...content, data: about });
  const stored = view.message(callId);
  if (stored !== null) {
    const same = stored.message.author.id === actor.id && stored.fingerprint === print;
    return same ? { kind: 'known', event: callCreatedEvent(stored.message) } : idReused();
  }
  const refused = unfit?.() ?? refuseWithoutRight(situation, right, at);
  if (refused !== null) return refused;
  if (view.openCall() !== null)
    return refuse('conflict', 'there is a call in this room', { reason: 'call_exists' });
  const rev = head.rev + 1;
  const message: Message = {
    ...content,
    roomId: head.room.id,
    seq: head.seq + 1,
    rev,
    author: toAuthor(actor),
    reactions: [],
    createdAt: at,
    ...line,
  };
  return {
    kind: 'write',
    head: { ...head, seq: message.seq, rev },
    event: callCreatedEvent(message),
    message: { message, fingerprint: print },
    members: [],
  };
};

/** The line of a call as it goes on. */
export const updateCallMessage = (
  head: Head,
  stored: StoredMessage,
  by: string,
  line: NewCallMessage['content'],
): Decision => {
  const rev = head.rev + 1;
  const message: Message = { ...stored.message, rev, ...line };
  return {
    kind: 'write',
    head: { ...head, rev },
    event: callUpdatedEvent(message, by),
    message: { ...stored, message },
    members: [],
  };
};

const eventFields = (message: Message) => ({ roomId: message.roomId, rev: message.rev, message });
const callCreatedEvent = (message: Message): DurableEvent => ({
  type: 'message:created',
  ...eventFields(message),
});

export const callUpdatedEvent = (message: Message, by: string): DurableEvent => ({
  type: 'message:updated',
  ...eventFields(message),
  by,
  change: 'call',
});

const idReused = (): Decision =>
  refuse('conflict', 'a message of this id exists with other content', { reason: 'id_reused', field: 'id' });

export const noCall = (): Decision => refuse('not_found', 'no such call');
export const callEnded = (): Decision => refuse('conflict', 'the call has ended', { reason: 'call_ended' });
