import type { RecordChange, RecordQuery, StoredRecord } from '../contract/records.ts';
import type { RecordOf, TimelineStore } from '../contract/storage.ts';
import { idOf, orderKey } from '../shared/id-order-key.ts';
import { lastKey } from '../shared/record-keys.ts';
import { writeMany, type Run } from './database.ts';
import { pageOf, parseBody, type BodyRow } from './rows.ts';

const inRoom = '(SELECT key FROM {s}.timelines WHERE room_id = $1)';
type Rows = BodyRow<StoredRecord>;

export const readRecords = async (
  run: Run,
  roomId: string,
  kind: string,
  { above = '', below = lastKey, limit, descending }: RecordQuery,
): Promise<StoredRecord[]> => {
  const sql = `SELECT body FROM {s}.records WHERE room = ${inRoom} AND kind = $2 AND key > $3 AND key < $4
    ORDER BY key ${descending ? 'DESC' : ''} LIMIT $5`;
  return (await run<Rows>(sql, [orderKey(roomId), kind, orderKey(above), orderKey(below), limit])).map(
    parseBody,
  );
};

export const readRecord = async (
  run: Run,
  roomId: string,
  kind: string,
  key: string,
): Promise<StoredRecord | null> => {
  const sql = `SELECT body FROM {s}.records WHERE room = ${inRoom} AND kind = $2 AND key = $3`;
  const [row] = await run<Rows>(sql, [orderKey(roomId), kind, orderKey(key)]);
  return row === undefined ? null : parseBody(row);
};

export const recordPages = (
  run: Run,
): Pick<TimelineStore, 'record' | 'records' | 'dueRecords' | 'recordsOf'> => ({
  record: (...by) => readRecord(run, ...by),
  records: async (roomId, kind, query) => {
    const { limit } = query;
    const found = pageOf(await readRecords(run, roomId, kind, { ...query, limit: limit + 1 }), limit);
    return { records: found.rows, hasMore: found.hasMore };
  },
  dueRecords: async (kind, { at, limit }) => {
    const sql = `SELECT room_id AS "roomKey", body FROM {s}.records AS r JOIN {s}.timelines AS t ON t.key = r.room
      WHERE kind = $1 AND due_at <= $2 ORDER BY due_at LIMIT $3`;
    const rows = await run<Rows & { roomKey: string }>(sql, [kind, at, limit]);
    return rows.map((row): RecordOf => ({ record: parseBody(row), roomId: idOf(row.roomKey) }));
  },
  recordsOf: async (roomId, userId, { after, limit }) => {
    const { kind, key } = after ?? { kind: '', key: '' };
    const sql = `SELECT body FROM {s}.records
      WHERE room = ${inRoom} AND user_id = $2 AND (kind, key) > ($3, $4) ORDER BY kind, key LIMIT $5`;
    const input = [orderKey(roomId), orderKey(userId), kind, orderKey(key), limit + 1];
    const found = pageOf(await run<Rows>(sql, input), limit);
    return { records: found.rows.map(parseBody), hasMore: found.hasMore };
  },
});

/** Writes records; `room` is the key of its row. */
export const saveRecords = async (
  run: Run,
  room: number,
  changes: readonly RecordChange[],
): Promise<void> => {
  const many = writeMany(run, room);
  const stored = changes.filter((change) => change.body !== null);
  await many(
    'DELETE FROM {s}.records WHERE room = $1 AND (kind, key) IN (SELECT * FROM unnest($2::text[], $3::text[]))',
    changes.filter(({ body }) => body === null).map(({ kind, key }) => [kind, orderKey(key)]),
  );
  await many(
    `INSERT INTO {s}.records (room, kind, key, user_id, message, due_at, body)
      SELECT $1, * FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::text[])
      ON CONFLICT (room, kind, key) DO UPDATE SET user_id = excluded.user_id, message = excluded.message,
        due_at = excluded.due_at, body = excluded.body`,
    stored.map((record) => [
      record.kind,
      orderKey(record.key),
      record.userId === undefined ? null : orderKey(record.userId),
      record.messageId ?? null,
      record.dueAt ?? null,
      JSON.stringify(record),
    ]),
  );
};
