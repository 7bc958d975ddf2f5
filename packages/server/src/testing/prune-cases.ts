import assert from 'node:assert/strict';
import type { ContractCase } from './contract-case.ts';
import {
  ana,
  bo,
  createRoom,
  edit,
  events,
  pin,
  react,
  remove,
  report,
  retitle,
  roomWithMessages,
  send,
  seqs,
} from './sample.ts';

const dayMs = 86_400_000;

export const pruneCases: ContractCase[] = [
  {
    title: 'pruning removes older messages and their reports',
    sentence:
      'Removes messages created before `before` (ms since the epoch), with their reports, and returns the number of messages.',
    run: async (storage) => {
      const { timeline } = storage;
      await roomWithMessages(storage, 's', 2);
      await roomWithMessages(storage, 'r', 6);
      // After the clock was set back: newer by seq, older by time.
      await timeline.commit('r', [send('late', undefined, {}, 1_999), report('m1', bo), report('m4', bo)]);
      assert.equal(await timeline.prune('r', 2_003), 4);
      assert.equal(await timeline.prune('r', 2_003), 0);
      const left = await timeline.reports('r', { limit: 10 });
      assert.deepEqual(
        left.reports.map(({ messageId }) => messageId),
        ['m4'],
      );
      assert.deepEqual(seqs(await timeline.page('r', { limit: 10 })), [4, 5, 6]);
      assert.equal(await timeline.message('r', 'm1'), null);
      assert.equal(await timeline.unread('r', 'cy', 0, 10), 3);
      const changes = await timeline.changes('r', 4, 100);
      assert.deepEqual(
        changes?.messages.map(({ id }) => id),
        ['m4', 'm5', 'm6'],
      );
      assert.deepEqual(seqs(await timeline.page('s', { limit: 10 })), [1, 2]);
    },
  },
  {
    title: 'expired messages cannot be changed, pruned or not',
    sentence:
      "Messages older than the room's retention are unknown to later changes, whether they were pruned or not; only sending the same message again is still recognized.",
    run: async ({ timeline }) => {
      const last = 2_000 + dayMs;
      const m2 = send('m2', ana, {}, last);
      events(await timeline.commit('r', [createRoom('r', { retention: { days: 1 } }), send('m1'), m2]));
      const inTime = await timeline.commit('r', [{ ...react('m1', bo), at: last }]);
      assert.equal(inTime[0]?.ok, true);
      const before = await timeline.head('r');
      const attempts = [
        edit('m1', 'new'),
        react('m1'),
        react('m1', bo, { added: false }),
        pin('m1'),
        report('m1', bo),
        remove('m1'),
        send('reply', bo, { replyTo: 'm1' }),
        send('inThread', bo, { threadId: 'm1' }),
      ];
      const late = await timeline.commit(
        'r',
        attempts.map((change) => ({ ...change, at: last + 1 })),
      );
      assert.deepEqual(
        late.map((result) => (result.ok ? 'accepted' : result.error.code)),
        attempts.map(() => 'not_found'),
      );
      const [again] = await timeline.commit('r', [send('m1', ana, {}, last + 1)]);
      assert.deepEqual(again?.ok && again.known, true);
      assert.deepEqual(await timeline.head('r'), before);
      const [kept] = await timeline.commit('r', [{ ...react('m2', bo), at: last + 1 }]);
      assert.equal(kept?.ok, true);
    },
  },
  {
    title: 'pruning leaves counters and read markers',
    sentence: 'Counters, read markers and the audit log stay.',
    run: async (storage) => {
      const { timeline } = storage;
      await roomWithMessages(storage, 'r', 3);
      const mark = await timeline.readMarker('r', 'bo', { joinedAt: 1_000, joinedSeq: 0, readSeq: 2 });
      await timeline.commit('r', [retitle('new')]);
      const before = await timeline.head('r');
      const audit = await timeline.audit('r', { limit: 5 });
      await timeline.prune('r', 9_000);
      assert.equal(audit.entries.length, 1);
      assert.deepEqual(await timeline.audit('r', { limit: 5 }), audit);
      assert.deepEqual(await timeline.head('r'), before);
      assert.deepEqual(await timeline.markRead('r', 'bo', 0, { at: 0 }), mark);
      const [event] = events(await timeline.commit('r', [send('m4')]));
      assert.deepEqual(event?.type === 'message:created' && [event.rev, event.message.seq], [6, 4]);
    },
  },
];
