import { idOf, orderKey } from '../shared/id-order-key.ts';
import type { Head, StoredMember, StoredReport } from '../contract/records.ts';
import type { RecordLoaders } from '../batch/preloaded-view.ts';
import type { Run } from './database.ts';
import { readRecord, readRecords } from './feature-records.ts';
import { parseBody, toStored, type BodyRow, type StoredRow } from './rows.ts';

export interface LockedRoom {
  roomId: string;
  /** Null if the room does not exist. */
  key: number | null;
  head: Head | null;
}

/** Loads what a decision needs of one room, within its transaction. */
export const loadersOf = (run: Run, { roomId, key }: LockedRoom): RecordLoaders => {
  const roomKey = orderKey(roomId);

  /** Finds all of them with one statement, whose rows have the requested id as `id`. */
  const byId = async <Row extends { id: string }>(
    sql: string,
    ids: string[],
    ...more: unknown[]
  ): Promise<(Row | undefined)[]> => {
    const rows = new Map((await run<Row>(sql, [ids, ...more])).map((row) => [row.id, row]));
    return ids.map((each) => rows.get(each));
  };
  const eachOf = async <By, Answer>(all: By[], find: (by: By) => Promise<Answer>): Promise<Answer[]> => {
    const answers: Answer[] = [];
    for (const by of all) answers.push(await find(by));
    return answers;
  };

  return {
    member: async (all) => {
      const sql = `SELECT user_id AS id, body FROM {s}.members WHERE room_id = $2 AND user_id = ANY ($1)`;
      const rows = await byId<BodyRow<StoredMember> & { id: string }>(
        sql,
        all.map(([userId]) => orderKey(userId)),
        roomKey,
      );
      return rows.map((row) => (row === undefined ? null : parseBody(row)));
    },
    joined: async () => [
      (
        await run<BodyRow<StoredMember>>(
          `SELECT body FROM {s}.members WHERE room_id = $1 AND state = 'joined'`,
          [roomKey],
        )
      ).map(parseBody),
    ],
    message: async (all) => {
      const sql = 'SELECT id, body, fingerprint FROM {s}.messages WHERE room = $2 AND id = ANY ($1)';
      const rows = await byId<StoredRow & { id: string }>(
        sql,
        all.map(([id]) => id),
        key,
      );
      return rows.map((row) => (row === undefined ? null : toStored(row)));
    },
    report: async (all) => {
      const sql = 'SELECT message_id AS id, body FROM {s}.reports WHERE room = $2 AND message_id = ANY ($1)';
      const rows = await byId<BodyRow<StoredReport> & { id: string }>(
        sql,
        all.map(([id]) => id),
        key,
      );
      return rows.map((row) => (row === undefined ? null : parseBody(row)));
    },
    hasReadMarker: async (all) => {
      const sql = 'SELECT user_id AS id FROM {s}.marks WHERE room_id = $2 AND user_id = ANY ($1)';
      const rows = await byId(
        sql,
        all.map(([userId]) => orderKey(userId)),
        roomKey,
      );
      return rows.map((row) => row !== undefined);
    },
    isErased: async (all) => {
      const sql = 'SELECT user_id AS id FROM {s}.erasures WHERE user_id = ANY ($1)';
      const rows = await byId(
        sql,
        all.map(([userId]) => orderKey(userId)),
      );
      return rows.map((row) => row !== undefined);
    },
    reacted: (all) =>
      eachOf(all, async ([messageId, emoji, userId]) => {
        const sql =
          'SELECT 1 FROM {s}.reactions WHERE room = $1 AND message = $2 AND emoji = $3 AND user_id = $4';
        return (await run(sql, [key, messageId, emoji, orderKey(userId)])).length > 0;
      }),
    reactors: (all) =>
      eachOf(all, async ([messageId, emoji, limit]) => {
        const sql = `SELECT user_id AS id FROM {s}.reactions WHERE room = $1 AND message = $2 AND emoji = $3
          ORDER BY user_id LIMIT $4`;
        const rows = await run<{ id: string }>(sql, [key, messageId, emoji, limit]);
        return rows.map(({ id }) => idOf(id));
      }),
    replies: (all) =>
      eachOf(all, async ([threadId, limit]) => {
        const sql = `SELECT body, fingerprint FROM {s}.messages WHERE room = $1 AND thread = $2 AND NOT deleted
          ORDER BY seq DESC LIMIT $3`;
        return (await run<StoredRow>(sql, [key, threadId, limit])).map(toStored);
      }),
    lastSentAt: (all) =>
      eachOf(all, async ([userId, since]) => {
        const sql = `SELECT max(created_at) AS at FROM {s}.messages WHERE room = $1 AND created_at > $2 AND author = $3`;
        return (await run<{ at: number | null }>(sql, [key, since, orderKey(userId)]))[0]?.at ?? null;
      }),
    record: (all) => eachOf(all, (by) => readRecord(run, roomId, ...by)),
    records: (all) => eachOf(all, (by) => readRecords(run, roomId, ...by)),
    openCall: async () => {
      const sql = 'SELECT body, fingerprint FROM {s}.messages WHERE room = $1 AND open_call';
      const [row] = await run<StoredRow>(sql, [key]);
      return [row === undefined ? null : toStored(row)];
    },
    pinned: async () => {
      const sql = 'SELECT count(*) AS count FROM {s}.messages WHERE room = $1 AND pinned';
      return [(await run<{ count: number }>(sql, [key]))[0]?.count ?? 0];
    },
  };
};
