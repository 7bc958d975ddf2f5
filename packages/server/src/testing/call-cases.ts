import assert from 'node:assert/strict';
import type { User } from '@chat/protocol';
import type { Change, CallEndReason } from '../storage/contract/change.ts';
import type { ContractCase } from './contract-case.ts';
import { addMember, ana, bo, createRoom, events, messageOf, remove, send } from './sample.ts';

const open =
  'Returns the messages of calls that have not ended, of all rooms, by room id, in code unit order, after `after`; at most one per room.';
const all = { limit: 10 };

const start = (callId: string, more: { busy?: boolean; at?: number } = {}): Change => ({
  kind: 'start-call',
  actor: ana,
  at: more.at ?? 2_000,
  callId,
  media: 'video',
  callee: bo.id,
  ...(more.busy ? { busy: true } : {}),
});
const answer = (callId: string, actor: User = bo): Change => ({
  kind: 'answer-call',
  actor,
  at: 3_000,
  callId,
});
const end = (callId: string, why: CallEndReason = 'hangup', actor: User = ana): Change => ({
  kind: 'end-call',
  actor,
  at: 9_000,
  callId,
  why,
});

export const callCases: ContractCase[] = [
  {
    title: 'open calls are listed by room',
    sentence: open,
    run: async ({ timeline }) => {
      const room = (id: string) => [createRoom(id), addMember(bo)];
      for (const id of ['Z', 'a', 'b', 'c', 'd']) events(await timeline.commit(id, room(id)));
      events(await timeline.commit('b', [start('b1'), send('m1')]));
      events(await timeline.commit('Z', [start('z1'), answer('z1')]));
      events(await timeline.commit('a', [start('a1'), end('a1'), start('a2')]));
      events(await timeline.commit('c', [start('c1', { busy: true }), send('m2')]));
      events(await timeline.commit('d', [start('d1'), remove('d1')]));
      const ids = async (query: { after?: string; limit: number }) => {
        const { messages, hasMore } = await timeline.openCalls(query);
        return [messages.map(({ id }) => id), hasMore];
      };
      assert.deepEqual(await ids(all), [['z1', 'a2', 'b1'], false]);
      assert.deepEqual(await ids({ limit: 2 }), [['z1', 'a2'], true]);
      assert.deepEqual(await ids({ after: 'a', limit: 2 }), [['b1'], false]);
      const { messages } = await timeline.openCalls(all);
      assert.deepEqual(messages[0], await timeline.message('Z', 'z1'));
      assert.equal(messages[0]?.call?.state, 'active');
      events(await timeline.commit('Z', [end('z1')]));
      assert.deepEqual(await ids(all), [['a2', 'b1'], false]);
    },
  },
  {
    title: 'the call of a pruned message is not listed',
    sentence: open,
    run: async ({ timeline }) => {
      events(await timeline.commit('r', [createRoom('r'), addMember(bo), start('c1')]));
      await timeline.prune('r', 2_500);
      assert.deepEqual(await timeline.openCalls(all), { messages: [], hasMore: false });
      events(await timeline.commit('r', [start('c2', { at: 4_000 })]));
    },
  },
  {
    title: 'a room has one call at a time, even if many start at once',
    sentence: open,
    run: async ({ timeline }) => {
      events(await timeline.commit('r', [createRoom('r'), addMember(bo)]));
      const racing = await Promise.all(['c1', 'c2', 'c3'].map((id) => timeline.commit('r', [start(id)])));
      const begun = racing.flat().filter(({ ok }) => ok);
      assert.equal(begun.length, 1);
      const [together, second] = await timeline.commit('r', [end(messageOf(begun[0]).id), start('c4')]);
      assert.ok(together?.ok && second?.ok);
      const [refused] = await timeline.commit('r', [start('c5')]);
      assert.ok(refused?.ok === false && refused.error.reason === 'call_exists');
      const [again] = await timeline.commit('r', [start('c4')]);
      assert.ok(again?.ok && again.known, 'a call was begun twice');
    },
  },
  {
    title: 'a call is answered once and ends once, in any order',
    sentence:
      "Each accepted change takes the room's next `rev`, and each new message also its next `seq`, both without gaps.",
    run: async ({ timeline }) => {
      events(await timeline.commit('r', [createRoom('r'), addMember(bo), start('c1')]));
      const answers = await Promise.all([1, 2, 3].map(() => timeline.commit('r', [answer('c1')])));
      assert.equal(answers.flat().filter(({ ok }) => ok).length, 1);
      const [late] = await timeline.commit('r', [end('c1', 'timeout')]);
      assert.ok(late?.ok === false, 'a call that was answered was missed');
      const ends = await Promise.all(
        [ana, bo, ana].map((who) => timeline.commit('r', [end('c1', 'hangup', who)])),
      );
      const told = ends.flat().filter((each) => each.ok && !each.known);
      assert.equal(told.length, 1);
      const message = await timeline.message('r', 'c1');
      assert.deepEqual(message?.call, {
        kind: 'video',
        callee: bo.id,
        state: 'ended',
        answeredAt: 3_000,
        endedAt: 9_000,
        outcome: 'completed',
        durationMs: 6_000,
      });
      assert.equal((await timeline.head('r'))?.seq, 1);
    },
  },
  {
    title: 'open calls survive reopening the store',
    sentence:
      'Once the promise resolves, the batch survives a crash of the process and of the machine; if it rejects, nothing was applied.',
    needsReopen: true,
    run: async (storage, reopen) => {
      events(await storage.timeline.commit('r', [createRoom('r'), addMember(bo), start('c1'), answer('c1')]));
      const opened = await reopen(storage);
      const { messages } = await opened.timeline.openCalls(all);
      assert.deepEqual(
        messages.map(({ id, call }) => [id, call?.state]),
        [['c1', 'active']],
      );
    },
  },
];
