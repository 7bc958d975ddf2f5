import type { Message } from '@chat/protocol';
import type { Walk } from '../shared/page-walk.ts';
import { latestCounters, existedAt } from '../shared/as-of.ts';
import type { Counters } from '../contract/storage.ts';
import { firstIndex } from './sorted.ts';

/** Messages by `seq`. A read costs a binary search and the size of its result, at any depth. */
export interface MessageList extends Walk {
  /** Replaces the message with the same `seq`, or appends it. */
  put(message: Message): void;
  /** Counts messages by others, not deleted, above a `seq`, as of a head. */
  unread(userId: string, after: number, cap: number, asOf?: Counters): number;
  /** Returns messages that are not deleted, newest first. */
  newestUndeleted(limit: number): Message[];
  /** Removes the oldest message and returns it. */
  shift(): Message | undefined;
  /** Removes messages for which `kept` is false. */
  retain(kept: (message: Message) => boolean): void;
  /** `seq` of the oldest message; Infinity if there is none. */
  readonly first: number;
  readonly length: number;
}

export const messageList = (): MessageList => {
  let messages: Message[] = [];
  const from = (seq: number) => firstIndex(messages, (message) => message.seq >= seq);

  return {
    put: (message) => {
      const last = messages.at(-1)?.seq ?? 0;
      if (message.seq > last) messages.push(message);
      else messages[from(message.seq)] = message;
    },
    down: (below, floor, count) => {
      const end = from(below);
      return messages.slice(Math.max(from(floor + 1), end - count), end).toReversed();
    },
    up: (above, count) => {
      const start = from(above + 1);
      return messages.slice(start, start + count);
    },
    unread: (userId, after, cap, asOf = latestCounters) => {
      let count = 0;
      for (let index = from(after + 1); index < messages.length && count < cap; index += 1) {
        const message = messages[index];
        if (message === undefined || message.seq > asOf.seq) break;
        if (message.author.id !== userId && existedAt(message, asOf)) count += 1;
      }
      return count;
    },
    newestUndeleted: (limit) => {
      const found: Message[] = [];
      for (let index = messages.length - 1; index >= 0 && found.length < limit; index -= 1) {
        const message = messages[index];
        if (message && message.deletedAt === undefined) found.push(message);
      }
      return found;
    },
    shift: () => messages.shift(),
    retain: (kept) => void (messages = messages.filter(kept)),
    get first() {
      return messages[0]?.seq ?? Infinity;
    },
    get length() {
      return messages.length;
    },
  };
};
