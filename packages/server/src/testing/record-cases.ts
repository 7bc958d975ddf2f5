import assert from 'node:assert/strict';
import type { Change } from '../storage/contract/change.ts';
import type { RecordChange, StoredRecord } from '../storage/contract/records.ts';
import type { ContractCase } from './contract-case.ts';
import { addMember, ana, bo, createRoom, idsInOrder, remove, send } from './sample.ts';

const store = (...records: RecordChange[]): Change => ({
  kind: 'store-records',
  actor: ana,
  at: 3_000,
  records,
});
const vote = (key: string, more: Partial<StoredRecord> = {}): StoredRecord => ({
  kind: 'vote',
  key,
  body: { option: `of ${key}` },
  ...more,
});
const withdrawn = (key: string): RecordChange => ({ kind: 'vote', key, body: null });
const all = { limit: 100 };

const stored =
  'Records are stored and removed with the change that requires it, and removed with the message they name, also when it is pruned.';

export const recordCases: ContractCase[] = [
  {
    title: 'records are stored, replaced and removed, without a revision',
    sentence: 'Returns a record, or null if the room has none with this kind and key.',
    run: async ({ timeline }) => {
      await timeline.commit('r', [createRoom('r')]);
      await timeline.commit('s', [createRoom('s')]);
      const [result] = await timeline.commit('r', [store(vote('a'), vote('b', { userId: 'bo', dueAt: 9 }))]);
      assert.ok(result?.ok);
      assert.equal(result.known, true);
      assert.deepEqual(result.event, { type: 'skip', roomId: 'r', rev: 1 });
      assert.deepEqual(result.records, [vote('a'), vote('b', { userId: 'bo', dueAt: 9 })]);
      assert.deepEqual(await timeline.record('r', 'vote', 'b'), vote('b', { userId: 'bo', dueAt: 9 }));
      assert.equal(await timeline.record('r', 'other', 'b'), null);
      assert.equal(await timeline.record('s', 'vote', 'b'), null);
      // In one batch, each change sees the one before it.
      await timeline.commit('r', [
        store(vote('a', { body: { option: 'new' } }), withdrawn('b')),
        store(vote('b', { body: { option: 'again' } })),
        store(withdrawn('c'), vote('d'), withdrawn('d')),
      ]);
      assert.deepEqual(await timeline.record('r', 'vote', 'a'), vote('a', { body: { option: 'new' } }));
      assert.deepEqual(await timeline.record('r', 'vote', 'b'), vote('b', { body: { option: 'again' } }));
      assert.equal(await timeline.record('r', 'vote', 'd'), null);
      await timeline.commit('r', [store(withdrawn('a'))]);
      assert.equal(await timeline.record('r', 'vote', 'a'), null);
      assert.equal((await timeline.head('r'))?.rev, 1);
    },
  },
  {
    title: 'records are listed by key, in both directions',
    sentence:
      'Returns records of one kind by key, in code unit order, with keys above `above` and below `below`: the first `limit`, or with `descending` the last ones, in descending order.',
    run: async ({ timeline }) => {
      await timeline.commit('r', [
        createRoom('r'),
        store(...idsInOrder.toReversed().map((key) => vote(key))),
      ]);
      await timeline.commit('r', [store({ kind: 'votes', key: 'M', body: {} })]);
      const keys = async (query: Parameters<typeof timeline.records>[2]) => {
        const { records, hasMore } = await timeline.records('r', 'vote', query);
        return { keys: records.map(({ key }) => key), hasMore };
      };
      const [first = '', second = '', third = ''] = idsInOrder;
      assert.deepEqual(await keys(all), { keys: idsInOrder, hasMore: false });
      assert.deepEqual(await keys({ limit: 2 }), { keys: [first, second], hasMore: true });
      assert.deepEqual(await keys({ limit: 2, above: first }), { keys: [second, third], hasMore: true });
      assert.deepEqual(await keys({ limit: 6, below: third }), { keys: [first, second], hasMore: false });
      const newest = idsInOrder.toReversed();
      assert.deepEqual(await keys({ limit: 6, descending: true }), { keys: newest, hasMore: false });
      assert.deepEqual(await keys({ limit: 1, descending: true, below: third }), {
        keys: [second],
        hasMore: true,
      });
      assert.deepEqual(await keys({ limit: 1, descending: true, above: first, below: second }), {
        keys: [],
        hasMore: false,
      });
      assert.deepEqual(await timeline.records('none', 'vote', all), { records: [], hasMore: false });
    },
  },
  {
    title: 'the records of a message are removed with it',
    sentence: stored,
    run: async ({ timeline }) => {
      const of = (messageId: string) => vote(messageId, { messageId });
      await timeline.commit('r', [
        createRoom('r'),
        addMember(bo),
        send('m1', ana, {}, 1_000),
        send('m2'),
        send('m3', ana, { to: ['bo'] }),
        store(of('m1'), of('m2'), of('m3'), vote('free')),
      ]);
      const left = async () =>
        (await timeline.records('r', 'vote', all)).records.map(({ key }) => key).join(' ');
      assert.equal(await left(), 'free m1 m2 m3');
      // Stored and removed in the same batch.
      await timeline.commit('r', [store(vote('later', { messageId: 'm2' })), remove('m2')]);
      assert.equal(await left(), 'free m1 m3');
      const refused = await timeline.commit('r', [store(of('m2')), store(of('none'))]);
      assert.deepEqual(
        refused.map(({ ok }) => ok),
        [false, false],
      );
      await timeline.prune('r', 1_500);
      assert.equal(await left(), 'free m3');
      await timeline.commit('r', [remove('m3')]);
      assert.equal(await left(), 'free');
    },
  },
  {
    title: 'due records of all rooms are found, the earliest first',
    sentence: 'Returns records of one kind, of all rooms, whose `dueAt` is at most `at`, the earliest first.',
    run: async ({ timeline }) => {
      await timeline.commit('r', [
        createRoom('r'),
        store(vote('b', { dueAt: 30 }), vote('a', { dueAt: 10 })),
      ]);
      await timeline.commit('s', [createRoom('s'), store(vote('c', { dueAt: 20 }), vote('d'))]);
      await timeline.commit('s', [store({ kind: 'other', key: 'e', body: {}, dueAt: 5 })]);
      const due = async (at: number, limit = 10) =>
        (await timeline.dueRecords('vote', { at, limit })).map(
          ({ roomId, record }) => `${roomId} ${record.key}`,
        );
      assert.deepEqual(await due(9), []);
      assert.deepEqual(await due(20), ['r a', 's c']);
      assert.deepEqual(await due(1_000), ['r a', 's c', 'r b']);
      assert.deepEqual(await due(1_000, 1), ['r a']);
      await timeline.commit('r', [store(withdrawn('a'), vote('b', { dueAt: 40 }))]);
      assert.deepEqual(await due(39), ['s c']);
      assert.deepEqual(await timeline.dueRecords('vote', { at: 20, limit: 1 }), [
        { roomId: 's', record: vote('c', { dueAt: 20 }) },
      ]);
    },
  },
  {
    title: 'the records of a user are found and erased',
    sentence: 'Returns records of a user in a room, by kind and key, in code unit order, after `after`.',
    run: async ({ timeline }) => {
      const theirs: StoredRecord[] = [
        { kind: 'draft', key: 'z', body: {}, userId: bo.id },
        vote('a', { userId: bo.id }),
        vote('b', { userId: bo.id }),
      ];
      const [, second, third] = theirs;
      await timeline.commit('r', [
        createRoom('r'),
        store(...theirs.toReversed(), vote('c', { userId: ana.id }), vote('d')),
      ]);
      assert.deepEqual(await timeline.recordsOf('r', bo.id, all), { records: theirs, hasMore: false });
      const after = { kind: 'draft', key: 'z' };
      assert.deepEqual(await timeline.recordsOf('r', bo.id, { after, limit: 1 }), {
        records: [second],
        hasMore: true,
      });
      assert.deepEqual(await timeline.recordsOf('r', bo.id, { after: vote('a'), limit: 1 }), {
        records: [third],
        hasMore: false,
      });
      assert.deepEqual(await timeline.recordsOf('none', bo.id, all), { records: [], hasMore: false });
      assert.deepEqual((await timeline.roomsWithDataOf(bo.id, all)).roomIds, ['r']);
      const erase = (key: string): Change => ({
        kind: 'erase-record',
        actor: ana,
        at: 4_000,
        userId: bo.id,
        recordKind: 'vote',
        key,
      });
      const [tooEarly] = await timeline.commit('r', [erase('a')]);
      assert.equal(tooEarly?.ok, false);
      await timeline.beginErasure(bo.id, 4_000);
      // Those of others stay, and a record of an erased user cannot come back.
      await timeline.commit('r', [erase('a'), erase('c')]);
      const [back] = await timeline.commit('r', [store(vote('a', { userId: bo.id }))]);
      assert.equal(back?.ok, false);
      const left = (await timeline.records('r', 'vote', all)).records.map(({ key }) => key);
      assert.deepEqual(left, ['b', 'c', 'd']);
    },
  },
];
