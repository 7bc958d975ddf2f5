import assert from 'node:assert/strict';
import type { CommitResult } from '../storage/contract/change.ts';
import type { ContractCase } from './contract-case.ts';
import { ana, bo, createRoom, edit, messageOf, remove, send } from './sample.ts';

const sentence =
  'Sending a message id that the room already has, with the same author and content, returns the stored message as `known` and takes no number; with other content it is refused as `conflict` / `id_reused`, even if the stored message was deleted.';

const isKnown = (result: CommitResult | undefined) => result?.ok === true && result.known;
const isReused = (result: CommitResult | undefined) =>
  result?.ok === false && result.error.code === 'conflict' && result.error.reason === 'id_reused';

export const retryCases: ContractCase[] = [
  {
    title: 'a message sent again is known and takes no number',
    sentence,
    run: async ({ timeline }) => {
      const data = { a: 1, b: { c: [2] } };
      const first = await timeline.commit('r', [
        createRoom('r'),
        send('m1', bo, { data }),
        send('m1', bo, { data }),
      ]);
      const again = await timeline.commit('r', [send('m1', bo, { data: { b: { c: [2] }, a: 1 } }, 9_000)]);
      for (const retry of [first[2], again[0]]) {
        assert.ok(isKnown(retry), 'a retry is not known');
        assert.deepEqual(messageOf(retry), messageOf(first[1]));
      }
      const head = await timeline.head('r');
      assert.deepEqual([head?.rev, head?.seq], [2, 1]);
    },
  },
  {
    title: 'a message sent many times at once is stored once',
    sentence,
    run: async ({ timeline }) => {
      await timeline.commit('r', [createRoom('r')]);
      const tries = await Promise.all(Array.from({ length: 8 }, () => timeline.commit('r', [send('m1')])));
      assert.equal(tries.filter(([result]) => result?.ok === true && !result.known).length, 1);
      assert.equal(tries.filter(([result]) => isKnown(result)).length, 7);
      assert.equal((await timeline.head('r'))?.seq, 1);
    },
  },
  {
    title: 'a retried message that was edited or deleted since is still known',
    sentence,
    run: async ({ timeline }) => {
      const edits = [edit('m1', 'new'), send('m2'), remove('m2')];
      await timeline.commit('r', [createRoom('r'), send('m1'), ...edits]);
      const [edited, deleted] = await timeline.commit('r', [send('m1'), send('m2')]);
      assert.ok(isKnown(edited) && isKnown(deleted), 'a retry is not known');
      assert.equal(messageOf(edited).text, 'new');
      assert.equal(messageOf(deleted).deletedAt, 3_000);
      assert.equal(messageOf(deleted).text, '');
    },
  },
  {
    title: 'an id with other content is refused, even after edit and deletion',
    sentence,
    run: async ({ timeline }) => {
      const ids = ['plain', 'edited', 'deleted'];
      await timeline.commit('r', [createRoom('r'), ...ids.map((id) => send(id))]);
      await timeline.commit('r', [edit('edited', 'new'), remove('deleted')]);
      const before = await timeline.head('r');
      for (const id of ids) {
        const others = [
          send(id, bo),
          send(id, ana, { text: 'other' }),
          send(id, ana, { data: { other: true } }),
        ];
        for (const result of await timeline.commit('r', others))
          assert.ok(isReused(result), `${id} was taken twice`);
      }
      assert.deepEqual(await timeline.head('r'), before);
    },
  },
  {
    title: 'the same id can be used in another room',
    sentence,
    run: async ({ timeline }) => {
      await timeline.commit('r', [createRoom('r'), send('m1')]);
      const [, result] = await timeline.commit('s', [createRoom('s'), send('m1', bo, { text: 'other' })]);
      assert.ok(result?.ok && !result.known, 'an id of another room was taken for known');
    },
  },
];
