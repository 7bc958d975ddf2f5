import type { PresenceStore } from '../contract/presence-store.ts';
import type { Database } from './database.ts';
import { keyOf, pageOf } from './rows.ts';
import { put, type Row } from './table.ts';

interface NodeRow extends Row {
  version: number;
  /** Null entries up to this version may have been removed. */
  floor: number;
  /** By the database's clock, ms since the epoch. */
  lapsesAt: number;
}

interface PresenceRow extends Row {
  node: string;
  key: string;
  version: number;
  /** JSON; null: no longer applies. */
  value: string | null;
}

export const mongodbPresence = ({ tables, write, readTogether, now }: Database): PresenceStore => {
  const forget = (nodeId: string, before = Infinity): Promise<void> =>
    write(async (within) => {
      const nodes = within.tables<NodeRow>('presenceNodes');
      const node = await nodes.get(nodeId);
      if (node === null || node.lapsesAt >= before) return within.undo();
      await nodes.remove({ _id: { $eq: nodeId } });
      await within.tables<PresenceRow>('presence').remove({ node: { $eq: nodeId } });
    });

  return {
    write: async (nodeId, { from, leaseMs, entries, forget: upTo = 0 }) => {
      const lapsesAt = (await now()) + leaseMs;
      return write(async (within) => {
        const nodes = within.tables<NodeRow>('presenceNodes');
        const known = await nodes.get(nodeId);
        if ((known?.version ?? 0) !== from) {
          within.undo();
          return false;
        }
        const floor = Math.max(known?.floor ?? 0, upTo);
        await nodes.upsert(nodeId, { $set: { version: from + entries.length, floor, lapsesAt } });
        const said = within.tables<PresenceRow>('presence');
        await said.bulk(
          entries.map(({ key, value }, at) =>
            put<PresenceRow>({
              _id: keyOf(nodeId, key),
              node: nodeId,
              key,
              version: from + at + 1,
              value: value && JSON.stringify(value),
            }),
          ),
        );
        if (upTo > 0) await said.remove({ node: { $eq: nodeId }, version: { $lte: upTo }, value: null });
        return true;
      });
    },
    nodes: async () => {
      const at = await now();
      const rows = await tables<NodeRow>('presenceNodes').find({ lapsesAt: { $gt: at } });
      return rows.map(({ _id: nodeId, version, lapsesAt }) => ({ nodeId, version, leaseMs: lapsesAt - at }));
    },
    changes: (nodeId, since, limit) =>
      readTogether(async (within) => {
        const node = await within<NodeRow>('presenceNodes').get(nodeId);
        if (node === null || (since > 0 && since < node.floor)) return null;
        const all = await within<PresenceRow>('presence').find(
          { node: { $eq: nodeId }, version: { $gt: since } },
          { sort: { version: 1 }, limit: limit + 1 },
        );
        const { rows, hasMore } = pageOf(all, limit);
        return {
          entries: rows.map(({ key, value }) => ({
            key,
            value: value === null ? null : (JSON.parse(value) as object),
          })),
          version: hasMore ? (rows.at(-1)?.version ?? since) : node.version,
          hasMore,
        };
      }),
    leave: (nodeId) => forget(nodeId),
    sweep: async (lapsedMs) => {
      const before = (await now()) - lapsedMs;
      for (const { _id } of await tables<NodeRow>('presenceNodes').find({ lapsesAt: { $lt: before } }))
        await forget(_id, before);
    },
  };
};
