import type { DatabaseSync } from 'node:sqlite';
import type { RecordChange, RecordQuery, StoredRecord } from '../contract/records.ts';
import type { RecordOf, TimelineStore } from '../contract/storage.ts';
import { idOf, orderKey } from '../shared/id-order-key.ts';
import { lastKey } from '../shared/record-keys.ts';
import { readQueries, writeQueries } from './queries.ts';
import { parseBody, query, type BodyRow } from './query.ts';

/** Reads records of features; `roomKey` is the room's id as stored. */
export const readRecords = (database: DatabaseSync) => {
  const one = query<BodyRow<StoredRecord>>(database, readQueries.record);
  const up = query<BodyRow<StoredRecord>>(database, readQueries.records);
  const down = query<BodyRow<StoredRecord>>(database, readQueries.lastRecords);
  return {
    record: (roomKey: string, kind: string, key: string): StoredRecord | null => {
      const row = one.first(roomKey, kind, orderKey(key));
      return row === undefined ? null : parseBody(row);
    },
    records: (
      roomKey: string,
      kind: string,
      { above = '', below = lastKey, limit, descending }: RecordQuery,
    ): StoredRecord[] =>
      (descending ? down : up).all(roomKey, kind, orderKey(above), orderKey(below), limit).map(parseBody),
  };
};

export const recordPages = (
  database: DatabaseSync,
): Pick<TimelineStore, 'record' | 'records' | 'dueRecords' | 'recordsOf'> => {
  const { record, records } = readRecords(database);
  const due = query<BodyRow<StoredRecord> & { roomKey: string }>(database, readQueries.dueRecords);
  const ofUser = query<BodyRow<StoredRecord>>(database, readQueries.recordsOf);
  return {
    record: async (roomId, kind, key) => record(orderKey(roomId), kind, key),
    records: async (roomId, kind, range) => {
      const { limit } = range;
      const found = records(orderKey(roomId), kind, { ...range, limit: limit + 1 });
      return { records: found.slice(0, limit), hasMore: found.length > limit };
    },
    dueRecords: async (kind, { at, limit }) =>
      due
        .all(kind, at, limit)
        .map((row): RecordOf => ({ record: parseBody(row), roomId: idOf(row.roomKey) })),
    recordsOf: async (roomId, userId, { after, limit }) => {
      const { kind, key } = after ?? { kind: '', key: '' };
      const rows = ofUser.all(orderKey(roomId), orderKey(userId), kind, orderKey(key), limit + 1);
      return { records: rows.slice(0, limit).map(parseBody), hasMore: rows.length > limit };
    },
  };
};

/** Writes records; `room` is the key of its row. */
export const recordWriter = (database: DatabaseSync) => {
  const put = query(database, writeQueries.putRecord);
  const remove = query(database, writeQueries.removeRecord);
  return (room: number | null, changes: readonly RecordChange[]): void => {
    for (const change of changes) {
      const { kind, key } = change;
      if (change.body === null) {
        remove.run(room, kind, orderKey(key));
        continue;
      }
      const { userId, messageId = null, dueAt = null } = change;
      const user = userId === undefined ? null : orderKey(userId);
      put.run(room, kind, orderKey(key), user, messageId, dueAt, JSON.stringify(change));
    }
  };
};
