import type { DatabaseSync } from 'node:sqlite';
import type { AuditEntry, Message, MessageVersion } from '@chat/protocol';
import { mergeWalks, pageBy, type Walk } from '../shared/page-walk.ts';
import type { StoredMember, StoredReport } from '../contract/records.ts';
import type {
  ReadMarker,
  ReactionOf,
  ReadScope,
  PublicReadMarker,
  TimelineStore,
} from '../contract/storage.ts';
import { toErasure, type ErasureRow } from './erasures.ts';
import type { WriteQueue } from './write-queue.ts';
import { idOf, orderKey } from '../shared/id-order-key.ts';
import { messagesIn, type MessageRow } from './message-row.ts';
import { readQueries as sql } from './queries.ts';
import { parseBody, query, type BodyRow } from './query.ts';
import { isVisibleTo } from '../shared/visible-to.ts';
import { latestCounters } from '../shared/as-of.ts';
import { recordPages } from './feature-records.ts';
import { privateReads } from './private.ts';
import { searchReads } from './search/search.ts';
import type { IdleIndexing } from './search/idle-indexing.ts';
import { toHead, type HeadRow } from '../shared/head-row.ts';

/** Messages pruned in one transaction: more would block other writes. */
const pruneAtOnce = 250;
/** Messages searched for those of one author before other work runs. */
const stretch = 2_000;

/** A read of several statements is a transaction, so that it sees one moment: another thread may write. */
export const sqliteTimeline = (
  database: DatabaseSync,
  { run }: WriteQueue,
  epoch: string,
  { changing }: Pick<IdleIndexing, 'changing'>,
): TimelineStore => {
  const head = query<HeadRow>(database, sql.head);
  const down = query<MessageRow>(database, sql.down);
  const up = query<MessageRow>(database, sql.up);
  const openDown = query<MessageRow>(database, sql.openDown);
  const openUp = query<MessageRow>(database, sql.openUp);
  const threadDown = query<MessageRow>(database, sql.threadDown);
  const threadUp = query<MessageRow>(database, sql.threadUp);
  const message = query<MessageRow>(database, sql.message);
  const versions = query<BodyRow<MessageVersion>>(database, sql.versions);
  const pinned = query<MessageRow>(database, sql.pinned);
  const changedMessages = query<MessageRow>(database, sql.changedMessages);
  const changedMembers = query<BodyRow<StoredMember>>(database, sql.changedMembers);
  const member = query<BodyRow<StoredMember>>(database, sql.member);
  const members = query<BodyRow<StoredMember>>(database, sql.members);
  const banned = query<BodyRow<StoredMember>>(database, sql.banned);
  const reports = query<BodyRow<StoredReport>>(database, sql.reports);
  const audit = query<BodyRow<AuditEntry>>(database, sql.audit);
  const reacted = query(database, sql.reacted);
  const reactors = query<{ key: string }>(database, sql.reactors);
  const openCalls = query<MessageRow & { roomKey: string }>(database, sql.openCalls);
  const readMarker = query<ReadMarker>(database, sql.mark);
  const unread = query<{ count: number }>(database, sql.unread);
  const privateMessages = privateReads(database);
  const readMarkers = query<{ key: string } & Omit<PublicReadMarker, 'userId'>>(database, sql.marks);
  const mentions = query<{ seq: number }>(database, sql.mentions);
  const traces = query<{ key: string }>(database, sql.traces);
  const authored = query<MessageRow>(database, sql.authored);
  const reactionsOf = query<ReactionOf>(database, sql.reactionsOf);
  const erasure = query<ErasureRow>(database, sql.erasure);
  const erasures = query<ErasureRow>(database, sql.erasures);
  const roomsOf = query<{ key: string }>(database, sql.roomsOf);

  const begin = query(database, 'BEGIN');
  const commit = query(database, 'COMMIT');
  const readTransaction = <T>(read: () => T): T => {
    begin.run();
    try {
      return read();
    } finally {
      commit.run();
    }
  };

  const roomWalk = (key: string): Walk => ({
    down: (below, floor, count) => down.all(key, below, floor, count).map(messagesIn(key)),
    up: (above, count) => up.all(key, above, count).map(messagesIn(key)),
  });

  /** Includes messages only in a thread. */
  const wholeWalk = (key: string): Walk => ({
    down: (below, floor, count) => openDown.all(key, below, floor, count).map(messagesIn(key)),
    up: (above, count) => openUp.all(key, above, count).map(messagesIn(key)),
  });
  const threadWalk = (key: string, threadId: string): Walk => ({
    down: (below, floor, count) => threadDown.all(key, threadId, below, floor, count).map(messagesIn(key)),
    up: (above, count) => threadUp.all(key, threadId, above, count).map(messagesIn(key)),
  });

  return {
    ...recordPages(database),
    head: async (roomId) => {
      const row = head.first(orderKey(roomId));
      return row === undefined ? null : toHead(row, epoch);
    },
    heads: async (roomIds) =>
      roomIds.flatMap((roomId) => {
        const row = head.first(orderKey(roomId));
        return row === undefined ? [] : [{ roomId, rev: row.rev, epoch }];
      }),
    commit: (roomId, changes) => {
      changing(roomId, changes.length);
      return run('commit', roomId, changes);
    },
    page: async (roomId, asked) => {
      const key = orderKey(roomId);
      const { threadId, unfiltered } = asked;
      if (threadId !== undefined)
        return readTransaction(() =>
          pageBy(mergeWalks(threadWalk(key, threadId), privateMessages.thread(key, threadId, asked)), asked),
        );
      const open = unfiltered ? wholeWalk(key) : roomWalk(key);
      const more = privateMessages.walk(key, asked);
      if (more === null && asked.around === undefined) return pageBy(open, asked);
      return readTransaction(() => pageBy(more === null ? open : mergeWalks(open, more), asked));
    },
    search: searchReads(database, run, (key) => {
      const more = privateMessages.walk(key, { unfiltered: true });
      return more === null ? wholeWalk(key) : mergeWalks(wholeWalk(key), more);
    }),
    message: async (roomId, messageId, reading = {}) => {
      const key = orderKey(roomId);
      const row = message.first(key, messageId);
      return row === undefined ? privateMessages.message(key, messageId, reading) : messagesIn(key)(row);
    },
    versions: async (roomId, messageId) => versions.all(orderKey(roomId), messageId).map(parseBody),
    pinned: async (roomId, { after = 0, limit }) => {
      const key = orderKey(roomId);
      const rows = pinned.all(key, after, limit + 1);
      return { messages: rows.slice(0, limit).map(messagesIn(key)), hasMore: rows.length > limit };
    },
    changes: async (roomId, since, limit, reading = {}) => {
      const key = orderKey(roomId);
      const [row, messageRows, privately, memberRows] = readTransaction(() => [
        head.first(key),
        changedMessages.all(key, since, limit + 1),
        privateMessages.changed(key, since, limit + 1),
        changedMembers.all(key, since, limit + 1),
      ]);
      if (row === undefined || messageRows.length + privately.length + memberRows.length > limit) return null;
      return {
        head: toHead(row, epoch),
        messages: byRev(messageRows.map(messagesIn(key)), privately, reading),
        members: memberRows.map(parseBody),
        room: row.roomRev > since,
      };
    },
    member: async (roomId, userId) => {
      const row = member.first(orderKey(roomId), orderKey(userId));
      return row === undefined ? null : parseBody(row);
    },
    members: async (roomId, { after = '', limit }) => {
      const rows = members.all(orderKey(roomId), orderKey(after), limit + 1);
      return {
        members: rows.slice(0, limit).map(parseBody),
        hasMore: rows.length > limit,
      };
    },
    banned: async (roomId, { after = '', limit }) => {
      const rows = banned.all(orderKey(roomId), orderKey(after), limit + 1);
      return { members: rows.slice(0, limit).map(parseBody), hasMore: rows.length > limit };
    },
    reports: async (roomId, { after = 0, limit }) => {
      const rows = reports.all(orderKey(roomId), after, limit + 1);
      return { reports: rows.slice(0, limit).map(parseBody), hasMore: rows.length > limit };
    },
    audit: async (roomId, { before = Number.MAX_SAFE_INTEGER, limit }) => {
      const rows = audit.all(orderKey(roomId), before, limit + 1);
      return { entries: rows.slice(0, limit).map(parseBody), hasMore: rows.length > limit };
    },
    reacted: async (roomId, userId, reactions) => {
      const [room, user] = [orderKey(roomId), orderKey(userId)];
      const look = () =>
        reactions.map(({ messageId, emoji }) => reacted.first(room, messageId, emoji, user) !== undefined);
      return readTransaction(look);
    },
    reactors: async (roomId, { messageId, emoji }, { after = '', limit }) => {
      const rows = reactors.all(orderKey(roomId), messageId, emoji, orderKey(after), limit + 1);
      return { userIds: rows.slice(0, limit).map(({ key }) => idOf(key)), hasMore: rows.length > limit };
    },
    readMarker: async (roomId, userId, first) => {
      const row = readMarker.first(orderKey(userId), orderKey(roomId));
      return row === undefined ? run('readMarker', roomId, userId, first) : { ...row };
    },
    markRead: (roomId, userId, seq, how) => run('markRead', roomId, userId, seq, how),
    markUnread: (roomId, userId, seq) => run('markUnread', roomId, userId, seq),
    markDelivered: (roomId, delivered) => run('markDelivered', roomId, delivered),
    readMarkers: async (roomId, { after = '', limit }) => {
      const rows = readMarkers.all(orderKey(roomId), orderKey(after), limit + 1);
      const found = rows.slice(0, limit).map(({ key, ...seen }) => ({ userId: idOf(key), ...seen }));
      return { readMarkers: found, hasMore: rows.length > limit };
    },
    unread: async (roomId, userId, after, cap, asOf = latestCounters) =>
      readTransaction(() => {
        const [roomKey, userKey] = [orderKey(roomId), orderKey(userId)];
        const count = unread.first(roomKey, after, asOf.seq, userKey, asOf.rev, cap)?.count ?? 0;
        return count === cap
          ? cap
          : Math.min(cap, count + privateMessages.unread(roomKey, userKey, after, cap, asOf));
      }),
    mentions: async (roomId, userId, after, limit) =>
      mentions.all(orderKey(roomId), orderKey(userId), after, limit).map(({ seq }) => seq),
    openCalls: async ({ after = '', limit }) => {
      const rows = openCalls.all(orderKey(after), limit + 1);
      return {
        messages: rows.slice(0, limit).map((row) => messagesIn(row.roomKey)(row)),
        hasMore: rows.length > limit,
      };
    },
    roomsOf: async (userId, { after = '', limit }) => {
      const rows = roomsOf.all(orderKey(userId), orderKey(after), limit + 1);
      return { roomIds: rows.slice(0, limit).map(({ key }) => idOf(key)), hasMore: rows.length > limit };
    },
    prune: async (roomId, before) => {
      let forgotten = 0;
      for (;;) {
        const some = await run('prune', roomId, before, pruneAtOnce);
        forgotten += some;
        if (some < pruneAtOnce) return forgotten;
      }
    },
    roomsWithDataOf: async (userId, { after = '', limit }) => {
      const rows = traces.all(orderKey(userId), orderKey(after), limit + 1);
      return { roomIds: rows.slice(0, limit).map(({ key }) => idOf(key)), hasMore: rows.length > limit };
    },
    messagesBy: async (roomId, userId, { after = 0, limit }) => {
      const [roomKey, userKey] = [orderKey(roomId), orderKey(userId)];
      const found = privateMessages.authored(roomKey, userKey, after, limit + 1);
      const last = head.first(roomKey)?.seq ?? 0;
      for (let from = after, left = limit + 1; from < last && left > 0; from += stretch) {
        if (from > after) await new Promise((resolve) => setImmediate(resolve));
        const some = authored.all(roomKey, from, from + stretch, userKey, left).map(messagesIn(roomKey));
        left -= some.length;
        found.push(...some);
      }
      found.sort((a, b) => a.seq - b.seq);
      return { messages: found.slice(0, limit), hasMore: found.length > limit };
    },
    reactionsBy: async (roomId, userId, { after, limit }) => {
      const { messageId = '', emoji = '' } = after ?? {};
      const rows = reactionsOf.all(orderKey(roomId), orderKey(userId), messageId, emoji, limit + 1);
      return { reactions: rows.slice(0, limit).map((row) => ({ ...row })), hasMore: rows.length > limit };
    },
    anonymize: (roomId, userId) => run('anonymize', roomId, userId),
    beginErasure: (userId, at) => run('beginErasure', userId, at),
    erasure: async (userId) => {
      const row = erasure.first(orderKey(userId));
      return row === undefined ? null : toErasure(row);
    },
    erasures: async (limit) => erasures.all(limit).map(toErasure),
    finishErasure: (userId, doneAt) => run('finishErasure', userId, doneAt),
  };
};

const byRev = (open: Message[], privately: Message[], reading: ReadScope): Message[] =>
  privately.length === 0
    ? open
    : [...open, ...privately.filter((message) => isVisibleTo(message, reading))].sort(
        (a, b) => a.rev - b.rev,
      );
