import type { DatabaseSync } from 'node:sqlite';
import { isThreadOnly, isOpenCall, maxVersions, type Message, type Room } from '@chat/protocol';
import { mentionedUsers } from '../shared/mentioned-users.ts';
import { decideBatch, type BatchResult } from '../batch/decide-batch.ts';
import type { Change, CommitResult } from '../contract/change.ts';
import type { Head, StoredMessage } from '../contract/records.ts';
import { createCommitSource, type KnownRoom, type WrittenRoom } from './commit-source.ts';
import { erasureWrites, type ErasureWrites } from './erasures.ts';
import { recordWriter } from './feature-records.ts';
import { fileWrites, type FileWrites } from './file-writes.ts';
import { newReadMarker } from '../shared/read-marker.ts';
import { orderKey } from '../shared/id-order-key.ts';
import { inviteLinksText } from '../shared/invite-links-text.ts';
import { startOrderKey } from '../shared/start-order-key.ts';
import type { FirstReadMarker, ReadMarker, RoomPreferences } from '../contract/storage.ts';
import { messageBody } from './message-row.ts';
import { createNotificationWrites, type NotificationWrites } from './notifications.ts';
import { userWrites, type UserWrites } from './users.ts';
import { privateWrites, type PrivateWrites } from './private.ts';
import { writeQueries as sql, readQueries } from './queries.ts';
import { query } from './query.ts';
import { searchWrites, type SearchWrites } from './search/index-writes.ts';

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

export const storeWrites = (
  database: DatabaseSync,
  epoch: string,
): {
  writes: StoreWrites;
  /** The caller has rolled the transaction back. */
  rolledBack: () => void;
} => {
  const readMarker = query<ReadMarker>(database, readQueries.mark);
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
  const source = createCommitSource(database, epoch, closed);
  const save = batchWriter(database, closed);

  const markOf = (roomId: string, userId: string): ReadMarker | null => {
    const row = readMarker.first(orderKey(userId), orderKey(roomId));
    return row === undefined ? null : { ...row };
  };

  const writes: StoreWrites = {
    ...createNotificationWrites(database),
    ...userWrites(database),
    commit: (roomId, changes) => {
      const room = source.open(roomId);
      // Changes arrive as JSON and records leave as JSON, so nothing is shared.
      const batch = decideBatch(source.reads(room), changes, epoch, (record) => record);
      if (batch.head !== null) source.written(room, save(room, { ...batch, head: batch.head }));
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
    ...erasureWrites(database, source.forget),
  };
  return { writes, rolledBack: source.forget };
};

/** Writes the results of a batch; `room` is as it was before. */
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

  const saveHead = (before: KnownRoom, head: Head, links: string | null): number | null => {
    const { roomKey, key } = before;
    const { seq, rev, roomRev } = head;
    if (key === null)
      return addTimeline.first(roomKey, seq, rev, roomRev, JSON.stringify(head.room), links)?.key ?? null;
    if (roomRev === before.head?.roomRev && links === before.inviteLinks) setCounters.run(seq, rev, key);
    else setTimeline.run(seq, rev, roomRev, JSON.stringify(head.room), links, key);
    return key;
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
    const body = messageBody(message);
    const authorKey = orderKey(author.id);
    if (!isNew) return void changeMessage.run(rev, authorKey, deleted, body, pinned, key, seq);
    const about = [id, authorKey, createdAt, deleted, fingerprint, body, pinned];
    addMessage.run(key, seq, rev, ...about, message.threadId ?? null, isThreadOnly(message) ? 1 : 0);
  };

  const saveCall = (roomKey: string, call: Message): void =>
    void (isOpenCall(call) ? addOpenCall : removeOpenCall).run(roomKey, call.id);

  return (room: KnownRoom, batch: BatchResult & { head: Head }): WrittenRoom => {
    const { roomKey } = room;
    const { head, members } = batch;
    const inviteLinks = inviteLinksText(head);
    const key = saveHead(room, head, inviteLinks);
    for (const stored of batch.messages) {
      const isNew = stored.message.seq > (room.head?.seq ?? 0);
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
    for (const stored of members) {
      putMember.run(roomKey, orderKey(stored.user.id), stored.state, stored.rev, JSON.stringify(stored));
    }
    for (const report of batch.reports) {
      const { messageId, rev, state, createdAt } = report;
      putReport.run(key, messageId, rev, state === 'open' ? 1 : 0, createdAt, JSON.stringify(report));
    }
    saveRecords(key, batch.records);
    const traced = [...batch.involvedUserIds].map(orderKey).filter((userKey) => !room.traced.has(userKey));
    for (const userKey of traced) addTrace.run(userKey, roomKey);
    for (const entry of batch.audit) addAudit.run(key, entry.rev, JSON.stringify(entry));
    return { key, inviteLinks, head, members, traced };
  };
};
