import { immutable } from '../shared/immutable.ts';
import type { StoredFile } from '../contract/records.ts';
import type { FileRecordStore } from '../contract/storage.ts';
import type { MaybeSync } from '../shared/reject-when-closed.ts';

const newestFirst = (a: StoredFile, b: StoredFile): number => (a.file.fileId < b.file.fileId ? 1 : -1);

/** The file records as synchronous methods, each of which is atomic. */
export const memoryFiles = (): MaybeSync<FileRecordStore> => {
  const records = new Map<string, StoredFile>();
  const byRoom = new Map<string, Set<string>>();
  const byUser = new Map<string, Set<string>>();

  const among = (index: Map<string, Set<string>>, key: string): StoredFile[] =>
    [...(index.get(key) ?? [])].flatMap((fileId) => records.get(fileId) ?? []);
  const sum = (all: StoredFile[]): number => all.reduce((bytes, { counted }) => bytes + counted, 0);
  const enter = (index: Map<string, Set<string>>, key: string, fileId: string): void =>
    void index.set(key, (index.get(key) ?? new Set()).add(fileId));
  const leave = (index: Map<string, Set<string>>, key: string, fileId: string): void => {
    index.get(key)?.delete(fileId);
    if (index.get(key)?.size === 0) index.delete(key);
  };
  const page = (all: StoredFile[], before: string | undefined, limit: number) => {
    const older = all
      .filter(({ file }) => before === undefined || file.fileId < before)
      .toSorted(newestFirst);
    return { files: older.slice(0, limit), hasMore: older.length > limit };
  };

  return {
    add: (record, most) => {
      const { fileId, uploadedBy, roomId } = record.file;
      if (sum(among(byUser, uploadedBy)) + record.counted > most.userBytes) return 'user_quota';
      if (sum(among(byRoom, roomId)) + record.counted > most.roomBytes) return 'room_quota';
      records.set(fileId, immutable(record));
      enter(byRoom, roomId, fileId);
      enter(byUser, uploadedBy, fileId);
      return 'added';
    },
    totals: (userId, roomId) => ({
      userBytes: sum(among(byUser, userId)),
      roomBytes: sum(among(byRoom, roomId)),
    }),
    bytes: () => sum([...records.values()]),
    get: (fileId) => records.get(fileId) ?? null,
    bind: (fileIds, { roomId, userId, messageId }) => {
      const bound: StoredFile[] = [];
      for (const fileId of fileIds) {
        const record = records.get(fileId);
        if (record?.file.uploadedBy !== userId || record.file.roomId !== roomId) return null;
        if ((record.file.messageId ?? messageId) !== messageId) return null;
        bound.push(immutable({ ...record, file: { ...record.file, messageId } }));
      }
      for (const record of bound) records.set(record.file.fileId, record);
      return bound;
    },
    ofMessage: (roomId, messageId) =>
      among(byRoom, roomId)
        .filter(({ file }) => file.messageId === messageId)
        .toSorted((a, b) => newestFirst(b, a)),
    list: (roomId, { before, kind, limit }) => {
      const sent = among(byRoom, roomId).filter(
        ({ file }) => file.messageId !== undefined && (kind === undefined || file.kind === kind),
      );
      return page(sent, before, limit);
    },
    ofUser: (userId, { before, limit }) => page(among(byUser, userId), before, limit),
    due: (at, limit) =>
      [...records.values()]
        .filter(({ dueAt }) => dueAt !== null && dueAt <= at)
        .toSorted((a, b) => (a.dueAt ?? 0) - (b.dueAt ?? 0))
        .slice(0, limit),
    setDue: (fileId, dueAt) => {
      const record = records.get(fileId);
      if (record !== undefined) records.set(fileId, immutable({ ...record, dueAt }));
    },
    remove: (fileId) => {
      const record = records.get(fileId);
      if (record === undefined) return false;
      records.delete(fileId);
      leave(byRoom, record.file.roomId, fileId);
      leave(byUser, record.file.uploadedBy, fileId);
      return true;
    },
  };
};
