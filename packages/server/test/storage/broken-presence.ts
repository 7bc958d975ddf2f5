import { andMore, type Broken } from './break-storage.ts';

export const brokenPresence: Broken[] = [
  {
    name: 'lets a lease lapse though the node has written',
    found: ['a node holds its lease by writing'],
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
    name: 'keeps the first word of a node',
    found: ['the last word of a node counts', andMore],
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
    name: 'takes in what a node says from wherever it is',
    found: ['a node writes from where it is'],
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
    name: 'says that it took in two writings from one version',
    found: ['of writings from one version one is taken'],
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
    name: 'never forgets what is no longer so',
    found: ['what is no longer so is forgotten when asked', 'who lags behind what was forgotten is told so'],
    damage: ({ presence }) => ({
      presence: {
        write: (nodeId, { from, leaseMs, entries }) => presence.write(nodeId, { from, leaseMs, entries }),
      },
    }),
  },
  {
    name: 'counts nodes whose lease has lapsed',
    found: ['a node is there while its lease is held', andMore],
    damage: ({ presence }) => ({
      presence: { write: (nodeId, writing) => presence.write(nodeId, { ...writing, leaseMs: 600_000 }) },
    }),
  },
  {
    name: 'says nothing more of a node whose lease has lapsed',
    found: ['what a node says is read by pages', 'nodes that are long gone are forgotten'],
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
    name: 'never has more of what a node says',
    found: ['a page of what a node says tells whether there is more'],
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
    name: 'tells who lags behind what is left',
    found: ['who lags behind what was forgotten is told so'],
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
    name: 'ends the lease of a node that leaves, and no more',
    found: ['a node that leaves is forgotten'],
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
    name: 'rejects when a node that is not known leaves',
    found: ['a node that is not known may leave'],
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
    name: 'keeps nodes that are long gone',
    found: ['nodes that are long gone are forgotten'],
    damage: ({ presence }) => ({ presence: { sweep: () => presence.sweep(600_000) } }),
  },
  {
    name: 'forgets nodes as soon as their lease has lapsed',
    found: ['nodes that are long gone are forgotten'],
    damage: ({ presence }) => ({ presence: { sweep: () => presence.sweep(0) } }),
  },
];
