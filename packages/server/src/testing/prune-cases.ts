import assert from 'node:assert/strict';
import type { ContractCase } from './contract-case.ts';
import { bo, events, report, retitle, roomWithMessages, send, seqs } from './sample.ts';

export const pruneCases: ContractCase[] = [
  {
    title: 'pruning forgets what was created before',
    sentence:
      'Forgets messages created before `before` (ms since the epoch), with reports of them, and answers how many messages.',
    run: async (storage) => {
      const { timeline } = storage;
      await roomWithMessages(storage, 's', 2);
      await roomWithMessages(storage, 'r', 6);
      // A clock that was set back: younger by seq, older by time.
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
    title: 'pruning leaves counters and marks',
    sentence: 'Counters, marks and the audit stay.',
    run: async (storage) => {
      const { timeline } = storage;
      await roomWithMessages(storage, 'r', 3);
      const mark = await timeline.mark('r', 'bo', { joinedAt: 1_000, joinedSeq: 0, readSeq: 2 });
      await timeline.commit('r', [retitle('new')]);
      const before = await timeline.head('r');
      const audit = await timeline.audit('r', { limit: 5 });
      await timeline.prune('r', 9_000);
      assert.equal(audit.entries.length, 1);
      assert.deepEqual(await timeline.audit('r', { limit: 5 }), audit);
      assert.deepEqual(await timeline.head('r'), before);
      assert.deepEqual(await timeline.read('r', 'bo', 0, { at: 0 }), mark);
      const [event] = events(await timeline.commit('r', [send('m4')]));
      assert.deepEqual(event?.type === 'message:created' && [event.rev, event.message.seq], [6, 4]);
    },
  },
];
