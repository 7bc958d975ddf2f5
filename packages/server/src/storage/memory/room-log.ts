import { isThreadOnly, type Message } from '@chat/protocol';
import { mergeWalks, type Walk } from '../shared/page-walk.ts';
import type { StoredMessage } from '../contract/records.ts';
import type { Counters, PageQuery, ReadScope } from '../contract/storage.ts';
import { isVisibleTo } from '../shared/visible-to.ts';
import { createMentionIndex } from './mentions.ts';
import { messageList, type MessageList } from './message-list.ts';
import { firstIndex } from './sorted.ts';

/**
 * The messages of one room. A read costs a binary search and the size of its result, however many messages it
 * skips.
 */
export interface RoomLog {
  get(messageId: string): StoredMessage | null;
  /** Walks through the messages of the room or of a thread that the reader may see. */
  walk(query: PageQuery): Walk;
  /** Returns the newest messages of a thread that are not deleted, newest first. */
  replies(threadId: string, limit: number): StoredMessage[];
  /**
   * Stores messages, replacing previous versions. Their `rev`, and the `seq` of new ones, are above all
   * stored before.
   */
  put(batch: readonly StoredMessage[]): void;
  /**
   * Returns messages with `rev > since` by `rev`, for all readers; null if there are more than `limit`, or if
   * some were dropped since.
   */
  changedSince(since: number, limit: number): Message[] | null;
  /** Pinned messages by `seq`. */
  pinned(): Message[];
  /** Returns messages of an author by `seq`, above `after`. */
  authored(authorId: string, after: number, count: number): Message[];
  /** Returns the latest `createdAt` of an author's messages. */
  lastSentAt(authorId: string): number | null;
  unread(userId: string, after: number, cap: number, asOf?: Counters): number;
  /** Returns the `seq` of messages by others that mention a user, above `after`, ascending. */
  mentions(userId: string, after: number, limit: number): number[];
  /** Drops the oldest messages until `count` are left. */
  trimTo(count: number): void;
  /** Sets the bytes that a message counts from now on. */
  weigh(messageId: string, bytes: number): void;
  /** The bytes of all messages together. */
  readonly bytes: number;
  /** Drops the oldest messages until at most `most` bytes are left; the newest `least` stay. */
  keepBytes(most: number, least?: number): void;
  /** Removes messages created before a time and returns how many. */
  prune(before: number): number;
}

const emptyWalk: Walk = { down: () => [], up: () => [] };

/** All messages of a thread have the same readers, so either all or none are filtered out. */
const visibleWalk = (reading: ReadScope, { down, up }: Walk): Walk => ({
  down: (...range) => down(...range).filter((message) => isVisibleTo(message, reading)),
  up: (...range) => up(...range).filter((message) => isVisibleTo(message, reading)),
});

/** `onEmptied` is called for each message that is dropped or becomes a tombstone. */
export const roomLog = (onEmptied: (messageId: string) => void = () => {}): RoomLog => {
  const byId = new Map<string, StoredMessage>();
  /**
   * Messages for everyone, private messages, and private messages again by reader. Messages only in a thread
   * are in none of these.
   */
  const publicMessages = messageList();
  const privateMessages = messageList();
  const privateByReader = new Map<string, MessageList>();
  const threadOnly = messageList();
  const threads = new Map<string, MessageList>();
  // Append-only: an entry is stale once its message has changed again or was dropped; compacted when most are
  // stale.
  let byRev: Message[] = [];
  const latestByAuthor = new Map<string, string>();
  const pins = new Set<string>();
  let droppedRev = 0;
  const mentions = createMentionIndex();
  const weights = new Map<string, number>();
  let bytes = 0;

  const isCurrent = (message: Message) => byId.get(message.id)?.message === message;
  const lastSentAt = (authorId: string): number | null =>
    byId.get(latestByAuthor.get(authorId) ?? '')?.message.createdAt ?? null;
  const weigh = (messageId: string, weight: number): void => {
    bytes += weight - (weights.get(messageId) ?? 0);
    if (weight > 0) weights.set(messageId, weight);
    else weights.delete(messageId);
  };
  const drop = (message: Message): void => {
    byId.delete(message.id);
    weigh(message.id, 0);
    mentions.drop(message);
    pins.delete(message.id);
    onEmptied(message.id);
  };

  const listOf = (userId: string): MessageList => {
    const list = privateByReader.get(userId) ?? messageList();
    privateByReader.set(userId, list);
    return list;
  };
  const threadOf = (threadId: string): MessageList => {
    const list = threads.get(threadId) ?? messageList();
    threads.set(threadId, list);
    return list;
  };
  const forgetEmpty = (threadId = ''): void => {
    if (threads.get(threadId)?.length === 0) threads.delete(threadId);
  };
  const inRoom = ({ to, author }: Message): MessageList[] =>
    to === undefined ? [publicMessages] : [privateMessages, ...new Set([author.id, ...to].map(listOf))];
  /** Removes a message from its previous author, after an erasure. */
  const removeFromAuthor = (authorId: string, { id }: Message): void => {
    privateByReader.get(authorId)?.retain((message) => message.id !== id);
    if (latestByAuthor.get(authorId) === id) latestByAuthor.delete(authorId);
  };
  const listsOf = (message: Message): MessageList[] => [
    ...(isThreadOnly(message) ? [threadOnly] : inRoom(message)),
    ...(message.threadId === undefined ? [] : [threadOf(message.threadId)]),
  ];
  const size = () => publicMessages.length + privateMessages.length + threadOnly.length;

  const forgetOldest = (): boolean => {
    const [oldest] = [publicMessages, privateMessages, threadOnly].sort((a, b) => a.first - b.first);
    const message = oldest?.shift();
    if (message === undefined) return false;
    for (const list of listsOf(message)) if (list !== oldest) list.shift();
    forgetEmpty(message.threadId);
    drop(message);
    droppedRev = Math.max(droppedRev, message.rev);
    return true;
  };

  return {
    get: (messageId) => byId.get(messageId) ?? null,
    replies: (threadId, limit) =>
      (threads.get(threadId)?.newestUndeleted(limit) ?? []).flatMap(({ id }) => byId.get(id) ?? []),
    walk: (query) => {
      const { reader, unfiltered, threadId } = query;
      if (threadId !== undefined) return visibleWalk(query, threads.get(threadId) ?? emptyWalk);
      if (unfiltered) return mergeWalks(mergeWalks(publicMessages, privateMessages), threadOnly);
      const more = privateByReader.get(reader ?? '');
      return more === undefined || more.length === 0 ? publicMessages : mergeWalks(publicMessages, more);
    },
    put: (batch) => {
      for (const stored of batch.toSorted((a, b) => a.message.seq - b.message.seq)) {
        const { message } = stored;
        const { id } = message.author;
        const before = byId.get(message.id)?.message.author.id ?? id;
        if (before !== id) removeFromAuthor(before, message);
        for (const list of listsOf(message)) list.put(message);
        if (!byId.has(message.id) && message.createdAt >= (lastSentAt(id) ?? 0))
          latestByAuthor.set(id, message.id);
        byId.set(message.id, stored);
        if (message.pinnedAt === undefined) pins.delete(message.id);
        else pins.add(message.id);
        mentions.put(message);
        if (message.deletedAt !== undefined) onEmptied(message.id);
      }
      const messages = batch.map(({ message }) => message);
      byRev.push(...messages.toSorted((a, b) => a.rev - b.rev));
      if (byRev.length > 2 * size() + 64) byRev = byRev.filter(isCurrent);
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
    pinned: () => [...pins].flatMap((id) => byId.get(id)?.message ?? []).sort((a, b) => a.seq - b.seq),
    authored: (authorId, after, count) =>
      [...byId.values()]
        .map(({ message }) => message)
        .filter(({ author, seq }) => author.id === authorId && seq > after)
        .sort((a, b) => a.seq - b.seq)
        .slice(0, count),
    lastSentAt,
    unread: (...of) => {
      const [userId, , cap] = of;
      return Math.min(cap, publicMessages.unread(...of) + (privateByReader.get(userId)?.unread(...of) ?? 0));
    },
    mentions: mentions.after,
    trimTo: (count) => {
      while (size() > count && forgetOldest());
    },
    weigh,
    get bytes() {
      return bytes;
    },
    keepBytes: (most, least = 0) => {
      while (bytes > most && size() > least && forgetOldest());
    },
    prune: (before) => {
      const forgotten = size();
      const isKept = ({ createdAt }: Message) => createdAt >= before;
      for (const { message } of byId.values()) if (!isKept(message)) drop(message);
      for (const list of [
        publicMessages,
        privateMessages,
        threadOnly,
        ...privateByReader.values(),
        ...threads.values(),
      ])
        list.retain(isKept);
      for (const threadId of threads.keys()) forgetEmpty(threadId);
      byRev = byRev.filter(isCurrent);
      return forgotten - size();
    },
  };
};
