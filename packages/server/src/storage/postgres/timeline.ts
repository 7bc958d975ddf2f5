import type { AuditEntry, Message, MessageVersion } from '@chat/protocol';
import { isVisibleTo } from '../shared/visible-to.ts';
import type { StoredMember, StoredReport } from '../contract/records.ts';
import { idOf, orderKey } from '../shared/id-order-key.ts';
import { latestCounters } from '../shared/as-of.ts';
import type { TimelineStore } from '../contract/storage.ts';
import { createCommit, lockRoom } from './commit.ts';
import type { Database } from './database.ts';
import { postgresErasures } from './erasures.ts';
import { postgresReadMarkers } from './read-markers.ts';
import { recordPages } from './feature-records.ts';
import { messagePages } from './message-pages.ts';
import { toHead, type HeadRow } from '../shared/head-row.ts';
import { headColumns, pageOf, parseBody, type BodyRow } from './rows.ts';
import { searchBy } from './search.ts';

const key = '(SELECT key FROM {s}.timelines WHERE room_id = $1)';
/** Messages pruned in one transaction: more would block other writes to the room. */
const pruneAtOnce = 250;

// One statement, so that it shows one moment: the head, the messages and the members.
const changed = `SELECT 0 AS kind, 0::bigint AS rev, seq, rev AS "lastRev", room_rev AS "roomRev", room AS body,
      invite_links AS "inviteLinks" FROM {s}.timelines WHERE room_id = $1
  UNION ALL (SELECT 1, rev, 0, 0, 0, body, NULL FROM {s}.messages WHERE room = ${key} AND rev > $2 ORDER BY rev LIMIT $3)
  UNION ALL (SELECT 2, rev, 0, 0, 0, body, NULL FROM {s}.members WHERE room_id = $1 AND rev > $2 ORDER BY rev LIMIT $3)
  ORDER BY kind, rev`;

interface ChangedRow {
  kind: 0 | 1 | 2;
  seq: number;
  lastRev: number;
  roomRev: number;
  body: string;
  inviteLinks: string | null;
}

/** Not deleted as of a revision. */
const stood = '(NOT deleted OR rev > $6)';
const unread = `SELECT count(*) AS count FROM (
    (SELECT 1 FROM {s}.messages
      WHERE room = ${key} AND seq > $3 AND seq <= $5 AND author <> $2 AND ${stood} AND NOT private AND NOT aside LIMIT $4)
    UNION ALL
    (SELECT 1 FROM {s}.private_readers JOIN {s}.messages USING (room, seq)
      WHERE room = ${key} AND reader = $2 AND seq > $3 AND seq <= $5 AND author <> $2 AND ${stood} AND NOT aside LIMIT $4)
  ) AS others`;

export const postgresTimeline = (database: Database): TimelineStore => {
  const { run, write, epoch } = database;

  const first = async <Row>(sql: string, input: readonly unknown[]): Promise<Row | undefined> =>
    (await run<Row>(sql, input))[0];
  const records = async <T>(
    parse: (row: BodyRow<T>) => T,
    sql: string,
    input: readonly unknown[],
    limit: number,
  ): Promise<{ records: T[]; hasMore: boolean }> => {
    const { rows, hasMore } = pageOf(await run<BodyRow<T>>(sql, [...input, limit + 1]), limit);
    return { records: rows.map(parse), hasMore };
  };
  const ids = async (sql: string, input: readonly unknown[], limit: number) => {
    const { rows, hasMore } = pageOf(await run<{ key: string }>(sql, [...input, limit + 1]), limit);
    return { ids: rows.map((row) => idOf(row.key)), hasMore };
  };
  return {
    ...postgresErasures(database),
    ...postgresReadMarkers(database),
    ...recordPages(run),
    page: messagePages(run),
    search: searchBy(run),
    commit: createCommit(database),
    head: async (roomId) => {
      const sql = `SELECT ${headColumns} FROM {s}.timelines WHERE room_id = $1`;
      const row = await first<HeadRow>(sql, [orderKey(roomId)]);
      return row === undefined ? null : toHead(row, await epoch());
    },
    heads: async (roomIds) => {
      const sql = 'SELECT room_id AS key, rev FROM {s}.timelines WHERE room_id = ANY($1)';
      const rows = await run<{ key: string; rev: number }>(sql, [roomIds.map(orderKey)]);
      const life = await epoch();
      return rows.map((row) => ({ roomId: idOf(row.key), rev: row.rev, epoch: life }));
    },
    message: async (roomId, messageId, reading = {}) => {
      const sql = `SELECT body FROM {s}.messages WHERE room = ${key} AND id = $2`;
      const row = await first<BodyRow<Message>>(sql, [orderKey(roomId), messageId]);
      const found = row === undefined ? null : parseBody(row);
      return found !== null && isVisibleTo(found, reading) ? found : null;
    },
    versions: async (roomId, messageId) => {
      const sql = `SELECT body FROM {s}.versions WHERE room = ${key} AND message = $2 ORDER BY rev DESC`;
      return (await run<BodyRow<MessageVersion>>(sql, [orderKey(roomId), messageId])).map(parseBody);
    },
    pinned: async (roomId, { after = 0, limit }) => {
      const sql = `SELECT body FROM {s}.messages WHERE room = ${key} AND seq > $2 AND pinned ORDER BY seq LIMIT $3`;
      const found = await records(parseBody<Message>, sql, [orderKey(roomId), after], limit);
      return { messages: found.records, hasMore: found.hasMore };
    },
    changes: async (roomId, since, limit, reading = {}) => {
      const [head, ...rows] = await run<ChangedRow>(changed, [orderKey(roomId), since, limit + 1]);
      if (head?.kind !== 0 || rows.length > limit) return null;
      const of = <T>(wanted: ChangedRow['kind']): T[] =>
        rows.flatMap(({ kind, body }) => (kind === wanted ? (JSON.parse(body) as T) : []));
      const { seq, lastRev: rev, roomRev, body: room, inviteLinks } = head;
      return {
        head: toHead({ seq, rev, roomRev, room, inviteLinks }, await epoch()),
        messages: of<Message>(1).filter((message) => isVisibleTo(message, reading)),
        members: of<StoredMember>(2),
        room: roomRev > since,
      };
    },
    member: async (roomId, userId) => {
      const sql = 'SELECT body FROM {s}.members WHERE room_id = $1 AND user_id = $2';
      const row = await first<BodyRow<StoredMember>>(sql, [orderKey(roomId), orderKey(userId)]);
      return row === undefined ? null : parseBody(row);
    },
    members: async (roomId, { after = '', limit }) => {
      const sql = `SELECT body FROM {s}.members
        WHERE room_id = $1 AND user_id > $2 AND state IN ('joined', 'invited') ORDER BY user_id LIMIT $3`;
      const found = await records(parseBody<StoredMember>, sql, [orderKey(roomId), orderKey(after)], limit);
      return { members: found.records, hasMore: found.hasMore };
    },
    banned: async (roomId, { after = '', limit }) => {
      const sql = `SELECT body FROM {s}.members
        WHERE room_id = $1 AND user_id > $2 AND state = 'banned' ORDER BY user_id LIMIT $3`;
      const found = await records(parseBody<StoredMember>, sql, [orderKey(roomId), orderKey(after)], limit);
      return { members: found.records, hasMore: found.hasMore };
    },
    reports: async (roomId, { after = 0, limit }) => {
      const sql = `SELECT body FROM {s}.reports WHERE room = ${key} AND rev > $2 AND open ORDER BY rev LIMIT $3`;
      const found = await records(parseBody<StoredReport>, sql, [orderKey(roomId), after], limit);
      return { reports: found.records, hasMore: found.hasMore };
    },
    audit: async (roomId, { before = Number.MAX_SAFE_INTEGER, limit }) => {
      const sql = `SELECT body FROM {s}.audit WHERE room = ${key} AND rev < $2 ORDER BY rev DESC LIMIT $3`;
      const found = await records(parseBody<AuditEntry>, sql, [orderKey(roomId), before], limit);
      return { entries: found.records, hasMore: found.hasMore };
    },
    reacted: async (roomId, userId, reactions) => {
      const sql = `SELECT EXISTS (
          SELECT 1 FROM {s}.reactions WHERE room = ${key} AND message = asked.message AND emoji = asked.emoji AND user_id = $2
        ) AS found FROM unnest($3::text[], $4::text[]) WITH ORDINALITY AS asked (message, emoji, at) ORDER BY at`;
      const asked = [reactions.map(({ messageId }) => messageId), reactions.map(({ emoji }) => emoji)];
      const rows = await run<{ found: boolean }>(sql, [orderKey(roomId), orderKey(userId), ...asked]);
      return rows.map(({ found }) => found);
    },
    reactors: async (roomId, { messageId, emoji }, { after = '', limit }) => {
      const sql = `SELECT user_id AS key FROM {s}.reactions
        WHERE room = ${key} AND message = $2 AND emoji = $3 AND user_id > $4 ORDER BY user_id LIMIT $5`;
      const found = await ids(sql, [orderKey(roomId), messageId, emoji, orderKey(after)], limit);
      return { userIds: found.ids, hasMore: found.hasMore };
    },
    unread: async (roomId, userId, after, cap, { seq, rev } = latestCounters) => {
      const input = [orderKey(roomId), orderKey(userId), after, cap, seq, rev];
      const row = await first<{ count: number }>(unread, input);
      return Math.min(cap, row?.count ?? 0);
    },
    mentions: async (roomId, userId, after, limit) => {
      const sql = `SELECT DISTINCT seq FROM {s}.mentions
        WHERE room = ${key} AND user_id IN ($2, '') AND seq > $3 AND author <> $2 ORDER BY seq LIMIT $4`;
      const rows = await run<{ seq: number }>(sql, [orderKey(roomId), orderKey(userId), after, limit]);
      return rows.map(({ seq }) => seq);
    },
    roomsOf: async (userId, { after = '', limit }) => {
      const sql = `SELECT room_id AS key FROM {s}.members
          WHERE user_id = $1 AND room_id > $2 AND state IN ('joined', 'invited')
        UNION SELECT room_id FROM {s}.marks WHERE user_id = $1 AND room_id > $2 ORDER BY key LIMIT $3`;
      const found = await ids(sql, [orderKey(userId), orderKey(after)], limit);
      return { roomIds: found.ids, hasMore: found.hasMore };
    },
    openCalls: async ({ after = '', limit }) => {
      const sql = `SELECT m.body FROM {s}.messages AS m JOIN {s}.timelines AS t ON t.key = m.room
        WHERE open_call AND room_id > $1 ORDER BY room_id LIMIT $2`;
      const found = await records(parseBody<Message>, sql, [orderKey(after)], limit);
      return { messages: found.records, hasMore: found.hasMore };
    },
    prune: async (roomId, before) => {
      const room = orderKey(roomId);
      for (let forgotten = 0; ;) {
        const some = await write(async (within) => {
          await lockRoom(within, roomId);
          await within(`DELETE FROM {s}.reports WHERE room = ${key} AND created_at < $2`, [room, before]);
          const sql = `DELETE FROM {s}.messages WHERE (room, seq) IN (
              SELECT room, seq FROM {s}.messages WHERE room = ${key} AND created_at < $2 LIMIT $3
            ) RETURNING seq`;
          return (await within(sql, [room, before, pruneAtOnce])).length;
        });
        forgotten += some;
        if (some < pruneAtOnce) return forgotten;
      }
    },
  };
};
