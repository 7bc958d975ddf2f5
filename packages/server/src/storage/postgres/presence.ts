import type { PresenceStore } from '../contract/presence-store.ts';
import { writeMany, type Database } from './database.ts';

const leaseEnd = `clock_timestamp() + $2 * interval '1 millisecond'`;

const hold = `UPDATE {s}.presence_nodes SET lapses_at = ${leaseEnd}, version = $4, floor = greatest(floor, $5)
  WHERE node_id = $1 AND version = $3 RETURNING version`;

const begin = `INSERT INTO {s}.presence_nodes AS known (node_id, lapses_at, version, floor)
  VALUES ($1, ${leaseEnd}, $4, $5) ON CONFLICT (node_id)
  DO UPDATE SET lapses_at = excluded.lapses_at, version = excluded.version, floor = greatest(known.floor, excluded.floor)
  WHERE known.version = $3 RETURNING version`;

const say = `INSERT INTO {s}.presence (node_id, key, version, value) SELECT $1, * FROM unnest($2::text[], $3::bigint[], $4::text[])
  ON CONFLICT (node_id, key) DO UPDATE SET version = excluded.version, value = excluded.value`;

interface ChangeRow {
  at: number;
  floor: number;
  key: string | null;
  version: number;
  value: string | null;
}

export const postgresPresence = ({ run, write }: Database): PresenceStore => ({
  write: (nodeId, { from, leaseMs, entries, forget = 0 }) =>
    write(async (within) => {
      const held = await within(from === 0 ? begin : hold, [
        nodeId,
        leaseMs,
        from,
        from + entries.length,
        forget,
      ]);
      if (held.length === 0) return false;
      await writeMany(within, nodeId)(
        say,
        entries.map(({ key, value }, at) => [key, from + at + 1, value && JSON.stringify(value)]),
      );
      if (forget > 0)
        await within('DELETE FROM {s}.presence WHERE node_id = $1 AND version <= $2 AND value IS NULL', [
          nodeId,
          forget,
        ]);
      return true;
    }),
  nodes: () =>
    run(
      `SELECT node_id AS "nodeId", version,
         (extract(epoch FROM lapses_at - clock_timestamp()) * 1000)::float8 AS "leaseMs"
       FROM {s}.presence_nodes WHERE lapses_at > clock_timestamp()`,
    ),
  changes: async (nodeId, since, limit) => {
    // One statement, so that entries and version are of one moment.
    const sql = `SELECT node.version AS at, node.floor, said.key, said.version, said.value
      FROM {s}.presence_nodes AS node LEFT JOIN LATERAL (
        SELECT key, version, value FROM {s}.presence WHERE node_id = node.node_id AND version > $2
        ORDER BY version LIMIT $3
      ) AS said ON true WHERE node.node_id = $1 ORDER BY said.version`;
    const rows = await run<ChangeRow>(sql, [nodeId, since, limit + 1]);
    const [first] = rows;
    if (first === undefined || (since > 0 && since < first.floor)) return null;
    const shown = rows.slice(0, limit);
    const hasMore = rows.length > limit;
    return {
      entries: shown.flatMap(({ key, value }) =>
        key === null ? [] : { key, value: value === null ? null : (JSON.parse(value) as object) },
      ),
      version: hasMore ? (shown.at(-1)?.version ?? since) : first.at,
      hasMore,
    };
  },
  leave: async (nodeId) => void (await run('DELETE FROM {s}.presence_nodes WHERE node_id = $1', [nodeId])),
  sweep: async (lapsedMs) =>
    void (await run(
      `DELETE FROM {s}.presence_nodes WHERE lapses_at < clock_timestamp() - $1 * interval '1 millisecond'`,
      [lapsedMs],
    )),
});
