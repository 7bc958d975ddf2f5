import type { DatabaseSync } from 'node:sqlite';
import { isThreadOnly, type Message } from '@chat/protocol';
import { isVisibleTo } from '../shared/visible-to.ts';
import type { Walk } from '../shared/page-walk.ts';
import type { StoredMessage } from '../contract/records.ts';
import type { Counters, ReadScope } from '../contract/storage.ts';
import { orderKey } from '../shared/id-order-key.ts';
import { messageBody, messagesIn, type MessageRow } from './message-row.ts';
import { readQueries, writeQueries } from './queries.ts';
import { query } from './query.ts';

/**
 * Reads the private messages of a room, which have their own tables. Rooms and users are given as `orderKey`
 * returns them.
 */
export const privateReads = (database: DatabaseSync) => {
  const down = query<MessageRow>(database, readQueries.privateDown);
  const up = query<MessageRow>(database, readQueries.privateUp);
  const allDown = query<MessageRow>(database, readQueries.allPrivateDown);
  const allUp = query<MessageRow>(database, readQueries.allPrivateUp);
  const threadDown = query<MessageRow>(database, readQueries.privateThreadDown);
  const threadUp = query<MessageRow>(database, readQueries.privateThreadUp);
  const message = query<MessageRow>(database, readQueries.privateMessage);
  const changed = query<MessageRow>(database, readQueries.changedPrivate);
  const authored = query<MessageRow>(database, readQueries.authoredPrivately);
  const unread = query<{ count: number }>(database, readQueries.privateUnread);

  return {
    /** Returns null if the reader can have none, whatever is stored. */
    walk: (roomKey: string, { reader, unfiltered }: ReadScope): Walk | null => {
      if (unfiltered) {
        return {
          down: (below, floor, count) => allDown.all(roomKey, below, floor, count).map(messagesIn(roomKey)),
          up: (above, count) => allUp.all(roomKey, above, count).map(messagesIn(roomKey)),
        };
      }
      if (reader === undefined) return null;
      const user = orderKey(reader);
      return {
        down: (below, floor, count) => down.all(roomKey, user, below, floor, count).map(messagesIn(roomKey)),
        up: (above, count) => up.all(roomKey, user, above, count).map(messagesIn(roomKey)),
      };
    },
    /** All messages of a thread have the same readers, so either all or none are filtered out. */
    thread: (roomKey: string, threadId: string, reading: ReadScope): Walk => {
      const readable = (rows: MessageRow[]) =>
        rows.map(messagesIn(roomKey)).filter((message) => isVisibleTo(message, reading));
      return {
        down: (below, floor, count) => readable(threadDown.all(roomKey, threadId, below, floor, count)),
        up: (above, count) => readable(threadUp.all(roomKey, threadId, above, count)),
      };
    },
    message: (roomKey: string, messageId: string, reading: ReadScope): Message | null => {
      const row = message.first(roomKey, messageId);
      const found = row === undefined ? null : messagesIn(roomKey)(row);
      return found !== null && isVisibleTo(found, reading) ? found : null;
    },
    /** For all readers. */
    changed: (roomKey: string, since: number, limit: number): Message[] =>
      changed.all(roomKey, since, limit).map(messagesIn(roomKey)),
    authored: (roomKey: string, userKey: string, after: number, limit: number): Message[] =>
      authored.all(roomKey, userKey, after, userKey, limit).map(messagesIn(roomKey)),
    unread: (roomKey: string, userKey: string, after: number, cap: number, { seq, rev }: Counters): number =>
      unread.first(roomKey, userKey, after, seq, userKey, rev, cap)?.count ?? 0,
  };
};

export type PrivateWrites = ReturnType<typeof privateWrites>;

/** Writes private messages, and reads them inside the writing transaction; `key` is the room's key. */
export const privateWrites = (database: DatabaseSync) => {
  const lastSentAt = query<{ at: number }>(database, writeQueries.lastSentPrivately);
  const replies = query<MessageRow & { fingerprint: number }>(database, writeQueries.privateReplies);
  const put = query(database, writeQueries.putPrivate);
  const addReader = query(database, writeQueries.addReader);
  const prune = query(database, writeQueries.prunePrivate);

  return {
    replies: (key: number | null, threadId: string, limit: number) => replies.all(key, threadId, limit),
    lastSentAt: (key: number | null, userId: string, since: number): number | null =>
      lastSentAt.first(key, since, orderKey(userId))?.at ?? null,
    put: (key: number | null, { message, fingerprint }: StoredMessage): void => {
      const { seq, rev, id, author, to = [], createdAt, deletedAt } = message;
      const deleted = deletedAt === undefined ? 0 : 1;
      const body = messageBody(message);
      const thread = [message.threadId ?? null, isThreadOnly(message) ? 1 : 0];
      put.run(key, seq, rev, id, orderKey(author.id), createdAt, deleted, fingerprint, body, ...thread);
      for (const userId of [author.id, ...to]) addReader.run(key, orderKey(userId), seq);
    },
    prune: (roomKey: string, before: number, most: number): number => prune.run(roomKey, before, most),
  };
};
