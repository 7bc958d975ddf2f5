import type { RoomFile } from '@chat/protocol';
import type { FileRecordStore } from '../contract/file-record-store.ts';
import { orderKey } from '../shared/id-order-key.ts';
import type { StoredFile } from '../contract/records.ts';
import type { Database, Transaction } from './database.ts';
import { pageOf, parseBody, type BodyRow } from './rows.ts';
import { put, type Row, type Tables } from './table.ts';

interface FileRow extends BodyRow<RoomFile> {
  room: string;
  user: string;
  kind: string;
  counted: number;
  /** Whether it is bound to `message`. */
  sent: boolean;
  message?: string;
  dueAt?: number;
}

/** Bytes of files by user ('u' before the id) and by room ('r'). */
interface TotalRow extends Row {
  bytes: number;
}

const toStoredFile = (row: FileRow): StoredFile => ({
  file: parseBody(row),
  counted: row.counted,
  dueAt: row.dueAt ?? null,
});
const userOwner = (userId: string): string => `u${orderKey(userId)}`;
const roomOwner = (roomId: string): string => `r${orderKey(roomId)}`;

const bytesOf = async (tables: Tables, owner: string): Promise<number> =>
  (await tables<TotalRow>('fileTotals').get(owner))?.bytes ?? 0;

const count = async ({ tables }: Transaction, owner: string, bytes: number): Promise<number> =>
  (await tables<TotalRow>('fileTotals').upsert(owner, { $inc: { bytes } })).bytes;

export const mongodbFiles = ({ tables, write }: Database): FileRecordStore => {
  const files = tables<FileRow>('files');
  const page = async (filter: Parameters<typeof files.find>[0], limit: number) => {
    const { rows, hasMore } = pageOf(
      await files.find(filter, { sort: { _id: -1 }, limit: limit + 1 }),
      limit,
    );
    return { files: rows.map(toStoredFile), hasMore };
  };
  const olderThan = (before: string | undefined) => (before === undefined ? {} : { _id: { $lt: before } });

  return {
    add: ({ file, counted, dueAt }, most) =>
      write(async (within) => {
        const { fileId, uploadedBy, roomId, kind } = file;
        const over =
          (await count(within, userOwner(uploadedBy), counted)) > most.userBytes
            ? 'user_quota'
            : (await count(within, roomOwner(roomId), counted)) > most.roomBytes
              ? 'room_quota'
              : null;
        if (over !== null) {
          within.undo();
          return over;
        }
        const row: FileRow = {
          _id: fileId,
          room: orderKey(roomId),
          user: orderKey(uploadedBy),
          kind,
          counted,
          sent: false,
          ...(dueAt === null ? {} : { dueAt }),
          body: JSON.stringify(file),
        };
        await within.tables<FileRow>('files').bulk([put(row)]);
        return 'added';
      }),
    totals: async (userId, roomId) => ({
      userBytes: await bytesOf(tables, userOwner(userId)),
      roomBytes: await bytesOf(tables, roomOwner(roomId)),
    }),
    // Totals of rooms begin with r.
    bytes: async () => {
      const totals = await tables<TotalRow>('fileTotals').find({ _id: { $gte: 'r', $lt: 's' } });
      return totals.reduce((sum, { bytes }) => sum + bytes, 0);
    },
    get: async (fileId) => {
      const row = await files.get(fileId);
      return row && toStoredFile(row);
    },
    bind: (fileIds, { roomId, userId, messageId }) =>
      write(async (within) => {
        const mine = within.tables<FileRow>('files');
        const found = new Map((await mine.byIds(fileIds)).map((row) => [row._id, toStoredFile(row)]));
        const bound = fileIds.map((fileId) => {
          const record = found.get(fileId);
          const { uploadedBy, roomId: room, messageId: other = messageId } = record?.file ?? {};
          if (!record || uploadedBy !== userId || room !== roomId || other !== messageId) return null;
          return { ...record, file: { ...record.file, messageId } };
        });
        const records = bound.filter((record) => record !== null);
        if (records.length < bound.length) {
          within.undo();
          return null;
        }
        await mine.bulk(
          records.map(({ file }) => ({
            updateOne: {
              filter: { _id: file.fileId },
              update: { $set: { sent: true, message: messageId, body: JSON.stringify(file) } },
            },
          })),
        );
        return records;
      }),
    ofMessage: async (roomId, messageId) =>
      (await files.find({ room: orderKey(roomId), message: { $eq: messageId } }, { sort: { _id: 1 } })).map(
        toStoredFile,
      ),
    list: (roomId, { before, kind, limit }) =>
      page(
        {
          room: orderKey(roomId),
          sent: true,
          ...(kind === undefined ? {} : { kind: { $eq: kind } }),
          ...olderThan(before),
        },
        limit,
      ),
    ofUser: (userId, { before, limit }) => page({ user: orderKey(userId), ...olderThan(before) }, limit),
    due: async (at, limit) =>
      (await files.find({ dueAt: { $lte: at } }, { sort: { dueAt: 1 }, limit })).map(toStoredFile),
    setDue: async (fileId, dueAt) =>
      void (await files.update(
        { _id: { $eq: fileId } },
        dueAt === null ? { $unset: { dueAt: '' } } : { $set: { dueAt } },
      )),
    remove: (fileId) =>
      write(async (within) => {
        const mine = within.tables<FileRow>('files');
        const row = await mine.get(fileId);
        if (row === null || (await mine.remove({ _id: row._id })) === 0) {
          within.undo();
          return false;
        }
        const { file, counted } = toStoredFile(row);
        const owner = userOwner(file.uploadedBy);
        // Users without files leave no total.
        if ((await count(within, owner, -counted)) <= 0)
          await within.tables<TotalRow>('fileTotals').remove({ _id: owner });
        await count(within, roomOwner(file.roomId), -counted);
        return true;
      }),
  };
};
