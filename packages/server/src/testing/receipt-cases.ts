import assert from 'node:assert/strict';
import type { ContractCase } from './contract-case.ts';

const first = { joinedAt: 5_000, joinedSeq: 2, readSeq: 2 };
const back =
  'Moves the read marker back to `seq`, unless it is already lower, and returns it as it is then, with the next `turn` in either case.';
const delivered =
  'Raises `deliveredSeq` of these users, all in one transaction; a lower `seq` changes nothing, nor does a user without a read marker.';

export const receiptCases: ContractCase[] = [
  {
    title: 'a read marker records how far it has ever been, and since when',
    sentence: 'If it moves further than ever before, `seenSeq` becomes `seq` and `seenAt` becomes `at`.',
    run: async ({ timeline }) => {
      await timeline.readMarker('r', 'bo', first);
      await timeline.markRead('r', 'bo', 2, { at: 6_000 });
      assert.equal((await timeline.readMarker('r', 'bo', first)).seenAt, null);
      await timeline.markRead('r', 'bo', 9, { at: 7_000 });
      await timeline.markRead('r', 'bo', 9, { at: 7_500 });
      await timeline.markUnread('r', 'bo', 4);
      const mark = await timeline.markRead('r', 'bo', 6, { at: 8_000 });
      assert.deepEqual(mark, { ...first, readSeq: 6, turn: 1, seenSeq: 9, seenAt: 7_000, deliveredSeq: 9 });
      const further = await timeline.markRead('r', 'bo', 11, { at: 9_000 });
      assert.deepEqual([further?.seenSeq, further?.seenAt, further?.deliveredSeq], [11, 9_000, 11]);
    },
  },
  {
    title: 'a read marker moves back only on request',
    sentence: back,
    run: async ({ timeline }) => {
      await timeline.readMarker('r', 'bo', first);
      await timeline.readMarker('r', 'cy', first);
      await timeline.markRead('r', 'bo', 9, { at: 7_000 });
      for (const [seq, readSeq, turn] of [
        [4, 4, 1],
        [4, 4, 2],
        [12, 4, 3],
        [0, 0, 4],
      ] as const) {
        const mark = await timeline.markUnread('r', 'bo', seq);
        assert.deepEqual([mark?.readSeq, mark?.turn], [readSeq, turn], `back to ${seq}`);
        assert.deepEqual(await timeline.readMarker('r', 'bo', first), mark);
      }
      assert.deepEqual((await timeline.readMarker('r', 'cy', first)).turn, 0);
    },
  },
  {
    title: 'a read from before it was moved back does not move it forward',
    sentence:
      'Moves the read marker forward to `seq` and returns it as it is then; a lower `seq` or an earlier `turn` changes nothing.',
    run: async ({ timeline }) => {
      await timeline.readMarker('r', 'bo', first);
      await timeline.markRead('r', 'bo', 9, { at: 7_000, turn: 0 });
      await timeline.markUnread('r', 'bo', 4);
      assert.equal((await timeline.markRead('r', 'bo', 9, { at: 8_000, turn: 0 }))?.readSeq, 4);
      assert.equal((await timeline.markRead('r', 'bo', 12, { at: 8_000, turn: 0 }))?.seenSeq, 9);
      assert.equal((await timeline.markRead('r', 'bo', 7, { at: 8_000, turn: 1 }))?.readSeq, 7);
      assert.equal((await timeline.markRead('r', 'bo', 8, { at: 8_000 }))?.readSeq, 8);
    },
  },
  {
    title: 'moving a read marker back keeps how far it has ever been',
    sentence: '`seenSeq` and `seenAt` stay.',
    run: async ({ timeline }) => {
      await timeline.readMarker('r', 'bo', first);
      await timeline.markRead('r', 'bo', 9, { at: 7_000 });
      const mark = await timeline.markUnread('r', 'bo', 0);
      assert.deepEqual([mark?.seenSeq, mark?.seenAt, mark?.deliveredSeq], [9, 7_000, 9]);
    },
  },
  {
    title: 'moving back without a read marker returns null',
    sentence: 'Returns null if there is no read marker.',
    run: async ({ timeline }) => {
      assert.equal(await timeline.markUnread('r', 'bo', 0), null);
      assert.equal((await timeline.readMarker('r', 'bo', first)).turn, 0);
    },
  },
  {
    title: 'delivery is recorded for many users at once',
    sentence: delivered,
    run: async ({ timeline }) => {
      for (const userId of ['bo', 'cy', 'dee']) await timeline.readMarker('r', userId, first);
      await timeline.markRead('r', 'dee', 8, { at: 7_000 });
      const all = ['bo', 'cy', 'dee', 'nobody'];
      await timeline.markDelivered(
        'r',
        all.map((userId) => ({ userId, seq: 7 })),
      );
      await timeline.markDelivered('r', [
        { userId: 'bo', seq: 5 },
        { userId: 'cy', seq: 9 },
      ]);
      const { readMarkers: marks } = await timeline.readMarkers('r', { limit: 10 });
      const found = marks.map(({ userId, seenSeq, deliveredSeq }) => [userId, seenSeq, deliveredSeq]);
      assert.deepEqual(found, [
        ['bo', 2, 7],
        ['cy', 2, 9],
        ['dee', 8, 8],
      ]);
      assert.equal((await timeline.markRead('r', 'bo', 6, { at: 8_000 }))?.deliveredSeq, 7);
      assert.equal((await timeline.readMarker('r', 'nobody', first)).deliveredSeq, 2);
    },
  },
];
