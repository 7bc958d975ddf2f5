import assert from 'node:assert/strict';
import type { User } from '@chat/protocol';
import type { MessageDraft } from '../storage/contract/change.ts';
import type { PageQuery, TimelineStore } from '../storage/contract/storage.ts';
import type { ContractCase } from './contract-case.ts';
import { addMember, ana, bo, createRoom, cy, edit, events, remove, send, seqs } from './sample.ts';

const onPages =
  'With `threadId`: only messages of this thread; without it: no messages that are only in a thread, unless `unfiltered`.';
const together =
  'Sending or deleting a message in a thread also updates the first message of the thread, which takes the next `rev`.';

const reply = (id: string, actor: User, draft: Partial<MessageDraft> = {}, at = 2_000) =>
  send(id, actor, { threadId: 'm1', ...draft }, at);

/**
 * Two threads: of m1, seq 1, and of m3, seq 4. Seq 5 is in the room too, 7 is a tombstone; 8 begins a private
 * thread with 9 and 10.
 */
const roomWithThreads = async (timeline: TimelineStore): Promise<void> => {
  const batch = [
    send('m1'),
    reply('m2', bo),
    reply('a1', cy),
    send('m3', bo),
    reply('a2', bo, { alsoToRoom: true }),
    reply('b1', bo, { threadId: 'm3' }),
    reply('a3', cy),
    send('p', ana, { to: ['bo'] }),
    reply('p1', bo, { threadId: 'p' }),
    reply('p2', ana, { threadId: 'p', alsoToRoom: true }),
    remove('a3', cy),
  ];
  events(await timeline.commit('r', [createRoom('r'), addMember(bo)]));
  events(await timeline.commit('r', batch));
};

const inA = { threadId: 'm1' };
const inP = { threadId: 'p' };
const pages: [query: PageQuery, seqs: number[], hasMore: boolean][] = [
  [{ limit: 20 }, [1, 4, 5], false],
  [{ reader: 'bo', limit: 20 }, [1, 4, 5, 8, 10], false],
  [{ reader: 'bo', before: 8, limit: 2 }, [4, 5], true],
  [{ reader: 'cy', after: 1, limit: 1 }, [4], true],
  [{ unfiltered: true, limit: 20 }, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], false],
  [{ ...inA, limit: 20 }, [2, 3, 5, 7], false],
  [{ ...inA, reader: 'bo', limit: 2 }, [5, 7], true],
  [{ ...inA, before: 5, limit: 1 }, [3], true],
  [{ ...inA, after: 2, limit: 2 }, [3, 5], true],
  [{ ...inA, around: 5, limit: 2 }, [3, 5], true],
  [{ ...inA, visibleAfter: 3, limit: 20 }, [5, 7], false],
  [{ threadId: 'm3', limit: 20 }, [6], false],
  [{ threadId: 'none', limit: 20 }, [], false],
  [{ ...inP, limit: 20 }, [], false],
  [{ ...inP, reader: 'cy', limit: 20 }, [], false],
  [{ ...inP, reader: 'bo', limit: 1 }, [10], true],
  [{ ...inP, unfiltered: true, limit: 20 }, [9, 10], false],
];

const threadOf = async (timeline: TimelineStore, messageId = 'm1') => {
  const message = await timeline.message('r', messageId, { unfiltered: true });
  const { replies, lastReplyAt, participants } = message?.thread ?? {};
  return message === null ? null : [message.rev, replies, lastReplyAt, participants?.map(({ id }) => id)];
};

export const threadCases: ContractCase[] = [
  {
    title: 'a message in a thread is on the pages of the room only if it was sent there too',
    sentence: onPages,
    run: async ({ timeline }) => {
      await roomWithThreads(timeline);
      await timeline.commit('s', [createRoom('s'), send('m1'), reply('x', bo)]);
      for (const [query, expected, hasMore] of pages) {
        const page = await timeline.page('r', query);
        assert.deepEqual([seqs(page), page.hasMore], [expected, hasMore], JSON.stringify(query));
      }
    },
  },
  {
    title: 'the first message of a thread has an exact summary, with its own rev',
    sentence: together,
    run: async ({ timeline }) => {
      events(await timeline.commit('r', [createRoom('r'), send('m1')]));
      const batch = [reply('a1', bo, {}, 4_000), reply('a2', cy, {}, 5_000), reply('a1', bo, {}, 9_000)];
      const [first, second, again] = await timeline.commit('r', batch);
      assert.ok(first?.ok && second?.ok && again?.ok && again.known, 'a reply was not stored once');
      const revs = [first.event.rev, first.also?.rev, second.event.rev, second.also?.rev];
      assert.deepEqual([...revs, again.also], [3, 4, 5, 6, undefined]);
      assert.deepEqual(await threadOf(timeline), [6, 2, 5_000, ['cy', 'bo']]);
      assert.equal((await timeline.head('r'))?.rev, 6);
      await timeline.commit('r', [edit('a2', 'other', cy), reply('a3', bo, { alsoToRoom: true }, 6_000)]);
      assert.deepEqual(await threadOf(timeline), [9, 3, 6_000, ['bo', 'cy']]);
      const [gone, twice] = await timeline.commit('r', [remove('a2', cy), remove('a2', cy)]);
      assert.ok(gone?.ok && twice?.ok && twice.known, 'a reply was not deleted once');
      assert.deepEqual(await threadOf(timeline), [11, 2, 6_000, ['bo']]);
      assert.deepEqual(gone.also, {
        type: 'message:updated',
        roomId: 'r',
        rev: 11,
        message: await timeline.message('r', 'm1'),
        by: 'cy',
        change: 'thread',
      });
      const changes = await timeline.changes('r', 9, 10);
      assert.deepEqual(
        changes?.messages.map(({ id }) => id),
        ['a2', 'm1'],
      );
      await timeline.commit('r', [remove('m1'), remove('a1', bo)]);
      assert.deepEqual(await threadOf(timeline), [14, 1, 6_000, ['bo']]);
      await timeline.commit('r', [remove('a3', bo)]);
      assert.deepEqual(await threadOf(timeline), [16, undefined, undefined, undefined]);
      assert.equal((await timeline.page('r', { threadId: 'm1', limit: 9 })).messages.length, 3);
    },
  },
  {
    title: 'concurrent replies are all counted',
    sentence: 'Of two concurrent commits to a room, one is applied entirely before the other.',
    run: async ({ timeline }) => {
      events(await timeline.commit('r', [createRoom('r'), send('m1')]));
      const people = Array.from({ length: 8 }, (_, index) => ({ id: `u${index}`, name: 'U' }));
      await Promise.all(people.map((user) => timeline.commit('r', [reply(`a-${user.id}`, user)])));
      const [rev, replies, , participants] = (await threadOf(timeline)) ?? [];
      assert.deepEqual([rev, replies, (participants as string[]).length], [18, 8, 5]);
      await Promise.all(people.slice(1).map((user) => timeline.commit('r', [remove(`a-${user.id}`, user)])));
      assert.deepEqual(await threadOf(timeline), [32, 1, 2_000, ['u0']]);
    },
  },
  {
    title: 'messages only in a thread do not count as unread',
    sentence:
      'Counts the messages by others with `seq > after` that are not deleted, not private to others and not only in a thread; stops at `cap`.',
    run: async ({ timeline }) => {
      await roomWithThreads(timeline);
      const unread = await Promise.all(['ana', 'bo', 'cy'].map((user) => timeline.unread('r', user, 0, 20)));
      assert.deepEqual(unread, [2, 3, 3]);
    },
  },
];
