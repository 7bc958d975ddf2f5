import type { AuditEntry, Erasure, Message } from '@chat/protocol';
import type { ErasureStore } from '../contract/erasure-store.ts';
import type { StoredReport } from '../contract/records.ts';
import { idOf, orderKey } from '../shared/id-order-key.ts';
import type { ReactionOf } from '../contract/storage.ts';
import { anonymizeAuditEntry, anonymizeReport } from '../shared/anonymize.ts';
import { lockRoom, lockUsers } from './commit.ts';
import type { Database, Run } from './database.ts';
import { pageOf, parseBody, type BodyRow } from './rows.ts';

const key = '(SELECT key FROM {s}.timelines WHERE room_id = $1)';
const columns = 'user_id AS key, at, done_at AS "doneAt"';
const pageSize = 500;

interface ErasureRow {
  key: string;
  at: number;
  doneAt: number | null;
}

const toErasure = ({ key: user, at, doneAt }: ErasureRow): Erasure => ({
  userId: idOf(user),
  at,
  ...(doneAt === null ? {} : { doneAt }),
});

export const postgresErasures = ({ run, write }: Database): Omit<ErasureStore, 'recordsOf'> => {
  const erasure = async (within: Run, userId: string): Promise<Erasure | null> => {
    const [row] = await within<ErasureRow>(`SELECT ${columns} FROM {s}.erasures WHERE user_id = $1`, [
      orderKey(userId),
    ]);
    return row === undefined ? null : toErasure(row);
  };

  return {
    roomsWithDataOf: async (userId, { after = '', limit }) => {
      const sql = `SELECT room_id AS key FROM {s}.traces WHERE user_id = $1 AND room_id > $2
        UNION SELECT room_id FROM {s}.marks WHERE user_id = $1 AND room_id > $2 ORDER BY key LIMIT $3`;
      const all = await run<{ key: string }>(sql, [orderKey(userId), orderKey(after), limit + 1]);
      const { rows, hasMore } = pageOf(all, limit);
      return { roomIds: rows.map((row) => idOf(row.key)), hasMore };
    },
    messagesBy: async (roomId, userId, { after = 0, limit }) => {
      const sql = `SELECT body FROM {s}.messages WHERE room = ${key} AND author = $2 AND seq > $3 ORDER BY seq LIMIT $4`;
      const all = await run<BodyRow<Message>>(sql, [orderKey(roomId), orderKey(userId), after, limit + 1]);
      const { rows, hasMore } = pageOf(all, limit);
      return { messages: rows.map(parseBody), hasMore };
    },
    reactionsBy: async (roomId, userId, { after, limit }) => {
      const { messageId = '', emoji = '' } = after ?? {};
      const sql = `SELECT message AS "messageId", emoji FROM {s}.reactions
        WHERE room = ${key} AND user_id = $2 AND (message, emoji) > ($3, $4) ORDER BY message, emoji LIMIT $5`;
      const all = await run<ReactionOf>(sql, [
        orderKey(roomId),
        orderKey(userId),
        messageId,
        emoji,
        limit + 1,
      ]);
      const { rows, hasMore } = pageOf(all, limit);
      return { reactions: rows, hasMore };
    },
    anonymize: (roomId, userId) =>
      write(async (within) => {
        await lockRoom(within, roomId);
        const [roomKey, userKey] = [orderKey(roomId), orderKey(userId)];
        await within('DELETE FROM {s}.marks WHERE room_id = $1 AND user_id = $2', [roomKey, userKey]);
        await within(`DELETE FROM {s}.private_readers WHERE room = ${key} AND reader = $2`, [
          roomKey,
          userKey,
        ]);
        await rewrite<AuditEntry>(within, roomKey, { table: 'audit', by: 'rev', first: -1 }, (entry) =>
          anonymizeAuditEntry(entry, userId),
        );
        await rewrite<StoredReport>(
          within,
          roomKey,
          { table: 'reports', by: 'message_id', first: '' },
          (report) => anonymizeReport(report, userId),
        );
        await within('DELETE FROM {s}.traces WHERE room_id = $1 AND user_id = $2', [roomKey, userKey]);
      }),
    beginErasure: (userId, at) =>
      write(async (within) => {
        // Pending writes of the user come first.
        await lockUsers(within, [userId], '');
        await within('INSERT INTO {s}.erasures (user_id, at) VALUES ($1, $2) ON CONFLICT DO NOTHING', [
          orderKey(userId),
          at,
        ]);
        return (await erasure(within, userId)) ?? { userId, at };
      }),
    erasure: (userId) => erasure(run, userId),
    erasures: async (limit) =>
      (
        await run<ErasureRow>(
          `SELECT ${columns} FROM {s}.erasures WHERE done_at IS NULL ORDER BY user_id LIMIT $1`,
          [limit],
        )
      ).map(toErasure),
    finishErasure: async (userId, doneAt) =>
      void (await run('UPDATE {s}.erasures SET done_at = $2 WHERE user_id = $1', [orderKey(userId), doneAt])),
  };
};

interface Rewritten {
  table: 'audit' | 'reports';
  by: 'rev' | 'message_id';
  first: string | number;
}

/** Rewrites, page by page, the records of a room that `change` alters. */
const rewrite = async <T>(
  run: Run,
  roomKey: string,
  { table, by, first }: Rewritten,
  change: (record: T) => T,
): Promise<void> => {
  const read = `SELECT ${by} AS place, body FROM {s}.${table} WHERE room = ${key} AND ${by} > $2 ORDER BY ${by} LIMIT $3`;
  for (let after = first; ;) {
    const rows = await run<BodyRow<T> & { place: string | number }>(read, [roomKey, after, pageSize]);
    for (const row of rows) {
      const record = parseBody(row);
      const changed = change(record);
      const put = `UPDATE {s}.${table} SET body = $3 WHERE room = ${key} AND ${by} = $2`;
      if (changed !== record) await run(put, [roomKey, row.place, JSON.stringify(changed)]);
      after = row.place;
    }
    if (rows.length < pageSize) return;
  }
};
