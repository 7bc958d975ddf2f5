import assert from 'node:assert/strict';
import type { ContractCase } from './contract-case.ts';
import { addMember, ana, bo, createRoom, edit, events, remove, send } from './sample.ts';

const newestFirst = 'Returns the texts that a message had before its edits, newest first.';
const inItsTransaction =
  'An edit that changes the text stores the previous one in the same transaction; of more than 20, the oldest is dropped.';
const gone = 'Tombstones and pruned messages have none.';

const text = ({ text: said }: { text: string }): string => said;

export const versionCases: ContractCase[] = [
  {
    title: 'earlier texts of a message are listed newest first',
    sentence: newestFirst,
    run: async ({ timeline }) => {
      events(await timeline.commit('s', [createRoom('s'), send('m3'), edit('m3', 'elsewhere')]));
      const room = [createRoom('r'), send('m1'), send('m2'), edit('m1', 'two')];
      const committed = await timeline.commit('r', room);
      assert.deepEqual(await timeline.versions('r', 'm1'), [{ rev: 4, text: 'text of m1', at: 2_000 }]);
      events([...committed, ...(await timeline.commit('r', [edit('m1', 'three')]))]);
      assert.deepEqual(await timeline.versions('r', 'm1'), [
        { rev: 5, text: 'two', at: 3_000 },
        { rev: 4, text: 'text of m1', at: 2_000 },
      ]);
      for (const id of ['m2', 'm3', 'none']) assert.deepEqual(await timeline.versions('r', id), []);
      assert.deepEqual(await timeline.versions('none', 'm1'), []);
    },
  },
  {
    title: 'every edit stores the previous text, up to a limit',
    sentence: inItsTransaction,
    run: async ({ timeline }) => {
      events(await timeline.commit('r', [createRoom('r'), send('m1')]));
      events(await timeline.commit('r', [edit('m1', 'a0'), edit('m1', 'a0'), edit('m1', 'a1')]));
      const [refused] = await timeline.commit('r', [edit('m1', 'not mine', bo)]);
      assert.ok(refused?.ok === false);
      assert.deepEqual((await timeline.versions('r', 'm1')).map(text), ['a0', 'text of m1']);
      const many = Array.from({ length: 22 }, (_, index) => edit('m1', `b${index}`));
      events(await timeline.commit('r', many));
      const kept = (await timeline.versions('r', 'm1')).map(text);
      assert.deepEqual([kept.length, kept[0], kept.at(-1)], [20, 'b20', 'b1']);
    },
  },
  {
    title: 'tombstones and pruned messages have no versions',
    sentence: gone,
    run: async ({ timeline }) => {
      const old = [send('old', ana, {}, 1_500), edit('old', 'new')];
      events(await timeline.commit('r', [createRoom('r'), addMember(bo), ...old]));
      const closed = ['p1', 'p2'].flatMap((id, index) => [
        send(id, ana, { to: ['bo'] }, 1_500 + 500 * index),
        edit(id, 'new'),
      ]);
      events(await timeline.commit('r', closed));
      assert.equal((await timeline.versions('r', 'p2')).length, 1);
      events(await timeline.commit('r', [remove('p2'), send('m1'), edit('m1', 'new')]));
      events(await timeline.commit('r', [edit('m1', 'newer'), remove('m1')]));
      events(await timeline.commit('r', [send('m2'), edit('m2', 'new'), remove('m2')]));
      await timeline.prune('r', 1_600);
      for (const id of ['old', 'p1', 'p2', 'm1', 'm2'])
        assert.deepEqual(await timeline.versions('r', id), [], `${id} has kept what it said`);
    },
  },
  {
    title: 'versions survive reopening the store',
    sentence:
      'Once the promise resolves, the batch survives a crash of the process and of the machine; if it rejects, nothing was applied.',
    needsReopen: true,
    run: async (storage, reopen) => {
      events(await storage.timeline.commit('r', [createRoom('r'), send('m1'), edit('m1', 'new')]));
      const opened = await reopen(storage);
      assert.deepEqual((await opened.timeline.versions('r', 'm1')).map(text), ['text of m1']);
    },
  },
];
