import type { Message } from '@chat/protocol';
import type { StoredMessage } from '../record.ts';
import type { Walk } from '../page.ts';
import { firstIndex } from './sorted.ts';

/** The messages of one room. Reads cost a binary search and what they answer, at any depth. */
export interface RoomLog extends Walk {
  get(messageId: string): StoredMessage | null;
  /** Stores messages in place of what was there; `rev` of each, and `seq` of new ones, are above all before them. */
  put(batch: readonly StoredMessage[]): void;
  /** Messages with `rev > since` by `rev`; null when there are more than `limit`, or when some were dropped since. */
  changedSince(since: number, limit: number): Message[] | null;
  /** The latest `createdAt` of an author's messages. */
  lastSentAt(authorId: string): number | null;
  unread(userId: string, after: number, cap: number): number;
  /** Forgets the oldest until `count` are left. */
  keep(count: number): void;
  /** Forgets messages created before a time and answers how many. */
  prune(before: number): number;
}

export const roomLog = (): RoomLog => {
  const byId = new Map<string, StoredMessage>();
  let bySeq: Message[] = [];
  // Append-only: an entry is stale once its message has changed again or is gone; compacted when most are.
  let byRev: Message[] = [];
  const latestOf = new Map<string, string>();
  let droppedRev = 0;

  const isCurrent = (message: Message) => byId.get(message.id)?.message === message;
  const lastSentAt = (authorId: string): number | null =>
    byId.get(latestOf.get(authorId) ?? '')?.message.createdAt ?? null;
  const from = (seq: number) => firstIndex(bySeq, (message) => message.seq >= seq);

  return {
    get: (messageId) => byId.get(messageId) ?? null,
    put: (batch) => {
      for (const stored of batch.toSorted((a, b) => a.message.seq - b.message.seq)) {
        const { message } = stored;
        if (byId.has(message.id)) bySeq[from(message.seq)] = message;
        else {
          bySeq.push(message);
          const { id } = message.author;
          if (message.createdAt >= (lastSentAt(id) ?? 0)) latestOf.set(id, message.id);
        }
        byId.set(message.id, stored);
      }
      const messages = batch.map(({ message }) => message);
      byRev.push(...messages.toSorted((a, b) => a.rev - b.rev));
      if (byRev.length > 2 * bySeq.length + 64) byRev = byRev.filter(isCurrent);
    },
    down: (below, floor, count) => {
      const end = from(below);
      return bySeq.slice(Math.max(from(floor + 1), end - count), end).toReversed();
    },
    up: (above, count) => {
      const start = from(above + 1);
      return bySeq.slice(start, start + count);
    },
    changedSince: (since, limit) => {
      if (since < droppedRev) return null;
      const changed: Message[] = [];
      for (let index = firstIndex(byRev, ({ rev }) => rev > since); index < byRev.length; index += 1) {
        const message = byRev[index];
        if (message === undefined || !isCurrent(message)) continue;
        if (changed.length === limit) return null;
        changed.push(message);
      }
      return changed;
    },
    lastSentAt,
    unread: (userId, after, cap) => {
      let count = 0;
      for (let index = from(after + 1); index < bySeq.length && count < cap; index += 1) {
        const message = bySeq[index];
        if (message?.author.id !== userId && message?.deletedAt === undefined) count += 1;
      }
      return count;
    },
    keep: (count) => {
      if (bySeq.length <= count) return;
      for (const message of bySeq.splice(0, bySeq.length - count)) {
        byId.delete(message.id);
        droppedRev = Math.max(droppedRev, message.rev);
      }
    },
    prune: (before) => {
      const kept = bySeq.filter(({ createdAt }) => createdAt >= before);
      const forgotten = bySeq.length - kept.length;
      for (const message of bySeq) if (message.createdAt < before) byId.delete(message.id);
      bySeq = kept;
      byRev = byRev.filter(isCurrent);
      return forgotten;
    },
  };
};
