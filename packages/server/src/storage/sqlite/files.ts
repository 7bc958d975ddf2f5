import type { DatabaseSync } from 'node:sqlite';
import type { StoredFile } from '../contract/records.ts';
import type { FileRecordStore } from '../contract/storage.ts';
import { roomOwner, toStoredFile, userOwner, type FileRow } from './file-writes.ts';
import type { WriteQueue } from './write-queue.ts';
import { orderKey } from '../shared/id-order-key.ts';
import { readQueries as sql } from './queries.ts';
import { query } from './query.ts';

/** Sorts after every file id. */
const newest = 'g';

export const sqliteFiles = (database: DatabaseSync, { run }: WriteQueue): FileRecordStore => {
  const file = query<FileRow>(database, sql.file);
  const total = query<{ bytes: number }>(database, sql.fileTotal);
  const all = query<{ bytes: number }>(database, sql.filesTotal);
  const ofMessage = query<FileRow>(database, sql.filesOfMessage);
  const sent = query<FileRow>(database, sql.filesSent);
  const ofKind = query<FileRow>(database, sql.filesOfKind);
  const ofUser = query<FileRow>(database, sql.filesOfUser);
  const due = query<FileRow>(database, sql.filesDue);

  const page = (rows: FileRow[], limit: number): { files: StoredFile[]; hasMore: boolean } => ({
    files: rows.slice(0, limit).map(toStoredFile),
    hasMore: rows.length > limit,
  });
  const bytesOf = (owner: string): number => total.first(owner)?.bytes ?? 0;

  return {
    add: (record, most) => run('addFile', record, most),
    totals: async (userId, roomId) => ({
      userBytes: bytesOf(userOwner(userId)),
      roomBytes: bytesOf(roomOwner(roomId)),
    }),
    bytes: async () => all.first()?.bytes ?? 0,
    get: async (fileId) => {
      const row = file.first(fileId);
      return row === undefined ? null : toStoredFile(row);
    },
    bind: (fileIds, to) => run('bindFiles', fileIds, to),
    ofMessage: async (roomId, messageId) => ofMessage.all(orderKey(roomId), messageId).map(toStoredFile),
    list: async (roomId, { before = newest, kind, limit }) => {
      const room = orderKey(roomId);
      const most = limit + 1;
      return page(
        kind === undefined ? sent.all(room, before, most) : ofKind.all(room, kind, before, most),
        limit,
      );
    },
    ofUser: async (userId, { before = newest, limit }) =>
      page(ofUser.all(orderKey(userId), before, limit + 1), limit),
    due: async (at, limit) => due.all(at, limit).map(toStoredFile),
    setDue: (fileId, dueAt) => run('setFileDue', fileId, dueAt),
    remove: (fileId) => run('removeFile', fileId),
  };
};
