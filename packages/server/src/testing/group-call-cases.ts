import assert from 'node:assert/strict';
import type { User } from '@chat/protocol';
import type { Change } from '../storage/contract/change.ts';
import type { ContractCase } from './contract-case.ts';
import { addMember, ana, bo, createRoom, events, messageOf, remove } from './sample.ts';

const open =
  'Returns the messages of calls that have not ended, of all rooms, by room id, in code unit order, after `after`; at most one per room.';
const all = { limit: 10 };

const start = (callId: string): Change => ({
  kind: 'start-group-call',
  actor: ana,
  at: 2_000,
  callId,
  media: 'video',
  device: 'a',
});
const join = (callId: string, actor: User, device: string, most = 8): Change => ({
  kind: 'join-group-call',
  actor,
  at: 3_000,
  callId,
  device,
  most,
});
const leave = (callId: string, userId: string | null): Change => ({
  kind: 'leave-group-call',
  actor: ana,
  at: 9_000,
  callId,
  userId,
});

export const groupCallCases: ContractCase[] = [
  {
    title: 'a group call is open until the last participant leaves',
    sentence: open,
    run: async ({ timeline }) => {
      events(await timeline.commit('r', [createRoom('r'), addMember(bo), start('g1')]));
      events(await timeline.commit('r', [join('g1', bo, 'b'), leave('g1', ana.id)]));
      const { messages } = await timeline.openCalls(all);
      assert.deepEqual(
        messages.map(({ id, groupCall }) => [id, groupCall?.seats.map(({ userId }) => userId)]),
        [['g1', [bo.id]]],
      );
      assert.deepEqual(messages[0], await timeline.message('r', 'g1'));
      const [second] = await timeline.commit('r', [start('g2')]);
      assert.ok(second?.ok === false && second.error.reason === 'call_exists');
      events(await timeline.commit('r', [leave('g1', bo.id), start('g2'), remove('g2')]));
      assert.deepEqual(await timeline.openCalls(all), { messages: [], hasMore: false });
      const over = await timeline.message('r', 'g1');
      assert.deepEqual(over?.groupCall, {
        kind: 'video',
        state: 'ended',
        seats: [],
        most: 2,
        endedAt: 9_000,
        durationMs: 7_000,
      });
      assert.equal((await timeline.message('r', 'g2'))?.groupCall, undefined);
    },
  },
  {
    title: 'concurrent joins never exceed the size of a call',
    sentence: 'Of two concurrent commits to a room, one is applied entirely before the other.',
    run: async ({ timeline }) => {
      events(await timeline.commit('r', [createRoom('r'), addMember(bo), start('g1')]));
      const cy: User = { ...bo, id: 'cy', name: 'Cy' };
      events(await timeline.commit('r', [addMember(cy)]));
      const come = await Promise.all(
        [bo, cy].map((who) => timeline.commit('r', [join('g1', who, who.id, 2)])),
      );
      assert.equal(come.flat().filter(({ ok }) => ok).length, 1);
      const ends = await Promise.all([1, 2].map(() => timeline.commit('r', [leave('g1', null)])));
      assert.equal(ends.flat().filter((each) => each.ok && !each.known).length, 1);
      assert.equal(messageOf(ends.flat()[0]).groupCall?.state, 'ended');
    },
  },
];
