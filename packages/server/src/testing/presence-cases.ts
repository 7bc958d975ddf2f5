import assert from 'node:assert/strict';
import type { PresenceEntry, PresenceStore } from '../storage/contract/presence-store.ts';
import type { ContractCase } from './contract-case.ts';

const longMs = 600_000;
const patienceMs = 2_000;

const is = (key: string, value: object | null = { as: key }): PresenceEntry => ({ key, value });
const held = (from: number, ...entries: PresenceEntry[]) => ({ from, leaseMs: longMs, entries });
const idsOf = async (presence: PresenceStore) =>
  (await presence.nodes()).map(({ nodeId }) => nodeId).toSorted();

/** Writes with a lease that expires at once, and waits for it. */
const lapse = async (presence: PresenceStore, nodeId: string, from: number): Promise<void> => {
  await presence.write(nodeId, { from, leaseMs: 1, entries: [] });
  for (const until = performance.now() + patienceMs; (await idsOf(presence)).includes(nodeId);) {
    assert.ok(performance.now() < until, 'a lease of 1 ms has not lapsed');
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
};

export const presenceCases: ContractCase[] = [
  {
    title: "writing renews a node's lease",
    sentence:
      "Renews the lease of a node from now, by the store's own clock if it has one, and stores the node's entries, all or nothing.",
    run: async ({ presence }) => {
      assert.equal(await presence.write('a', held(0, is('ana'), is('bo'))), true);
      assert.equal(await presence.write('a', held(2)), true);
      const [node] = await presence.nodes();
      assert.deepEqual({ ...node, leaseMs: 0 }, { nodeId: 'a', version: 2, leaseMs: 0 });
      assert.ok(node && node.leaseMs > longMs / 2 && node.leaseMs <= longMs, `left: ${node?.leaseMs}`);
      await lapse(presence, 'a', 2);
      assert.equal(await presence.write('a', held(2)), true);
      assert.deepEqual(await idsOf(presence), ['a']);
    },
  },
  {
    title: 'the latest entry of a key replaces earlier ones',
    sentence: "Each entry takes the node's next version and replaces the previous entry with the same key.",
    run: async ({ presence }) => {
      await presence.write('a', held(0, is('ana'), is('bo'), is('caro')));
      await presence.write('b', held(0, is('ana')));
      await presence.write(
        'a',
        held(3, is('bo', null), is('ana', { as: 'other', deep: [1, { two: null }] })),
      );
      assert.deepEqual(await presence.changes('a', 0, 10), {
        entries: [is('caro'), is('bo', null), is('ana', { as: 'other', deep: [1, { two: null }] })],
        version: 5,
        hasMore: false,
      });
      assert.deepEqual(await presence.changes('a', 4, 10), {
        entries: [is('ana', { as: 'other', deep: [1, { two: null }] })],
        version: 5,
        hasMore: false,
      });
    },
  },
  {
    title: 'a node can only write from its current version',
    sentence: 'Returns false and does nothing if the node is not at version `from`; an unknown node is at 0.',
    run: async ({ presence }) => {
      assert.equal(await presence.write('a', held(1, is('ana'))), false);
      assert.equal(await presence.changes('a', 0, 10), null);
      await presence.write('a', held(0, is('ana')));
      assert.equal(await presence.write('a', held(0, is('bo'))), false);
      assert.equal(await presence.write('a', { ...held(2, is('caro')), forget: 2 }), false);
      const { entries, version } = (await presence.changes('a', 0, 10)) ?? {};
      assert.deepEqual({ entries, version }, { entries: [is('ana')], version: 1 });
    },
  },
  {
    title: 'one of several concurrent writes from one version is accepted',
    sentence: 'Of concurrent calls with entries from one version, at most one is accepted.',
    run: async ({ presence }) => {
      for (const from of [0, 1]) {
        const keys = ['1', '2', '3', '4'];
        const taken = await Promise.all(keys.map((key) => presence.write('a', held(from, is(key)))));
        assert.equal(taken.filter(Boolean).length, 1);
        const said = await presence.changes('a', from, 10);
        assert.deepEqual(said, {
          entries: [is(keys[taken.indexOf(true)] ?? '')],
          version: from + 1,
          hasMore: false,
        });
      }
    },
  },
  {
    title: 'null entries are removed on request',
    sentence: 'With `forget`, entries with a null value up to that version are removed.',
    run: async ({ presence }) => {
      await presence.write('a', held(0, is('ana', null), is('bo'), is('caro', null)));
      await presence.write('a', { ...held(3, is('dani')), forget: 2 });
      const said = await presence.changes('a', 0, 10);
      assert.deepEqual(said, {
        entries: [is('bo'), is('caro', null), is('dani')],
        version: 4,
        hasMore: false,
      });
    },
  },
  {
    title: 'a node is listed while its lease lasts',
    sentence: 'Returns the nodes whose lease has not expired, in any order.',
    run: async ({ presence }) => {
      assert.deepEqual(await presence.nodes(), []);
      for (const nodeId of ['a', 'b', 'c']) await presence.write(nodeId, held(0));
      await lapse(presence, 'b', 0);
      assert.deepEqual(await idsOf(presence), ['a', 'c']);
    },
  },
  {
    title: 'the entries of a node are read in pages',
    sentence:
      'Returns the entries of a node after version `since`, by version, at most `limit`, whether its lease has expired or not.',
    run: async ({ presence }) => {
      await presence.write('a', held(0, ...['e', 'd', 'c', 'b', 'a'].map((key) => is(key))));
      await lapse(presence, 'a', 5);
      assert.deepEqual((await presence.changes('a', 1, 3))?.entries, [is('d'), is('c'), is('b')]);
      assert.deepEqual((await presence.changes('a', 4, 3))?.entries, [is('a')]);
    },
  },
  {
    title: 'a page of entries tells whether there are more',
    sentence: '`hasMore`: there are more after the last one.',
    run: async ({ presence }) => {
      await presence.write('a', held(0, is('a'), is('b'), is('c')));
      await presence.write('a', held(3, is('a', { again: true })));
      const pages = [];
      for (let since = 0, hasMore = true; hasMore;) {
        const page = await presence.changes('a', since, 2);
        assert.ok(page);
        pages.push([page.entries.map(({ key }) => key).join(' '), page.version]);
        assert.ok(pages.length < 5, 'the pages do not end');
        ({ version: since, hasMore } = page);
      }
      assert.deepEqual(pages, [
        ['b c', 3],
        ['a', 4],
      ]);
      assert.deepEqual(await presence.changes('a', 4, 2), { entries: [], version: 4, hasMore: false });
    },
  },
  {
    title: 'changes are null if removed entries were missed',
    sentence:
      'Returns null if the node is unknown, or if an entry after `since` was removed; from 0, all entries that still apply are always there.',
    run: async ({ presence }) => {
      assert.equal(await presence.changes('a', 0, 10), null);
      await presence.write('a', held(0, is('ana'), is('bo', null), is('caro')));
      await presence.write('a', { ...held(3), forget: 2 });
      assert.equal(await presence.changes('a', 1, 10), null);
      assert.deepEqual((await presence.changes('a', 2, 10))?.entries, [is('caro')]);
      assert.deepEqual((await presence.changes('a', 0, 10))?.entries, [is('ana'), is('caro')]);
    },
  },
  {
    title: 'a node that leaves is removed',
    sentence: 'Removes a node and all its entries.',
    run: async ({ presence }) => {
      for (const nodeId of ['a', 'b']) await presence.write(nodeId, held(0, is('ana')));
      await presence.leave('a');
      assert.deepEqual(await idsOf(presence), ['b']);
      assert.equal(await presence.changes('a', 0, 10), null);
      assert.equal(await presence.write('a', held(0, is('bo'))), true);
      assert.deepEqual((await presence.changes('a', 0, 10))?.entries, [is('bo')]);
    },
  },
  {
    title: 'an unknown node can leave',
    sentence: 'Does nothing if the node is unknown.',
    run: async ({ presence }) => {
      await presence.leave('a');
      await presence.write('a', held(0));
      await presence.leave('a');
      await presence.leave('a');
      assert.deepEqual(await presence.nodes(), []);
    },
  },
  {
    title: 'nodes with a long expired lease are removed',
    sentence: 'Removes nodes whose lease expired more than `lapsedMs` ago.',
    run: async ({ presence }) => {
      for (const nodeId of ['a', 'b']) await presence.write(nodeId, held(0, is('ana')));
      await lapse(presence, 'b', 1);
      await presence.sweep(longMs);
      assert.deepEqual((await presence.changes('b', 0, 10))?.entries, [is('ana')]);
      await new Promise((resolve) => setTimeout(resolve, 3));
      await presence.sweep(1);
      assert.equal(await presence.changes('b', 0, 10), null);
      assert.deepEqual((await presence.changes('a', 0, 10))?.entries, [is('ana')]);
      assert.deepEqual(await idsOf(presence), ['a']);
    },
  },
];
