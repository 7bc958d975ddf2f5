import type { DatabaseSync } from 'node:sqlite';
import { isThreadOnly, isOpenCall, maxVersions, type Message, type Room } from '@chat/protocol';
import { mentionedUsers } from '../shared/mentioned-users.ts';
import { decideBatch, type BatchResult, type RecordSource } from '../batch/decide-batch.ts';
import type { Change, CommitResult } from '../contract/change.ts';
import type { Head, StoredMember, StoredMessage, StoredReport } from '../contract/records.ts';
import { erasureWrites, type ErasureWrites } from './erasures.ts';
import { readRecords, recordWriter } from './feature-records.ts';
import { fileWrites, type FileWrites } from './file-writes.ts';
import { newReadMarker } from '../shared/read-marker.ts';
import { idOf, orderKey } from '../shared/id-order-key.ts';
import { inviteLinksText, parseInviteLinks } from '../shared/invite-links-text.ts';
import { startOrderKey } from '../shared/start-order-key.ts';
import type { FirstReadMarker, ReadMarker, RoomPreferences } from '../contract/storage.ts';
import { createNotificationWrites, type NotificationWrites } from './notifications.ts';
import { userWrites, type UserWrites } from './users.ts';
import { privateWrites, type PrivateWrites } from './private.ts';
import { writeQueries as sql, readQueries } from './queries.ts';
import { parseBody, query, type BodyRow } from './query.ts';
import { searchWrites, type SearchWrites } from './search-writes.ts';

/**
 * All writes; the caller begins and commits the transaction. Arguments and results are plain data, and
 * nothing else is shared with the caller, so that this can run in a separate thread.
 */
export interface StoreWrites extends FileWrites, NotificationWrites, SearchWrites, ErasureWrites, UserWrites {
  commit: (roomId: string, changes: readonly Change[]) => CommitResult[];
  readMarker: (roomId: string, userId: string, first: FirstReadMarker) => ReadMarker;
  markRead: (
    roomId: string,
    userId: string,
    seq: number,
    how: { at: number; turn?: number },
  ) => ReadMarker | null;
  markUnread: (roomId: string, userId: string, seq: number) => ReadMarker | null;
  markDelivered: (roomId: string, delivered: readonly { userId: string; seq: number }[]) => void;
  /** Prunes at most `most` messages and returns how many. */
  prune: (roomId: string, before: number, most: number) => number;
  putRoom: (room: Room) => void;
  putPreferences: (userId: string, roomId: string, preferences: RoomPreferences) => void;
  getOrSet: (key: string, value: string) => string;
}

export interface HeadRow {
  key: number;
  seq: number;
  rev: number;
  roomRev: number;
  room: string;
  inviteLinks: string | null;
}

export const toHead = ({ seq, rev, roomRev, room, inviteLinks }: HeadRow, epoch: string): Head => ({
  room: JSON.parse(room) as Room,
  seq,
  rev,
  roomRev,
  epoch,
  ...parseInviteLinks(inviteLinks),
});

export const writes = (database: DatabaseSync, epoch: string): StoreWrites => {
  const headRow = query<HeadRow>(database, readQueries.head);
  const member = query<BodyRow<StoredMember>>(database, readQueries.member);
  const joined = query<BodyRow<StoredMember>>(database, sql.joined);
  const storedMessage = query<BodyRow<Message> & { fingerprint: number }>(database, sql.storedMessage);
  const replies = query<BodyRow<Message> & { fingerprint: number }>(database, sql.replies);
  const openCall = query<BodyRow<Message> & { fingerprint: number }>(database, sql.openCall);
  const storedReport = query<BodyRow<StoredReport>>(database, sql.storedReport);
  const lastSentAt = query<{ at: number }>(database, sql.lastSentAt);
  const reacted = query(database, readQueries.reacted);
  const reactors = query<{ key: string }>(database, readQueries.reactors);
  const pinnedCount = query<{ count: number }>(database, sql.pinnedCount);
  const readMarker = query<ReadMarker>(database, readQueries.mark);
  const erasure = query(database, readQueries.erasure);
  const raiseMark = query(database, sql.raiseMark);
  const takeMarkBack = query(database, sql.takeMarkBack);
  const raiseDelivered = query(database, sql.raiseDelivered);
  const addMark = query(database, sql.addMark);
  const prune = query(database, sql.prune);
  const pruneReports = query(database, sql.pruneReports);
  const putRoom = query(database, sql.putRoom);
  const putWishes = query(database, sql.putWishes);
  const addSetting = query(database, sql.addSetting);
  const setting = query<{ value: string }>(database, sql.setting);
  const closed = privateWrites(database);
  const features = readRecords(database);
  const save = batchWriter(database, closed);

  const markOf = (roomId: string, userId: string): ReadMarker | null => {
    const row = readMarker.first(orderKey(userId), orderKey(roomId));
    return row === undefined ? null : { ...row };
  };

  return {
    ...createNotificationWrites(database),
    ...userWrites(database),
    commit: (roomId, changes) => {
      const roomKey = orderKey(roomId);
      const row = headRow.first(roomKey);
      const key = row?.key ?? null;
      const source: RecordSource = {
        head: () => (row === undefined ? null : toHead(row, epoch)),
        member: (userId) => {
          const found = member.first(roomKey, orderKey(userId));
          return found === undefined ? null : parseBody(found);
        },
        joined: () =>
          joined
            .all(roomKey)
            .map(parseBody)
            .filter(({ state }) => state === 'joined'),
        message: (messageId) => {
          const found = storedMessage.first(key, messageId);
          return found === undefined ? null : { message: parseBody(found), fingerprint: found.fingerprint };
        },
        reacted: (messageId, emoji, userId) =>
          reacted.first(roomKey, messageId, emoji, orderKey(userId)) !== undefined,
        reactors: (messageId, emoji, limit) =>
          reactors.all(roomKey, messageId, emoji, '', limit).map(({ key: user }) => idOf(user)),
        replies: (threadId, limit) =>
          replies
            .all(key, threadId, limit)
            .map((row) => ({ message: parseBody(row), fingerprint: row.fingerprint }))
            .concat(closed.replies(key, threadId, limit)),
        lastSentAt: (userId, since) => {
          const at = [
            lastSentAt.first(key, since, orderKey(userId))?.at,
            closed.lastSentAt(key, userId, since),
          ];
          return at.reduce<number | null>(
            (last, each) => (each == null ? last : Math.max(each, last ?? each)),
            null,
          );
        },
        openCall: () => {
          const found = openCall.first(key, roomKey);
          return found === undefined ? null : { message: parseBody(found), fingerprint: found.fingerprint };
        },
        pinned: () => pinnedCount.first(key)?.count ?? 0,
        hasReadMarker: (userId) => markOf(roomId, userId) !== null,
        record: (...by) => features.record(roomKey, ...by),
        records: (...by) => features.records(roomKey, ...by),
        isErased: (userId) => erasure.first(orderKey(userId)) !== undefined,
        report: (messageId) => {
          const found = storedReport.first(key, messageId);
          return found === undefined ? null : parseBody(found);
        },
      };
      // Changes arrive as JSON and records leave as JSON, so nothing is shared.
      const batch = decideBatch(source, changes, epoch, (record) => record);
      if (batch.head !== null) save(roomKey, row, { ...batch, head: batch.head });
      return batch.results;
    },
    readMarker: (roomId, userId, first) => {
      const { joinedAt, joinedSeq, readSeq } = first;
      addMark.run(orderKey(userId), orderKey(roomId), joinedAt, joinedSeq, readSeq);
      return markOf(roomId, userId) ?? newReadMarker(first);
    },
    markRead: (roomId, userId, seq, { at, turn = Number.MAX_SAFE_INTEGER }) => {
      raiseMark.run(orderKey(userId), orderKey(roomId), seq, at, turn);
      return markOf(roomId, userId);
    },
    markUnread: (roomId, userId, seq) => {
      takeMarkBack.run(orderKey(userId), orderKey(roomId), seq);
      return markOf(roomId, userId);
    },
    markDelivered: (roomId, delivered) => {
      const roomKey = orderKey(roomId);
      for (const { userId, seq } of delivered) raiseDelivered.run(orderKey(userId), roomKey, seq);
    },
    prune: (roomId, before, most) => {
      const roomKey = orderKey(roomId);
      pruneReports.run(roomKey, before);
      const pruned = prune.run(roomKey, before, most);
      return pruned < most ? pruned + closed.prune(roomKey, before, most - pruned) : pruned;
    },
    putRoom: (room) => void putRoom.run(orderKey(room.id), JSON.stringify(room), startOrderKey(room)),
    putPreferences: (userId, roomId, preferences) =>
      void putWishes.run(orderKey(userId), orderKey(roomId), JSON.stringify(preferences)),
    getOrSet: (key, value) => {
      addSetting.run(key, value);
      return setting.first(key)?.value ?? value;
    },
    ...fileWrites(database),
    ...searchWrites(database),
    ...erasureWrites(database),
  };
};

/** Writes the results of a batch; `row` is the room before it. */
const batchWriter = (database: DatabaseSync, closed: PrivateWrites) => {
  const addTimeline = query<{ key: number }>(database, sql.addTimeline);
  const setCounters = query(database, sql.setCounters);
  const setTimeline = query(database, sql.setTimeline);
  const addOpenCall = query(database, sql.addOpenCall);
  const removeOpenCall = query(database, sql.removeOpenCall);
  const addMessage = query(database, sql.addMessage);
  const changeMessage = query(database, sql.changeMessage);
  const addReaction = query(database, sql.addReaction);
  const removeReaction = query(database, sql.removeReaction);
  const addMention = query(database, sql.addMention);
  const removeMentions = query(database, sql.removeMentions);
  const addVersion = query(database, sql.addVersion);
  const trimVersions = query(database, sql.trimVersions);
  const putMember = query(database, sql.putMember);
  const putReport = query(database, sql.putReport);
  const addAudit = query(database, sql.addAudit);
  const addTrace = query(database, sql.addTrace);

  const saveRecords = recordWriter(database);

  const saveHead = (roomKey: string, row: HeadRow | undefined, head: Head): number | null => {
    const { seq, rev, roomRev } = head;
    const links = inviteLinksText(head);
    if (row === undefined) {
      return addTimeline.first(roomKey, seq, rev, roomRev, JSON.stringify(head.room), links)?.key ?? null;
    }
    if (roomRev === row.roomRev && links === row.inviteLinks) setCounters.run(seq, rev, row.key);
    else setTimeline.run(seq, rev, roomRev, JSON.stringify(head.room), links, row.key);
    return row.key;
  };

  const saveMentions = (key: number | null, message: Message, isNew: boolean): void => {
    const { seq, author } = message;
    if (!isNew) removeMentions.run(key, seq);
    for (const userId of mentionedUsers(message))
      addMention.run(key, orderKey(userId), seq, orderKey(author.id));
  };

  const saveMessage = (key: number | null, { message, fingerprint }: StoredMessage, isNew: boolean): void => {
    const { seq, rev, id, author, createdAt, deletedAt, pinnedAt } = message;
    const deleted = deletedAt === undefined ? 0 : 1;
    const pinned = pinnedAt === undefined ? 0 : 1;
    const body = JSON.stringify(message);
    const authorKey = orderKey(author.id);
    if (!isNew) return void changeMessage.run(rev, authorKey, deleted, body, pinned, key, seq);
    const about = [id, authorKey, createdAt, deleted, fingerprint, body, pinned];
    addMessage.run(key, seq, rev, ...about, message.threadId ?? null, isThreadOnly(message) ? 1 : 0);
  };

  const saveCall = (roomKey: string, call: Message): void =>
    void (isOpenCall(call) ? addOpenCall : removeOpenCall).run(roomKey, call.id);

  return (roomKey: string, row: HeadRow | undefined, batch: BatchResult & { head: Head }): void => {
    const key = saveHead(roomKey, row, batch.head);
    for (const stored of batch.messages) {
      const isNew = stored.message.seq > (row?.seq ?? 0);
      saveMentions(key, stored.message, isNew);
      if (stored.message.to === undefined) {
        saveMessage(key, stored, isNew);
        if (stored.message.kind === 'call') saveCall(roomKey, stored.message);
      } else closed.put(key, stored);
    }
    for (const { messageId, emoji, userId, added } of batch.reactions) {
      (added ? addReaction : removeReaction).run(key, messageId, emoji, orderKey(userId));
    }
    for (const { messageId, version } of batch.versions) {
      addVersion.run(key, messageId, version.rev, JSON.stringify(version));
      trimVersions.run(key, messageId, maxVersions);
    }
    for (const stored of batch.members) {
      putMember.run(roomKey, orderKey(stored.user.id), stored.state, stored.rev, JSON.stringify(stored));
    }
    for (const report of batch.reports) {
      const { messageId, rev, state, createdAt } = report;
      putReport.run(key, messageId, rev, state === 'open' ? 1 : 0, createdAt, JSON.stringify(report));
    }
    saveRecords(key, batch.records);
    for (const userId of batch.involvedUserIds) addTrace.run(orderKey(userId), roomKey);
    for (const entry of batch.audit) addAudit.run(key, entry.rev, JSON.stringify(entry));
  };
};
