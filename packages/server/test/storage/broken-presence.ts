import { andMore, type Broken } from './break-storage.ts';

export const brokenPresence: Broken[] = [
  {
    name: 'does not renew a lease by writing',
    found: ["writing renews a node's lease"],
    damage: ({ presence }) => ({
      presence: {
        write: (nodeId, writing) =>
          presence.write(
            nodeId,
            writing.entries.length > 0 || writing.from === 0 ? writing : { ...writing, leaseMs: 1 },
          ),
      },
    }),
  },
  {
    name: 'keeps the first entry of a key',
    found: ['the latest entry of a key replaces earlier ones', andMore],
    damage: ({ presence }) => {
      const known = new Set<string>();
      return {
        presence: {
          write: (nodeId, writing) => {
            const entries = writing.entries.filter(({ key }) => !known.has(`${nodeId} ${key}`));
            for (const { key } of entries) known.add(`${nodeId} ${key}`);
            return presence.write(nodeId, { ...writing, entries });
          },
        },
      };
    },
  },
  {
    name: 'accepts writes from any version',
    found: ['a node can only write from its current version'],
    damage: ({ presence }) => ({
      presence: {
        write: async (nodeId, writing) => {
          const node = (await presence.nodes()).find((each) => each.nodeId === nodeId);
          return presence.write(nodeId, { ...writing, from: node?.version ?? writing.from });
        },
      },
    }),
  },
  {
    name: 'accepts two writes from one version',
    found: ['one of several concurrent writes from one version is accepted'],
    damage: ({ presence }) => {
      const writing = new Set<string>();
      return {
        presence: {
          write: async (nodeId, said) => {
            const meanwhile = writing.has(nodeId);
            writing.add(nodeId);
            const taken = await presence.write(nodeId, said);
            writing.delete(nodeId);
            return taken || meanwhile;
          },
        },
      };
    },
  },
  {
    name: 'never removes null entries',
    found: ['null entries are removed on request', 'changes are null if removed entries were missed'],
    damage: ({ presence }) => ({
      presence: {
        write: (nodeId, { from, leaseMs, entries }) => presence.write(nodeId, { from, leaseMs, entries }),
      },
    }),
  },
  {
    name: 'lists nodes whose lease has expired',
    found: ['a node is listed while its lease lasts', andMore],
    damage: ({ presence }) => ({
      presence: { write: (nodeId, writing) => presence.write(nodeId, { ...writing, leaseMs: 600_000 }) },
    }),
  },
  {
    name: 'returns no changes of a node whose lease has expired',
    found: ['the entries of a node are read in pages', 'nodes with a long expired lease are removed'],
    damage: ({ presence }) => ({
      presence: {
        changes: async (nodeId, ...rest) =>
          (await presence.nodes()).some((node) => node.nodeId === nodeId)
            ? presence.changes(nodeId, ...rest)
            : null,
      },
    }),
  },
  {
    name: 'never reports more entries of a node',
    found: ['a page of entries tells whether there are more'],
    damage: ({ presence }) => ({
      presence: {
        changes: async (...asked) => {
          const page = await presence.changes(...asked);
          return page && { ...page, hasMore: false };
        },
      },
    }),
  },
  {
    name: 'returns changes although entries were missed',
    found: ['changes are null if removed entries were missed'],
    damage: ({ presence }) => ({
      presence: {
        changes: async (nodeId, since, limit) => {
          const page = await presence.changes(nodeId, since, limit);
          if (page || since === 0) return page;
          const all = await presence.changes(nodeId, 0, limit);
          return all && { ...all, entries: all.entries.filter(({ key }) => key !== 'ana') };
        },
      },
    }),
  },
  {
    name: 'only ends the lease of a node that leaves',
    found: ['a node that leaves is removed'],
    damage: ({ presence }) => ({
      presence: {
        leave: async (nodeId) => {
          const node = (await presence.nodes()).find((each) => each.nodeId === nodeId);
          if (node) await presence.write(nodeId, { from: node.version, leaseMs: 0, entries: [] });
        },
      },
    }),
  },
  {
    name: 'rejects if an unknown node leaves',
    found: ['an unknown node can leave'],
    damage: ({ presence }) => ({
      presence: {
        leave: async (nodeId) => {
          if ((await presence.changes(nodeId, 0, 1)) === null) throw new Error('who?');
          await presence.leave(nodeId);
        },
      },
    }),
  },
  {
    name: 'never removes nodes with an expired lease',
    found: ['nodes with a long expired lease are removed'],
    damage: ({ presence }) => ({ presence: { sweep: () => presence.sweep(600_000) } }),
  },
  {
    name: 'removes nodes as soon as their lease expires',
    found: ['nodes with a long expired lease are removed'],
    damage: ({ presence }) => ({ presence: { sweep: () => presence.sweep(0) } }),
  },
];
