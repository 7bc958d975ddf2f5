import type { CallKind, DurableEvent, Message, User } from '@chat/protocol';
import { fingerprint } from '../shared/message-fingerprint.ts';
import type { Head, StoredMessage } from '../contract/records.ts';
import { toAuthor } from './author.ts';
import { refuseWithoutRight, refuse, type Decision, type DecisionContext } from './decision.ts';

interface NewCallMessage {
  actor: User;
  at: number;
  callId: string;
  right: 'call:start' | 'groupcall:start';
  /** Distinguishes it from another call with the same id. */
  identity: { media: CallKind } & Record<string, unknown>;
  /** Refuses the call regardless of rights. */
  precheck?: () => Decision | null;
  content: Pick<Message, 'call'> | Pick<Message, 'groupCall'>;
}

/**
 * Decides the message that starts a call. A retry returns the same message; a room has one call at a time.
 */
export const createCallMessage = (
  context: DecisionContext,
  { actor, at, callId, right, identity: about, precheck: unfit, content: line }: NewCallMessage,
): Decision => {
  const { view, head } = context;
  const content = { id: callId, kind: 'call' as const, text: '', attachments: [], mentions: [] };
  const print = fingerprint({ ...content, data: about });
  const stored = view.message(callId);
  if (stored !== null) {
    const same = stored.message.author.id === actor.id && stored.fingerprint === print;
    return same ? { kind: 'known', event: callCreatedEvent(stored.message) } : idReused();
  }
  const refused = unfit?.() ?? refuseWithoutRight(context, right, at);
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

/** Decides an update of a call's message. */
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
  refuse('conflict', 'a message with this id exists with other content', {
    reason: 'id_reused',
    field: 'id',
  });

export const noCall = (): Decision => refuse('not_found', 'no such call');
export const notInCall = (): Decision =>
  refuse('conflict', 'the user is not in this call', { reason: 'not_joined' });
export const callEnded = (): Decision => refuse('conflict', 'the call has ended', { reason: 'call_ended' });
