// The messages of an encrypted room, decrypted page by page, from the newest to the oldest.
import { pageSize, type Message, type MessagePage } from '@chat/protocol';
import type { RevealedMessage } from '../messages/message-revealer.ts';

/** Where a walk gets messages. */
export interface WalkSource {
  /** Resolves to the page below a `seq`, or to the newest one. */
  list(below: number | undefined): Promise<MessagePage>;
  /** Resolves to a message with its text. */
  read(message: Message): Promise<RevealedMessage>;
  /** Returns something else after each change of the room. */
  version(): string;
  now(): number;
}

/** Walks down from below a `seq`. Each part has at most 100 messages, the newest first. */
export type MessageWalk = (below: number) => AsyncGenerator<readonly RevealedMessage[]>;

/** The newest messages of the room, in memory: typing searches the same ones again with each pause. */
interface Known {
  version: string;
  at: number;
  messages: readonly RevealedMessage[];
  /** All messages from this `seq` on are in `messages`. */
  from: number;
}

const mostKnown = 10_000;
/** Messages past retention leave without a change of the room. */
const freshMs = 60_000;

/** Lets the page draw. */
const nextTurn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

export const createMessageWalk = ({ list, read, version, now }: WalkSource): MessageWalk => {
  let known: Known | null = null;
  const current = (): Known => {
    const isFresh = known?.version === version() && now() - known.at < freshMs;
    return known && isFresh
      ? known
      : (known = { version: version(), at: now(), messages: [], from: Infinity });
  };
  const remember = (below: number, messages: readonly RevealedMessage[], from: number): void => {
    const before = current();
    const hasKeys = messages.every(({ undecryptable }) => undecryptable !== 'no_key');
    if (before.from !== below || !hasKeys || before.messages.length >= mostKnown) return;
    const found = messages.filter(({ deletedAt }) => deletedAt === undefined);
    known = { ...before, messages: [...before.messages, ...found], from };
  };

  return async function* (start) {
    let below = start;
    const { messages, from } = current();
    if (from < below) {
      const newest = messages.filter(({ seq }) => seq < start);
      for (let at = 0; at < newest.length; at += pageSize.max) {
        yield newest.slice(at, at + pageSize.max);
        await nextTurn();
      }
      below = from;
    }
    while (below > 1) {
      const before = version();
      const page = await list(below === Infinity ? undefined : below);
      const opened = (await Promise.all(page.messages.map(read))).toReversed();
      const oldest = page.hasMore ? (opened.at(-1)?.seq ?? 0) : 0;
      if (version() === before) remember(below, opened, oldest);
      if (opened.length > 0) yield opened;
      below = oldest;
    }
  };
};
