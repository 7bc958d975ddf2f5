import { immutable } from '../shared/immutable.ts';
import type { PresenceStore } from '../contract/presence-store.ts';
import type { MaybeSync } from '../shared/reject-when-closed.ts';

interface Node {
  version: number;
  /** Null entries up to this version may have been removed. */
  floor: number;
  lapsesAt: number;
  /** Ordered by version, since an updated key moves to the end. */
  entries: Map<string, { version: number; value: object | null }>;
}

/** The presence store as synchronous methods; `now` in ms from any start. */
export const memoryPresence = (now: () => number): MaybeSync<PresenceStore> => {
  const nodes = new Map<string, Node>();
  return {
    write: (nodeId, { from, leaseMs, entries, forget = 0 }) => {
      const node = nodes.get(nodeId) ?? { version: 0, floor: 0, lapsesAt: 0, entries: new Map() };
      if (node.version !== from) return false;
      nodes.set(nodeId, node);
      node.lapsesAt = now() + leaseMs;
      for (const { key, value } of entries) {
        node.version += 1;
        node.entries.delete(key);
        node.entries.set(key, { version: node.version, value: immutable(value) });
      }
      if (forget <= node.floor) return true;
      node.floor = forget;
      for (const [key, { version, value }] of node.entries) {
        if (version > forget) break;
        if (value === null) node.entries.delete(key);
      }
      return true;
    },
    nodes: () =>
      [...nodes].flatMap(([nodeId, { version, lapsesAt }]) => {
        const leaseMs = lapsesAt - now();
        return leaseMs > 0 ? [{ nodeId, version, leaseMs }] : [];
      }),
    changes: (nodeId, since, limit) => {
      const node = nodes.get(nodeId);
      if (!node || (since > 0 && since < node.floor)) return null;
      const found: { key: string; version: number; value: object | null }[] = [];
      for (const [key, entry] of node.entries) {
        if (entry.version <= since) continue;
        if (found.length === limit)
          return { ...toChanges(found, found.at(-1)?.version ?? since), hasMore: true };
        found.push({ key, ...entry });
      }
      return { ...toChanges(found, node.version), hasMore: false };
    },
    leave: (nodeId) => void nodes.delete(nodeId),
    sweep: (lapsedMs) => {
      for (const [nodeId, { lapsesAt }] of nodes) if (lapsesAt + lapsedMs < now()) nodes.delete(nodeId);
    },
  };
};

const toChanges = (found: { key: string; value: object | null }[], version: number) => ({
  entries: found.map(({ key, value }) => ({ key, value })),
  version,
});
