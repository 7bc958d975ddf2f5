import assert from 'node:assert/strict';
import type { ContractCase } from './contract-case.ts';

const first = { joinedAt: 5_000, joinedSeq: 2, readSeq: 2 };
const back =
  'Takes the watermark back to `seq`, unless it is below that, and answers it as it now is, in any case of the next `turn`.';
const delivered =
  'Raises `deliveredSeq` of these users, all in one transaction; a lower `seq` changes nothing, nor does a user without a mark.';

export const receiptCases: ContractCase[] = [
  {
    title: 'a read mark tells how far it has ever been, and since when',
    sentence: 'Where it goes further than ever, `seenSeq` goes along and `seenAt` becomes `at`.',
    run: async ({ timeline }) => {
      await timeline.mark('r', 'bo', first);
      await timeline.read('r', 'bo', 2, { at: 6_000 });
      assert.equal((await timeline.mark('r', 'bo', first)).seenAt, null);
      await timeline.read('r', 'bo', 9, { at: 7_000 });
      await timeline.read('r', 'bo', 9, { at: 7_500 });
      await timeline.readBack('r', 'bo', 4);
      const mark = await timeline.read('r', 'bo', 6, { at: 8_000 });
      assert.deepEqual(mark, { ...first, readSeq: 6, turn: 1, seenSeq: 9, seenAt: 7_000, deliveredSeq: 9 });
      const further = await timeline.read('r', 'bo', 11, { at: 9_000 });
      assert.deepEqual([further?.seenSeq, further?.seenAt, further?.deliveredSeq], [11, 9_000, 11]);
    },
  },
  {
    title: 'a read mark is taken back, and only by asking for it',
    sentence: back,
    run: async ({ timeline }) => {
      await timeline.mark('r', 'bo', first);
      await timeline.mark('r', 'cy', first);
      await timeline.read('r', 'bo', 9, { at: 7_000 });
      for (const [seq, readSeq, turn] of [
        [4, 4, 1],
        [4, 4, 2],
        [12, 4, 3],
        [0, 0, 4],
      ] as const) {
        const mark = await timeline.readBack('r', 'bo', seq);
        assert.deepEqual([mark?.readSeq, mark?.turn], [readSeq, turn], `back to ${seq}`);
        assert.deepEqual(await timeline.mark('r', 'bo', first), mark);
      }
      assert.deepEqual((await timeline.mark('r', 'cy', first)).turn, 0);
    },
  },
  {
    title: 'what was read before a mark was taken back does not raise it',
    sentence:
      'Raises the watermark to `seq` and answers it as it now is; a lower `seq` changes nothing, nor does one of an earlier `turn`.',
    run: async ({ timeline }) => {
      await timeline.mark('r', 'bo', first);
      await timeline.read('r', 'bo', 9, { at: 7_000, turn: 0 });
      await timeline.readBack('r', 'bo', 4);
      assert.equal((await timeline.read('r', 'bo', 9, { at: 8_000, turn: 0 }))?.readSeq, 4);
      assert.equal((await timeline.read('r', 'bo', 12, { at: 8_000, turn: 0 }))?.seenSeq, 9);
      assert.equal((await timeline.read('r', 'bo', 7, { at: 8_000, turn: 1 }))?.readSeq, 7);
      assert.equal((await timeline.read('r', 'bo', 8, { at: 8_000 }))?.readSeq, 8);
    },
  },
  {
    title: 'how far somebody has ever read does not go back',
    sentence: 'How far it has ever been stays.',
    run: async ({ timeline }) => {
      await timeline.mark('r', 'bo', first);
      await timeline.read('r', 'bo', 9, { at: 7_000 });
      const mark = await timeline.readBack('r', 'bo', 0);
      assert.deepEqual([mark?.seenSeq, mark?.seenAt, mark?.deliveredSeq], [9, 7_000, 9]);
    },
  },
  {
    title: 'there is nothing to take back without a mark',
    sentence: 'Null when no mark exists.',
    run: async ({ timeline }) => {
      assert.equal(await timeline.readBack('r', 'bo', 0), null);
      assert.equal((await timeline.mark('r', 'bo', first)).turn, 0);
    },
  },
  {
    title: 'what has come to devices is raised, for many at once',
    sentence: delivered,
    run: async ({ timeline }) => {
      for (const userId of ['bo', 'cy', 'dee']) await timeline.mark('r', userId, first);
      await timeline.read('r', 'dee', 8, { at: 7_000 });
      const all = ['bo', 'cy', 'dee', 'nobody'];
      await timeline.delivered(
        'r',
        all.map((userId) => ({ userId, seq: 7 })),
      );
      await timeline.delivered('r', [
        { userId: 'bo', seq: 5 },
        { userId: 'cy', seq: 9 },
      ]);
      const { marks } = await timeline.marks('r', { limit: 10 });
      const found = marks.map(({ userId, seenSeq, deliveredSeq }) => [userId, seenSeq, deliveredSeq]);
      assert.deepEqual(found, [
        ['bo', 2, 7],
        ['cy', 2, 9],
        ['dee', 8, 8],
      ]);
      assert.equal((await timeline.read('r', 'bo', 6, { at: 8_000 }))?.deliveredSeq, 7);
      assert.equal((await timeline.mark('r', 'nobody', first)).deliveredSeq, 2);
    },
  },
];
