import type { RoomFile } from '@chat/protocol';
import type { FileRecordStore } from '../contract/file-record-store.ts';
import type { StoredFile } from '../contract/records.ts';
import { orderKey } from '../shared/id-order-key.ts';
import type { Database, Run } from './database.ts';
import { pageOf, parseBody, type BodyRow } from './rows.ts';

interface FileRow extends BodyRow<RoomFile> {
  counted: number;
  dueAt: number | null;
}

const columns = 'counted, due_at AS "dueAt", body';
/** Sorts after every file id. */
const newest = 'g';

const toStoredFile = (row: FileRow): StoredFile => ({
  file: parseBody(row),
  counted: row.counted,
  dueAt: row.dueAt,
});
const userOwner = (userId: string): string => `u${orderKey(userId)}`;
const roomOwner = (roomId: string): string => `r${orderKey(roomId)}`;

const bytesOf = async (run: Run, owner: string): Promise<number> =>
  (await run<{ bytes: number }>('SELECT bytes FROM {s}.file_totals WHERE owner = $1', [owner]))[0]?.bytes ??
  0;

/** Always the user before the room, so that two transactions cannot deadlock. */
const ownersOf = ({ file: { uploadedBy, roomId } }: StoredFile): string[] => [
  userOwner(uploadedBy),
  roomOwner(roomId),
];

const count = async (run: Run, record: StoredFile, bytes: number): Promise<void> => {
  for (const owner of ownersOf(record))
    await run(
      `INSERT INTO {s}.file_totals AS total (owner, bytes) VALUES ($1, $2)
        ON CONFLICT (owner) DO UPDATE SET bytes = total.bytes + excluded.bytes`,
      [owner, bytes],
    );
  // Users without files leave no total.
  await run('DELETE FROM {s}.file_totals WHERE owner = $1 AND bytes <= 0', [ownersOf(record)[0]]);
};

export const postgresFiles = ({ run, write }: Database): FileRecordStore => {
  const files = async (where: string, input: readonly unknown[]): Promise<StoredFile[]> =>
    (await run<FileRow>(`SELECT ${columns} FROM {s}.files WHERE ${where}`, input)).map(toStoredFile);
  const page = async (where: string, input: readonly unknown[], limit: number) => {
    const sql = `${where} ORDER BY file_id DESC LIMIT $${input.length + 1}`;
    const { rows, hasMore } = pageOf(await files(sql, [...input, limit + 1]), limit);
    return { files: rows, hasMore };
  };

  return {
    add: (record, most) =>
      write(async (within) => {
        const { file, counted, dueAt } = record;
        const { fileId, uploadedBy, roomId, kind } = file;
        for (const owner of ownersOf(record))
          await within("SELECT pg_advisory_xact_lock(hashtextextended('{s} ' || $1, 3))", [owner]);
        if ((await bytesOf(within, userOwner(uploadedBy))) + counted > most.userBytes) return 'user_quota';
        if ((await bytesOf(within, roomOwner(roomId))) + counted > most.roomBytes) return 'room_quota';
        await within(
          `INSERT INTO {s}.files (file_id, room_id, user_id, kind, counted, due_at, body)
            VALUES ($1, $2, $3, $4, $5, $6, $7)`,
          [fileId, orderKey(roomId), orderKey(uploadedBy), kind, counted, dueAt, JSON.stringify(file)],
        );
        await count(within, record, counted);
        return 'added';
      }),
    totals: async (userId, roomId) => ({
      userBytes: await bytesOf(run, userOwner(userId)),
      roomBytes: await bytesOf(run, roomOwner(roomId)),
    }),
    // Totals of rooms begin with r.
    bytes: async () => {
      const sql = `SELECT COALESCE(SUM(bytes), 0)::BIGINT AS bytes FROM {s}.file_totals
        WHERE owner >= 'r' AND owner < 's'`;
      return (await run<{ bytes: number }>(sql, []))[0]?.bytes ?? 0;
    },
    get: async (fileId) => (await files('file_id = $1', [fileId]))[0] ?? null,
    bind: (fileIds, { roomId, userId, messageId }) =>
      write(async (within) => {
        const sql = `SELECT ${columns} FROM {s}.files WHERE file_id = ANY ($1) ORDER BY file_id FOR UPDATE`;
        const rows = (await within<FileRow>(sql, [fileIds])).map(toStoredFile);
        const found = new Map(rows.map((record) => [record.file.fileId, record]));
        const bound = fileIds.map((fileId) => {
          const record = found.get(fileId);
          const { uploadedBy, roomId: room, messageId: other = messageId } = record?.file ?? {};
          if (!record || uploadedBy !== userId || room !== roomId || other !== messageId) return null;
          return { ...record, file: { ...record.file, messageId } };
        });
        const records = bound.filter((record) => record !== null);
        if (records.length < bound.length) return null;
        for (const { file } of records)
          await within('UPDATE {s}.files SET message_id = $2, body = $3 WHERE file_id = $1', [
            file.fileId,
            messageId,
            JSON.stringify(file),
          ]);
        return records;
      }),
    ofMessage: (roomId, messageId) =>
      files('room_id = $1 AND message_id = $2 ORDER BY file_id', [orderKey(roomId), messageId]),
    list: (roomId, { before = newest, kind, limit }) => {
      const sent = 'room_id = $1 AND file_id < $2 AND message_id IS NOT NULL';
      const input = [orderKey(roomId), before];
      return kind === undefined
        ? page(sent, input, limit)
        : page(`${sent} AND kind = $3`, [...input, kind], limit);
    },
    ofUser: (userId, { before = newest, limit }) =>
      page('user_id = $1 AND file_id < $2', [orderKey(userId), before], limit),
    due: (at, limit) => files('due_at <= $1 ORDER BY due_at LIMIT $2', [at, limit]),
    setDue: async (fileId, dueAt) =>
      void (await run('UPDATE {s}.files SET due_at = $2 WHERE file_id = $1', [fileId, dueAt])),
    remove: (fileId) =>
      write(async (within) => {
        const sql = `DELETE FROM {s}.files WHERE file_id = $1 RETURNING ${columns}`;
        const [row] = await within<FileRow>(sql, [fileId]);
        if (row === undefined) return false;
        const record = toStoredFile(row);
        await count(within, record, -record.counted);
        return true;
      }),
  };
};
