import type { RecordChange, RecordQuery, StoredRecord } from '../contract/records.ts';
import type { RecordOf, TimelineStore } from '../contract/storage.ts';
import { idOf, orderKey } from '../shared/id-order-key.ts';
import { lastKey } from '../shared/record-keys.ts';
import { keyOf, pageOf, parseBody, type BodyRow } from './rows.ts';
import { put, type Tables } from './table.ts';

export interface RecordRow extends BodyRow<StoredRecord> {
  room: string;
  kind: string;
  key: string;
  user?: string;
  message?: string;
  dueAt?: number;
}

const idOfRecord = (roomId: string, kind: string, key: string): string =>
  keyOf(orderKey(roomId), kind, orderKey(key));

export const readRecords = async (
  tables: Tables,
  roomId: string,
  kind: string,
  { above = '', below = lastKey, limit, descending }: RecordQuery,
): Promise<StoredRecord[]> => {
  const those = { room: orderKey(roomId), kind, key: { $gt: orderKey(above), $lt: orderKey(below) } };
  const sort = { key: descending ? -1 : 1 } as const;
  return (await tables<RecordRow>('records').find(those, { sort, limit })).map(parseBody);
};

export const readRecord = async (
  tables: Tables,
  roomId: string,
  kind: string,
  key: string,
): Promise<StoredRecord | null> => {
  const row = await tables<RecordRow>('records').get(idOfRecord(roomId, kind, key));
  return row && parseBody(row);
};

export const recordPages = (
  tables: Tables,
): Pick<TimelineStore, 'record' | 'records' | 'dueRecords' | 'recordsOf'> => ({
  record: (...by) => readRecord(tables, ...by),
  records: async (roomId, kind, query) => {
    const { limit } = query;
    const found = pageOf(await readRecords(tables, roomId, kind, { ...query, limit: limit + 1 }), limit);
    return { records: found.rows, hasMore: found.hasMore };
  },
  dueRecords: async (kind, { at, limit }) => {
    const those = { kind, dueAt: { $lte: at } };
    const rows = await tables<RecordRow>('records').find(those, { sort: { dueAt: 1 }, limit });
    return rows.map((row): RecordOf => ({ record: parseBody(row), roomId: idOf(row.room) }));
  },
  recordsOf: async (roomId, userId, { after, limit }) => {
    const theirs = { room: orderKey(roomId), user: orderKey(userId) };
    const later =
      after === undefined
        ? {}
        : {
            $or: [{ kind: { $gt: after.kind } }, { kind: after.kind, key: { $gt: orderKey(after.key) } }],
          };
    const first = { sort: { kind: 1, key: 1 }, limit: limit + 1 } as const;
    const found = pageOf(await tables<RecordRow>('records').find({ ...theirs, ...later }, first), limit);
    return { records: found.rows.map(parseBody), hasMore: found.hasMore };
  },
});

export const saveRecords = async (
  tables: Tables,
  roomId: string,
  changes: readonly RecordChange[],
): Promise<void> => {
  const room = orderKey(roomId);
  await tables<RecordRow>('records').bulk(
    changes.map((change) => {
      const { kind, key } = change;
      const _id = idOfRecord(roomId, kind, key);
      if (change.body === null) return { deleteOne: { filter: { _id } } };
      const { userId, messageId, dueAt } = change;
      return put<RecordRow>({
        _id,
        room,
        kind,
        key: orderKey(key),
        ...(userId === undefined ? {} : { user: orderKey(userId) }),
        ...(messageId === undefined ? {} : { message: messageId }),
        ...(dueAt === undefined ? {} : { dueAt }),
        body: JSON.stringify(change),
      });
    }),
  );
};
