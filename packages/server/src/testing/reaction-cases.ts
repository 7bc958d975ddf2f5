import assert from 'node:assert/strict';
import type { User } from '@chat/protocol';
import type { ContractCase } from './contract-case.ts';
import {
  addMember,
  ana,
  bo,
  createRoom,
  cy,
  events,
  idsInOrder,
  messageOf,
  react,
  remove,
  send,
} from './sample.ts';

const thumb = '\u{1F44D}';
const heart = '\u2764\uFE0F';
const on = (messageId: string, emoji = thumb) => ({ messageId, emoji });
const off = { added: false };

const everybody = 'Returns the ids of users who made this reaction, in code unit order, after `after`.';
const gone = 'Tombstones and pruned messages have no reactions.';
const behind =
  'Returns for each of these reactions, in the same order, whether it is by the user; false if there is no such reaction.';

/** Two more than a message lists by name. */
const many: User[] = Array.from({ length: 52 }, (_, index) => ({ id: `u${100 + index}`, name: 'U' }));

export const reactionCases: ContractCase[] = [
  {
    title: 'all users behind a reaction are listed, without those who removed it',
    sentence: everybody,
    run: async ({ timeline }) => {
      const people = idsInOrder.map((id) => ({ id, name: 'X' }));
      const all = { limit: 10 };
      await timeline.commit('s', [createRoom('s'), send('m3'), react('m3', bo)]);
      await timeline.commit('r', [createRoom('r'), send('m1'), send('m2'), react('m2', cy)]);
      await timeline.commit('r', [...people.toReversed().map((user) => react('m1', user)), react('m1', bo)]);
      await timeline.commit('r', [react('m1', bo, off), react('m1', ana, { emoji: heart })]);
      assert.deepEqual(await timeline.reactors('r', on('m1'), all), { userIds: idsInOrder, hasMore: false });
      assert.deepEqual(await timeline.reactors('r', on('m1', heart), all), {
        userIds: ['ana'],
        hasMore: false,
      });
      const [first, second, third] = idsInOrder;
      assert.ok(first !== undefined && second !== undefined && third !== undefined);
      assert.deepEqual(await timeline.reactors('r', on('m1'), { limit: 2 }), {
        userIds: [first, second],
        hasMore: true,
      });
      const rest = await timeline.reactors('r', on('m1'), { after: second, limit: 4 });
      assert.deepEqual(rest, { userIds: idsInOrder.slice(2), hasMore: false });
      for (const id of ['m3', 'none'])
        assert.deepEqual(await timeline.reactors('r', on(id), all), { userIds: [], hasMore: false });
    },
  },
  {
    title: "each user's own reactions are known",
    sentence: behind,
    run: async ({ timeline }) => {
      await timeline.commit('r', [createRoom('r'), send('m1'), send('m2'), react('m1', bo), react('m2', cy)]);
      await timeline.commit('r', [react('m1', cy), react('m1', cy, off)]);
      const asked = [on('m2'), on('m1'), on('m1', heart), on('none')];
      assert.deepEqual(await timeline.reacted('r', 'bo', asked), [false, true, false, false]);
      assert.deepEqual(await timeline.reacted('r', 'cy', asked), [true, false, false, false]);
      assert.deepEqual(await timeline.reacted('none', 'bo', asked), [false, false, false, false]);
    },
  },
  {
    title: 'reactions beyond the listed names are counted exactly',
    sentence: everybody,
    run: async ({ timeline }) => {
      await timeline.commit('r', [createRoom('r'), send('m1'), ...many.map((user) => react('m1', user))]);
      const last = many.at(-1);
      const [first] = many;
      assert.ok(last && first);
      // Not listed in the message, but known all the same.
      const again = await timeline.commit('r', [react('m1', last)]);
      assert.ok(again[0]?.ok && again[0].known, 'a reaction that stands was taken again');
      const [, removed] = await timeline.commit('r', [react('m1', last, off), react('m1', first, off)]);
      const [reaction] = messageOf(removed).reactions;
      assert.equal(reaction?.count, 50);
      assert.deepEqual(
        reaction.by.toSorted(),
        many.slice(1, -1).map(({ id }) => id),
      );
      const [twice] = await timeline.commit('r', [react('m1', last, off)]);
      assert.ok(twice?.ok && twice.known, 'a reaction was taken back twice');
    },
  },
  {
    title: 'concurrent reactions are all counted',
    sentence: 'Of two concurrent commits to a room, one is applied entirely before the other.',
    run: async ({ timeline }) => {
      await timeline.commit('r', [createRoom('r'), send('m1')]);
      const racing = many.flatMap((user) => [react('m1', user), react('m1', user)]);
      const committed = await Promise.all(racing.map((change) => timeline.commit('r', [change])));
      const taken = committed.flat().filter((result) => result.ok && !result.known);
      assert.equal(taken.length, many.length);
      assert.equal((await timeline.message('r', 'm1'))?.reactions[0]?.count, many.length);
      assert.equal((await timeline.head('r'))?.rev, 2 + many.length);
    },
  },
  {
    title: 'tombstones and pruned messages have no reactions',
    sentence: gone,
    run: async ({ timeline }) => {
      const old = [send('old', ana, {}, 1_500), react('old', bo)];
      await timeline.commit('r', [createRoom('r'), addMember(bo), ...old]);
      const closed = ['p1', 'p2'].map((id, index) => send(id, ana, { to: ['bo'] }, 1_500 + 500 * index));
      await timeline.commit('r', [...closed, react('p1', bo), react('p2', bo)]);
      events(await timeline.commit('r', [remove('p2'), send('m1'), react('m1', bo), send('m2')]));
      await timeline.commit('r', [react('m1', cy), remove('m1'), react('m2', cy), remove('m2')]);
      await timeline.commit('r', [send('m3'), react('m3', bo), remove('m3')]);
      await timeline.prune('r', 1_600);
      for (const id of ['old', 'm1', 'm2', 'm3', 'p1', 'p2']) {
        const { userIds } = await timeline.reactors('r', on(id), { limit: 10 });
        assert.deepEqual(userIds, [], `${id} has kept reactions`);
        assert.deepEqual(await timeline.reacted('r', 'bo', [on(id)]), [false]);
      }
      const [refused] = await timeline.commit('r', [react('m1', ana)]);
      assert.ok(refused?.ok === false && refused.error.code === 'not_found');
    },
  },
  {
    title: 'reactions survive reopening the store',
    sentence:
      'Once the promise resolves, the batch survives a crash of the process and of the machine; if it rejects, nothing was applied.',
    needsReopen: true,
    run: async (storage, reopen) => {
      const { timeline } = storage;
      events(await timeline.commit('r', [createRoom('r'), send('m1'), react('m1', bo)]));
      const opened = await reopen(storage);
      const { userIds } = await opened.timeline.reactors('r', on('m1'), { limit: 10 });
      assert.deepEqual(userIds, ['bo']);
    },
  },
];
