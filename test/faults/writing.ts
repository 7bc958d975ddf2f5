import type { Message } from '@chat/protocol';

/**
 * The messages of one writer in order, and the replies. Every text is unique, so it identifies its message.
 */
export interface WritingLog {
  readonly written: readonly { roomId: string; text: string }[];
  /** The acknowledgements of sends, by text. */
  readonly answers: ReadonlyMap<string, Message[]>;
  readonly revisions: ReadonlyMap<string, Revision[]>;
  readonly failures: readonly string[];
}

export interface Writing extends WritingLog {
  /** The next text. */
  next(roomId: string): string;
  acked(text: string, message: Message): void;
  isAcked(messageId: string): boolean;
  /** A change of a stored message, to be acknowledged; a null text deletes it. */
  revise(message: Message): { text: string | null; acked(message: Message): void };
  failed(why: string): void;
}

/** One change of a message that was asked for. */
export interface Revision {
  text: string | null;
  /** The `rev` it was acknowledged with. */
  rev?: number;
}

export const createWriting = (name: string): Writing => {
  const written: { roomId: string; text: string }[] = [];
  const answers = new Map<string, Message[]>();
  const revisions = new Map<string, Revision[]>();
  const failures: string[] = [];
  const ackedIds = new Set<string>();
  let count = 0;
  return {
    written,
    answers,
    revisions,
    failures,
    next: (roomId) => {
      count += 1;
      const text = `${name} ${roomId} ${count}`;
      written.push({ roomId, text });
      return text;
    },
    acked: (text, message) => {
      answers.set(text, [...(answers.get(text) ?? []), message]);
      ackedIds.add(message.id);
    },
    isAcked: (messageId) => ackedIds.has(messageId),
    revise: ({ id }) => {
      count += 1;
      const revision: Revision = { text: count % 3 === 0 ? null : `${name} revised ${count}` };
      revisions.set(id, [...(revisions.get(id) ?? []), revision]);
      return { text: revision.text, acked: ({ rev }) => void (revision.rev = rev) };
    },
    failed: (why) => void failures.push(why),
  };
};
