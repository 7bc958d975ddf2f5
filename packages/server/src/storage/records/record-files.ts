import type { FileRecordStore, FileTotals } from '../contract/file-record-store.ts';
import type { StoredFile } from '../contract/records.ts';
import { timeKey } from '../shared/start-order-key.ts';
import { entryOf, replaceIn, type RecordEntry, type RecordPath, type Records } from './record-table.ts';

/** All changes of files wait for each other, because a quota counts several files. */
const queue = 'files';

export const recordFiles = ({ get, list, page, write, inTurn }: Records): FileRecordStore => {
  const find = (fileId: string) => get<StoredFile>('file', '', fileId);
  const bytesAt = async (path: RecordPath) => (await get<{ bytes: number }>(...path))?.bytes ?? 0;
  const totals = async (userId: string, roomId: string): Promise<FileTotals> => ({
    userBytes: await bytesAt(bytesOfUser(userId)),
    roomBytes: await bytesAt(bytesOfRoom(roomId)),
  });
  /** Returns entries that count `bytes` more for the file's uploader and room, and in all. */
  const count = ({ file }: StoredFile, bytes: number): Promise<RecordEntry[]> => {
    const paths = [bytesOfUser(file.uploadedBy), bytesOfRoom(file.roomId), bytesOfAll];
    return Promise.all(paths.map(async (path) => entryOf(path, { bytes: (await bytesAt(path)) + bytes })));
  };
  const newest = async (
    kind: string,
    group: string,
    { before, limit }: { before?: string; limit: number },
  ) => {
    const below = before === undefined ? {} : { below: before };
    const { found, hasMore } = await page<StoredFile>(kind, group, { ...below, limit, descending: true });
    return { files: found, hasMore };
  };

  return {
    add: (record, most) =>
      inTurn(queue, async () => {
        const { userBytes, roomBytes } = await totals(record.file.uploadedBy, record.file.roomId);
        if (userBytes + record.counted > most.userBytes) return 'user_quota';
        if (roomBytes + record.counted > most.roomBytes) return 'room_quota';
        await write([...replace(null, record), ...(await count(record, record.counted))]);
        return 'added';
      }),
    totals,
    bytes: () => bytesAt(bytesOfAll),
    get: find,
    bind: (fileIds, { roomId, userId, messageId }) =>
      inTurn(queue, async () => {
        const records = await Promise.all(fileIds.map(find));
        const bound = records.flatMap((record) =>
          record?.file.uploadedBy === userId &&
          record.file.roomId === roomId &&
          (record.file.messageId ?? messageId) === messageId
            ? [{ ...record, file: { ...record.file, messageId } }]
            : [],
        );
        if (bound.length < fileIds.length) return null;
        await write(bound.flatMap((record, at) => replace(records[at] ?? null, record)));
        return bound;
      }),
    ofMessage: (roomId, messageId) => list('file-of-message', messageGroup(roomId, messageId)),
    list: (roomId, { kind, ...query }) => newest(kindInRoom(kind), roomId, query),
    ofUser: (userId, query) => newest('file-of-user', userId, query),
    due: (at, limit) => list('file-due', '', { below: timeKey(Math.floor(at) + 1), limit }),
    setDue: (fileId, dueAt) =>
      inTurn(queue, async () => {
        const record = await find(fileId);
        if (record !== null) await write(replace(record, { ...record, dueAt }));
      }),
    remove: (fileId) =>
      inTurn(queue, async () => {
        const record = await find(fileId);
        if (record === null) return false;
        await write([...replace(record, null), ...(await count(record, -record.counted))]);
        return true;
      }),
  };
};

const bytesOfAll: RecordPath = ['file-bytes', '', ''];
const bytesOfUser = (userId: string): RecordPath => ['file-bytes', 'user', userId];
const bytesOfRoom = (roomId: string): RecordPath => ['file-bytes', 'room', roomId];
const messageGroup = (roomId: string, messageId: string): string => JSON.stringify([roomId, messageId]);
const kindInRoom = (kind: string | undefined): string =>
  kind === undefined ? 'file-in-room' : `file-in-room-${kind}`;

/** Returns every path under which a file is stored: copies, so that each list reads one range. */
const pathsOf = ({ file, dueAt }: StoredFile): RecordPath[] => {
  const { fileId, roomId, uploadedBy, messageId, kind } = file;
  const paths: RecordPath[] = [
    ['file', '', fileId],
    ['file-of-user', uploadedBy, fileId],
  ];
  if (dueAt !== null) paths.push(['file-due', '', `${timeKey(dueAt)} ${fileId}`]);
  if (messageId === undefined) return paths;
  return [
    ...paths,
    ['file-of-message', messageGroup(roomId, messageId), fileId],
    [kindInRoom(undefined), roomId, fileId],
    [kindInRoom(kind), roomId, fileId],
  ];
};

const replace = (before: StoredFile | null, after: StoredFile | null): RecordEntry[] =>
  replaceIn(before ? pathsOf(before) : [], after ? pathsOf(after).map((path) => entryOf(path, after)) : []);
