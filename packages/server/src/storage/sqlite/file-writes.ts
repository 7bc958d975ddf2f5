import type { DatabaseSync } from 'node:sqlite';
import type { RoomFile } from '@chat/protocol';
import type { StoredFile } from '../contract/records.ts';
import type { FileBinding, FileTotals } from '../contract/storage.ts';
import { orderKey } from '../shared/id-order-key.ts';
import { readQueries, writeQueries as sql } from './queries.ts';
import { parseBody, query, type BodyRow } from './query.ts';

export interface FileRow extends BodyRow<RoomFile> {
  counted: number;
  dueAt: number | null;
}

export const toStoredFile = (row: FileRow): StoredFile => ({
  file: parseBody(row),
  counted: row.counted,
  dueAt: row.dueAt,
});

/** Returns the key of a total in `file_totals`. */
export const userOwner = (userId: string): string => `u${orderKey(userId)}`;
export const roomOwner = (roomId: string): string => `r${orderKey(roomId)}`;

/** Writes for file records; the caller begins and commits the transaction. */
export interface FileWrites {
  addFile: (record: StoredFile, most: FileTotals) => 'added' | 'user_quota' | 'room_quota';
  bindFiles: (fileIds: readonly string[], to: FileBinding) => StoredFile[] | null;
  setFileDue: (fileId: string, dueAt: number | null) => void;
  removeFile: (fileId: string) => boolean;
}

export const fileWrites = (database: DatabaseSync): FileWrites => {
  const file = query<FileRow>(database, readQueries.file);
  const total = query<{ bytes: number }>(database, readQueries.fileTotal);
  const add = query(database, sql.addFile);
  const addToTotal = query(database, sql.addToTotal);
  const forgetTotal = query(database, sql.forgetTotal);
  const bind = query(database, sql.bindFile);
  const setDue = query(database, sql.setFileDue);
  const remove = query(database, sql.removeFile);

  const count = ({ file: { uploadedBy, roomId } }: StoredFile, bytes: number): void => {
    addToTotal.run(userOwner(uploadedBy), bytes);
    addToTotal.run(roomOwner(roomId), bytes);
    // Users without files leave no total.
    forgetTotal.run(userOwner(uploadedBy));
  };
  const read = (fileId: string): StoredFile | null => {
    const row = file.first(fileId);
    return row === undefined ? null : toStoredFile(row);
  };

  return {
    addFile: (record, most) => {
      const { file, counted, dueAt } = record;
      const { fileId, uploadedBy, roomId, kind } = file;
      const bytesOf = (owner: string): number => total.first(owner)?.bytes ?? 0;
      if (bytesOf(userOwner(uploadedBy)) + counted > most.userBytes) return 'user_quota';
      if (bytesOf(roomOwner(roomId)) + counted > most.roomBytes) return 'room_quota';
      add.run(fileId, orderKey(roomId), orderKey(uploadedBy), kind, counted, dueAt, JSON.stringify(file));
      count(record, counted);
      return 'added';
    },
    bindFiles: (fileIds, { roomId, userId, messageId }) => {
      const found = fileIds.map(read);
      const bound = found.map((record) => {
        const { uploadedBy, roomId: room, messageId: other = messageId } = record?.file ?? {};
        if (record === null || uploadedBy !== userId || room !== roomId || other !== messageId) return null;
        return { ...record, file: { ...record.file, messageId } };
      });
      if (bound.includes(null)) return null;
      const records = bound.filter((record) => record !== null);
      for (const { file } of records) bind.run(messageId, JSON.stringify(file), file.fileId);
      return records;
    },
    setFileDue: (fileId, dueAt) => void setDue.run(dueAt, fileId),
    removeFile: (fileId) => {
      const record = read(fileId);
      if (record === null) return false;
      remove.run(fileId);
      count(record, -record.counted);
      return true;
    },
  };
};
