import assert from 'node:assert/strict';
import type { ContractCase } from './contract-case.ts';
import {
  addMember,
  ana,
  bo,
  createRoom,
  edit,
  events,
  messageOf,
  pin,
  remove,
  send,
  seqs,
} from './sample.ts';

const bySeq = 'Returns pinned messages by `seq`, above `after`.';
const gone = 'Tombstones and pruned messages are not pinned.';
const all = { limit: 10 };
const off = { pinned: false };

export const pinCases: ContractCase[] = [
  {
    title: 'pinned messages are listed by seq, whenever they were pinned',
    sentence: bySeq,
    run: async ({ timeline }) => {
      const sends = ['m1', 'm2', 'm3', 'm4', 'm5'].map((id) => send(id));
      events(await timeline.commit('s', [createRoom('s'), send('other'), pin('other')]));
      events(await timeline.commit('r', [createRoom('r'), ...sends, pin('m5'), pin('m2')]));
      events(await timeline.commit('r', [pin('m4'), pin('m3'), pin('m3', ana, off)]));
      const page = await timeline.pinned('r', all);
      assert.deepEqual([seqs(page), page.hasMore], [[2, 4, 5], false]);
      assert.deepEqual(page.messages[0], await timeline.message('r', 'm2'));
      const first = await timeline.pinned('r', { limit: 2 });
      assert.deepEqual([seqs(first), first.hasMore], [[2, 4], true]);
      const rest = await timeline.pinned('r', { after: 4, limit: 2 });
      assert.deepEqual([seqs(rest), rest.hasMore], [[5], false]);
      assert.deepEqual(await timeline.pinned('none', all), { messages: [], hasMore: false });
    },
  },
  {
    title: 'a message stays pinned through other changes',
    sentence: bySeq,
    run: async ({ timeline }) => {
      events(await timeline.commit('r', [createRoom('r'), send('m1'), pin('m1')]));
      const [edited] = await timeline.commit('r', [edit('m1', 'new')]);
      assert.deepEqual((await timeline.pinned('r', all)).messages, [messageOf(edited)]);
      events(await timeline.commit('r', [pin('m1', ana, off)]));
      assert.deepEqual((await timeline.pinned('r', all)).messages, []);
    },
  },
  {
    title: 'the limit of pinned messages holds for concurrent pins',
    sentence:
      '`decide(view, change)` decides what each change does and whether it is allowed. It runs inside the transaction, on the records as they are then, so rights are exact: a change sees the effects of those before it in its batch.',
    run: async ({ timeline }) => {
      const ids = ['m1', 'm2', 'm3', 'm4'];
      events(await timeline.commit('r', [createRoom('r'), ...ids.map((id) => send(id))]));
      const most = { most: 2 };
      const [one, two, three] = await timeline.commit('r', [
        pin('m1', ana, most),
        pin('m2', ana, most),
        pin('m3', ana, most),
      ]);
      assert.ok(one?.ok && two?.ok);
      assert.ok(three?.ok === false && three.error.code === 'conflict', 'one too many was pinned');
      const [again] = await timeline.commit('r', [pin('m1', ana, most)]);
      assert.ok(again?.ok && again.known, 'a pinned message was pinned again');
      const [freed, taken] = await timeline.commit('r', [pin('m2', ana, off), pin('m3', ana, most)]);
      assert.ok(freed?.ok && taken?.ok, 'a place that became free was not given');
      events(await timeline.commit('r', [pin('m1', ana, off), pin('m3', ana, off)]));
      const racing = await Promise.all(ids.map((id) => timeline.commit('r', [pin(id, ana, most)])));
      assert.equal(racing.flat().filter(({ ok }) => ok).length, 2);
      assert.equal((await timeline.pinned('r', all)).messages.length, 2);
    },
  },
  {
    title: 'tombstones and pruned messages are not pinned',
    sentence: gone,
    run: async ({ timeline }) => {
      const old = send('old', ana, {}, 1_500);
      events(await timeline.commit('r', [createRoom('r'), addMember(bo), old, pin('old'), send('m1')]));
      events(await timeline.commit('r', [pin('m1'), send('m2'), pin('m2'), send('m3')]));
      const [, deleted] = await timeline.commit('r', [pin('m3'), remove('m3'), remove('m1')]);
      assert.equal(messageOf(deleted).pinnedAt, undefined);
      await timeline.prune('r', 1_600);
      assert.deepEqual(seqs(await timeline.pinned('r', all)), [3]);
      const [refused] = await timeline.commit('r', [pin('m1')]);
      assert.ok(refused?.ok === false && refused.error.code === 'not_found');
      const most = { most: 2 };
      events(await timeline.commit('r', [send('m4'), pin('m4', ana, most)]));
    },
  },
  {
    title: 'pins survive reopening the store',
    sentence:
      'Once the promise resolves, the batch survives a crash of the process and of the machine; if it rejects, nothing was applied.',
    needsReopen: true,
    run: async (storage, reopen) => {
      events(await storage.timeline.commit('r', [createRoom('r'), send('m1'), send('m2'), pin('m2')]));
      const opened = await reopen(storage);
      assert.deepEqual(seqs(await opened.timeline.pinned('r', all)), [2]);
    },
  },
];
