import assert from 'node:assert/strict';
import type { Change } from '../storage/contract/change.ts';
import type { ContractCase } from './contract-case.ts';
import {
  addMember,
  ana,
  bo,
  createRoom,
  cy,
  edit,
  endMembership,
  events,
  retitle,
  send,
  seqs,
} from './sample.ts';

const applies =
  'Applies a batch to one room, in order, in one durable transaction, and returns one result per change, in the same order.';
const decides =
  '`decide(view, change)` decides what each change does and whether it is allowed. It runs inside the transaction, on the records as they are then, so rights are exact: a change sees the effects of those before it in its batch.';
const numbers =
  "Each accepted change takes the room's next `rev`, and each new message also its next `seq`, both without gaps.";
const refused = 'A refused change takes no number and has no effect; the rest of the batch stands.';
const durable =
  'Once the promise resolves, the batch survives a crash of the process and of the machine; if it rejects, nothing was applied.';

export const commitCases: ContractCase[] = [
  {
    title: 'commit applies a batch and returns its results in order',
    sentence: applies,
    run: async ({ timeline }) => {
      const committed = await timeline.commit('r', [
        createRoom('r'),
        send('m1'),
        send('m2', bo),
        edit('m1', 'new'),
      ]);
      const types = events(committed).map(({ type }) => type);
      assert.deepEqual(types, ['room:updated', 'message:created', 'message:created', 'message:updated']);
      const { messages } = await timeline.page('r', { limit: 10 });
      assert.deepEqual(
        messages.map(({ id, text }) => [id, text]),
        [
          ['m1', 'new'],
          ['m2', 'text of m2'],
        ],
      );
      assert.deepEqual(messages[0]?.author, { id: 'ana', name: 'Ana' });
      assert.deepEqual(messages[1]?.author, { id: 'bo', name: 'Bo', avatarUrl: '/bo.png' });
    },
  },
  {
    title: 'a change sees the effects of those before it in its batch',
    sentence: decides,
    run: async ({ timeline }) => {
      await timeline.commit('r', [createRoom('r', { type: 'private' })]);
      const batch = [send('a', bo), addMember(bo), send('b', bo), endMembership(bo), send('c', bo)];
      const allowed = (await timeline.commit('r', batch)).map(({ ok }) => ok);
      assert.deepEqual(allowed, [false, true, true, true, false]);
    },
  },
  {
    title: 'commit decides on the rights at that moment',
    sentence: decides,
    run: async ({ timeline }) => {
      await timeline.commit('r', [createRoom('r', { type: 'private' }), addMember(bo)]);
      await timeline.member('r', 'bo');
      const [removal] = await Promise.all([
        timeline.commit('r', [endMembership(bo)]),
        ...Array.from({ length: 5 }, (_, index) => timeline.commit('r', [send(`m${index}`, bo)])),
      ]);
      const removedAt = events(removal)[0]?.rev ?? 0;
      const { messages } = await timeline.page('r', { limit: 10 });
      assert.ok(
        messages.every(({ rev }) => rev < removedAt),
        'somebody spoke after they were removed',
      );
    },
  },
  {
    title: 'commit numbers changes and messages without gaps',
    sentence: numbers,
    run: async ({ timeline }) => {
      const changes = [
        createRoom('r'),
        send('m1'),
        edit('m1', 'no', bo),
        send('m2', bo),
        send('m2', bo),
        addMember(cy),
        send('m3', cy),
        retitle('New'),
      ];
      const committed = await timeline.commit('r', changes.slice(0, 4));
      committed.push(...(await timeline.commit('r', changes.slice(4))));
      const taken = committed.flatMap((result) => (result.ok && !result.known ? [result.event] : []));
      assert.deepEqual(
        taken.map(({ rev }) => rev),
        [1, 2, 3, 4, 5, 6],
      );
      const messages = taken.flatMap((event) => (event.type === 'message:created' ? [event.message] : []));
      assert.deepEqual(seqs({ messages }), [1, 2, 3]);
      for (const { id, rev } of messages) assert.equal((await timeline.message('r', id))?.rev, rev);
      const head = await timeline.head('r');
      assert.deepEqual([head?.rev, head?.seq], [6, 3]);
    },
  },
  {
    title: 'concurrent commits are applied one after the other',
    sentence: 'Of two concurrent commits to a room, one is applied entirely before the other.',
    run: async ({ timeline }) => {
      await timeline.commit('r', [createRoom('r')]);
      const batches = await Promise.all(
        Array.from({ length: 12 }, (_, batch) =>
          timeline.commit('r', [send(`${batch}-a`), send(`${batch}-b`), send(`${batch}-c`)]),
        ),
      );
      const revs = batches.map((committed) => events(committed).map(({ rev }) => rev));
      for (const [first = 0, ...rest] of revs) assert.deepEqual(rest, [first + 1, first + 2]);
      const all = revs.flat().toSorted((a, b) => a - b);
      assert.deepEqual(
        all,
        Array.from({ length: 36 }, (_, index) => index + 2),
      );
    },
  },
  {
    title: 'a refused change takes no number and does not stop the batch',
    sentence: refused,
    run: async ({ timeline }) => {
      await timeline.commit('r', [createRoom('r'), send('m1')]);
      const committed = await timeline.commit('r', [send('m2'), edit('m1', 'not mine', bo), send('m3')]);
      assert.deepEqual(
        committed.map((result) => (result.ok ? result.event.rev : result.error.code)),
        [3, 'forbidden', 4],
      );
      assert.equal((await timeline.message('r', 'm1'))?.text, 'text of m1');
      assert.deepEqual(seqs(await timeline.page('r', { limit: 10 })), [1, 2, 3]);
    },
  },
  {
    title: 'a rejected batch stores nothing and affects no other room',
    sentence: durable,
    run: async ({ timeline }) => {
      await timeline.commit('r', [createRoom('r'), send('m1')]);
      // A change that is not JSON cannot be stored.
      const bad: Change = send('m3', ana, { data: { big: 1n } });
      const [failed, other] = await Promise.allSettled([
        timeline.commit('r', [send('m2'), addMember(bo), bad]),
        timeline.commit('other', [createRoom('other')]),
      ]);
      assert.equal(failed.status, 'rejected');
      assert.equal(other.status, 'fulfilled');
      const head = await timeline.head('r');
      assert.deepEqual([head?.rev, head?.seq], [2, 1]);
      assert.deepEqual(seqs(await timeline.page('r', { limit: 10 })), [1]);
      assert.equal(await timeline.member('r', 'bo'), null);
      assert.deepEqual(
        events(await timeline.commit('r', [send('m2')])).map(({ rev }) => rev),
        [3],
      );
    },
  },
  {
    title: 'an acknowledged batch survives reopening the store',
    sentence: durable,
    needsReopen: true,
    run: async (storage, reopen) => {
      const { timeline } = storage;
      await timeline.commit('r', [
        createRoom('r'),
        addMember(bo),
        send('m1', ana, { data: { a: [1, { b: null }] } }),
      ]);
      await timeline.readMarker('r', 'bo', { joinedAt: 1_000, joinedSeq: 0, readSeq: 0 });
      await timeline.markRead('r', 'bo', 1, { at: 2_000 });
      await timeline.markUnread('r', 'bo', 0);
      await timeline.markDelivered('r', [{ userId: 'bo', seq: 2 }]);
      const look = async ({ timeline: from }: typeof storage) => ({
        changes: await from.changes('r', 0, 100),
        page: await from.page('r', { limit: 10 }),
        mark: await from.markRead('r', 'bo', 0, { at: 3_000 }),
      });
      const before = await look(storage);
      const opened = await reopen(storage);
      assert.deepEqual(await look(opened), before);
      const committed = await opened.timeline.commit('r', [
        send('m1', ana, { data: { a: [1, { b: null }] } }),
        send('m2'),
      ]);
      assert.deepEqual(
        committed.map((result) => result.ok && [result.known, result.event.rev]),
        [
          [true, 3],
          [false, 4],
        ],
      );
    },
  },
];
