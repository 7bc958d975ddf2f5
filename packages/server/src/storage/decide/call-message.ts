import type { CallKind, DurableEvent, Message, User } from '@chat/protocol';
import { fingerprint } from './message-fingerprint.ts';
import type { Head, StoredMessage } from '../contract/records.ts';
import { toAuthor } from './author.ts';
import { gate, refuse, type Decision, type Situation } from './decision.ts';

interface NewLine {
  actor: User;
  at: number;
  callId: string;
  right: 'call:start' | 'groupcall:start';
  /** What makes it another call than one of the same id. */
  about: { media: CallKind } & Record<string, unknown>;
  /** What refuses it whatever rights somebody has. */
  unfit?: () => Decision | null;
  line: Pick<Message, 'call'> | Pick<Message, 'groupCall'>;
}

/** The line of a call that begins: the same again when it is asked for again, and one at a time in a room. */
export const startLine = (
  situation: Situation,
  { actor, at, callId, right, about, unfit, line }: NewLine,
): Decision => {
  const { view, head } = situation;
  const content = { id: callId, kind: 'call' as const, text: '', attachments: [], mentions: [] };
  const print = fingerprint({ ...content, data: about });
  const stored = view.message(callId);
  if (stored !== null) {
    const same = stored.message.author.id === actor.id && stored.fingerprint === print;
    return same ? { kind: 'known', event: created(stored.message) } : idReused();
  }
  const refused = unfit?.() ?? gate(situation, right, at);
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
    event: created(message),
    message: { message, fingerprint: print },
    members: [],
  };
};

/** The line of a call as it goes on. */
export const changeLine = (
  head: Head,
  stored: StoredMessage,
  by: string,
  line: NewLine['line'],
): Decision => {
  const rev = head.rev + 1;
  const message: Message = { ...stored.message, rev, ...line };
  return {
    kind: 'write',
    head: { ...head, rev },
    event: updatedLine(message, by),
    message: { ...stored, message },
    members: [],
  };
};

const told = (message: Message) => ({ roomId: message.roomId, rev: message.rev, message });
const created = (message: Message): DurableEvent => ({ type: 'message:created', ...told(message) });

export const updatedLine = (message: Message, by: string): DurableEvent => ({
  type: 'message:updated',
  ...told(message),
  by,
  change: 'call',
});

const idReused = (): Decision =>
  refuse('conflict', 'a message of this id exists with other content', { reason: 'id_reused', field: 'id' });

export const noCall = (): Decision => refuse('not_found', 'no such call');
export const callEnded = (): Decision => refuse('conflict', 'the call has ended', { reason: 'call_ended' });
