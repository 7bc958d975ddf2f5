import assert from 'node:assert/strict';
import type { Change } from '../storage/contract/change.ts';
import type { ContractCase } from './contract-case.ts';
import { ana, createRoom } from './sample.ts';

const remind = (startsAt: number, beforeMs: number): Change => ({
  kind: 'remind',
  actor: { id: 'ana', name: 'ana' },
  at: 3_000,
  startsAt,
  beforeMs,
});
const update = (patch: Extract<Change, { kind: 'update-room' }>['patch']): Change => ({
  kind: 'update-room',
  actor: ana,
  at: 3_000,
  patch,
});

export const reminderCases: ContractCase[] = [
  {
    title: 'exactly one reminder of a start is accepted',
    sentence:
      'Of several reminders of one start with the same lead time, exactly one is accepted, and none once the room was moved, opened or ended.',
    run: async ({ timeline }) => {
      await timeline.commit('r', [createRoom('r', { phase: 'scheduled', startsAt: 9_000 })]);
      const granted = async (...changes: Change[]): Promise<number> => {
        const results = await Promise.all(changes.map((change) => timeline.commit('r', [change])));
        return results.flat().filter((result) => result.ok && !result.known).length;
      };
      assert.equal(await granted(remind(9_000, 500), remind(9_000, 500), remind(9_000, 500)), 1);
      assert.deepEqual((await timeline.head('r'))?.room.reminded, { startsAt: 9_000, beforeMs: 500 });
      // A longer lead time was overtaken; a shorter one is another reminder.
      assert.equal(await granted(remind(9_000, 600)), 0);
      assert.equal(await granted(remind(9_000, 100)), 1);
      assert.equal(await granted(remind(8_000, 100)), 0);
      await timeline.commit('r', [update({ title: 'New' })]);
      assert.equal(await granted(remind(9_000, 100)), 0);
      await timeline.commit('r', [update({ startsAt: 8_000 })]);
      assert.equal((await timeline.head('r'))?.room.reminded, undefined);
      assert.equal(await granted(remind(9_000, 100)), 0);
      assert.equal(await granted(remind(8_000, 500)), 1);
      await timeline.commit('r', [update({ phase: 'open' })]);
      assert.equal(await granted(remind(8_000, 100)), 0);
      await timeline.commit('r', [update({ phase: 'ended' })]);
      assert.equal(await granted(remind(8_000, 100)), 0);
    },
  },
];
