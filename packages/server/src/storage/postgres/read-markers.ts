import { newReadMarker } from '../shared/read-marker.ts';
import { idOf, orderKey } from '../shared/id-order-key.ts';
import type { ReadMarker, PublicReadMarker, TimelineStore } from '../contract/storage.ts';
import { writeMany, type Database } from './database.ts';
import { pageOf } from './rows.ts';

const seen = 'seen_seq AS "seenSeq", seen_at AS "seenAt", delivered_seq AS "deliveredSeq"';
const mark = `joined_at AS "joinedAt", joined_seq AS "joinedSeq", read_seq AS "readSeq", turn, ${seen}`;
const own = 'user_id = $1 AND room_id = $2';

type ReadMarkerMethods = Pick<
  TimelineStore,
  'readMarker' | 'markRead' | 'markUnread' | 'markDelivered' | 'readMarkers'
>;

export const postgresReadMarkers = ({ run }: Database): ReadMarkerMethods => {
  const markerOf = async (roomId: string, userId: string): Promise<ReadMarker | null> => {
    const [row] = await run<ReadMarker>(`SELECT ${mark} FROM {s}.marks WHERE ${own}`, [
      orderKey(userId),
      orderKey(roomId),
    ]);
    return row ?? null;
  };
  /** Returns the marker as it is then, even if nothing changed. */
  const change = async (
    roomId: string,
    userId: string,
    sql: string,
    input: readonly unknown[],
  ): Promise<ReadMarker | null> => {
    const keys = [orderKey(userId), orderKey(roomId)];
    const [row] = await run<ReadMarker>(`UPDATE {s}.marks SET ${sql} RETURNING ${mark}`, [...keys, ...input]);
    return row ?? markerOf(roomId, userId);
  };

  return {
    readMarker: async (roomId, userId, first) => {
      const stored = await markerOf(roomId, userId);
      if (stored !== null) return stored;
      const { joinedAt, joinedSeq, readSeq } = first;
      await run(
        `INSERT INTO {s}.marks (user_id, room_id, joined_at, joined_seq, read_seq, seen_seq, delivered_seq)
          VALUES ($1, $2, $3, $4, $5, $5, $5) ON CONFLICT DO NOTHING`,
        [orderKey(userId), orderKey(roomId), joinedAt, joinedSeq, readSeq],
      );
      return (await markerOf(roomId, userId)) ?? newReadMarker(first);
    },
    markRead: (roomId, userId, seq, { at, turn = Number.MAX_SAFE_INTEGER }) =>
      change(
        roomId,
        userId,
        `read_seq = $3, seen_at = CASE WHEN seen_seq < $3 THEN $4 ELSE seen_at END, seen_seq = greatest(seen_seq, $3),
          delivered_seq = greatest(delivered_seq, $3) WHERE ${own} AND read_seq < $3 AND turn <= $5`,
        [seq, at, turn],
      ),
    markUnread: (roomId, userId, seq) =>
      change(roomId, userId, `read_seq = least(read_seq, $3), turn = turn + 1 WHERE ${own}`, [seq]),
    markDelivered: (roomId, delivered) =>
      // In a fixed order, so that two calls cannot deadlock.
      writeMany(run, orderKey(roomId))(
        `WITH new AS MATERIALIZED (
            SELECT key, max(seq) AS seq FROM unnest($2::text[], $3::bigint[]) AS given (key, seq) GROUP BY key
          ), held AS MATERIALIZED (
            SELECT user_id, new.seq FROM {s}.marks JOIN new ON user_id = key
              WHERE room_id = $1 AND delivered_seq < new.seq ORDER BY user_id FOR UPDATE OF marks
          )
          UPDATE {s}.marks AS old SET delivered_seq = greatest(old.delivered_seq, held.seq) FROM held
            WHERE old.room_id = $1 AND old.user_id = held.user_id`,
        delivered.map(({ userId, seq }) => [orderKey(userId), seq]),
      ),
    readMarkers: async (roomId, { after = '', limit }) => {
      const sql = `SELECT user_id AS key, ${seen} FROM {s}.marks
        WHERE room_id = $1 AND user_id > $2 ORDER BY user_id LIMIT $3`;
      const all = await run<{ key: string } & Omit<PublicReadMarker, 'userId'>>(sql, [
        orderKey(roomId),
        orderKey(after),
        limit + 1,
      ]);
      const { rows, hasMore } = pageOf(all, limit);
      return { readMarkers: rows.map(({ key, ...rest }) => ({ userId: idOf(key), ...rest })), hasMore };
    },
  };
};
