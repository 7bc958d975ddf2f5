import assert from 'node:assert/strict';
import type { ChatStorage, PageQuery } from '../storage/contract/storage.ts';
import type { ContractCase } from './contract-case.ts';
import { addMember, ana, bo, createRoom, cy, edit, events, remove, send, seqs } from './sample.ts';

const shown =
  'Private messages are included only if `reader` sent or received them; without a `reader`, none are; with `unfiltered`, all are.';

/**
 * Ten messages: 1, 5 and 10 are for everyone, 2 to 4 and 6 are from Ana to Bo, 7 is from Bo to Ana and Cy, 8
 * and 9 are from Cy to Ana. Dee is a member too.
 */
const roomWithSecrets = async ({ timeline }: ChatStorage): Promise<void> => {
  const secrets = [
    send('m2', ana, { to: ['bo'] }),
    send('m3', ana, { to: ['bo'] }),
    send('m4', ana, { to: ['bo'] }),
  ];
  const answers = [send('m6', ana, { to: ['bo'] }), send('m7', bo, { to: ['ana', 'cy'] })];
  const others = [send('m8', cy, { to: ['ana'] }), send('m9', cy, { to: ['ana'] })];
  const members = [bo, cy, { id: 'dee', name: 'Dee' }].map(addMember);
  events(
    await timeline.commit('r', [createRoom('r'), ...members, send('m1'), ...secrets, send('m5'), ...answers]),
  );
  events(await timeline.commit('r', [...others, send('m10')]));
};

type Expected = [query: PageQuery, seqs: number[], hasMore: boolean];

const pages: Expected[] = [
  [{ reader: 'ana', limit: 20 }, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], false],
  [{ reader: 'bo', limit: 20 }, [1, 2, 3, 4, 5, 6, 7, 10], false],
  [{ reader: 'cy', limit: 20 }, [1, 5, 7, 8, 9, 10], false],
  [{ reader: 'dee', limit: 20 }, [1, 5, 10], false],
  [{ limit: 20 }, [1, 5, 10], false],
  [{ unfiltered: true, limit: 20 }, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], false],
  [{ reader: 'dee', limit: 2 }, [5, 10], true],
  [{ reader: 'dee', limit: 3 }, [1, 5, 10], false],
  [{ reader: 'dee', before: 10, limit: 1 }, [5], true],
  [{ reader: 'dee', after: 1, limit: 1 }, [5], true],
  [{ reader: 'dee', after: 5, limit: 1 }, [10], false],
  [{ reader: 'dee', around: 6, limit: 3 }, [5, 10], true],
  [{ reader: 'cy', around: 7, limit: 4 }, [1, 5, 7, 8], false],
  [{ reader: 'cy', visibleAfter: 7, limit: 4 }, [8, 9, 10], false],
  [{ reader: 'bo', after: 4, limit: 2 }, [5, 6], true],
  [{ unfiltered: true, before: 5, limit: 2 }, [3, 4], true],
];

export const privateCases: ContractCase[] = [
  {
    title: 'a private message is on the pages of its author and recipients',
    sentence: shown,
    run: async (storage) => {
      await roomWithSecrets(storage);
      for (const [query, expected, hasMore] of pages) {
        const page = await storage.timeline.page('r', query);
        assert.deepEqual(seqs(page), expected, `page ${JSON.stringify(query)}`);
        assert.equal(page.hasMore, hasMore, `hasMore of ${JSON.stringify(query)}`);
      }
    },
  },
  {
    title: 'a private message stays private when it is edited and deleted',
    sentence: shown,
    run: async (storage) => {
      const { timeline } = storage;
      await roomWithSecrets(storage);
      events(await timeline.commit('r', [edit('m2', 'new'), remove('m3')]));
      const theirs = (await timeline.page('r', { reader: 'bo', before: 5, limit: 3 })).messages;
      assert.deepEqual(
        theirs.map(({ text, to }) => [text, to]),
        [
          ['new', ['bo']],
          ['', ['bo']],
          ['text of m4', ['bo']],
        ],
      );
      assert.deepEqual(seqs(await timeline.page('r', { reader: 'cy', before: 5, limit: 3 })), [1]);
    },
  },
  {
    title: 'a private message is returned to its readers',
    sentence: 'A private message is returned only if `page` would include it.',
    run: async (storage) => {
      const { timeline } = storage;
      await roomWithSecrets(storage);
      const found = async (reading: object) => (await timeline.message('r', 'm7', reading))?.seq;
      assert.deepEqual(await Promise.all(['ana', 'bo', 'cy'].map((reader) => found({ reader }))), [7, 7, 7]);
      assert.deepEqual([await found({ reader: 'dee' }), await found({})], [undefined, undefined]);
      assert.equal(await found({ unfiltered: true }), 7);
      assert.equal((await timeline.message('r', 'm5', { reader: 'dee' }))?.seq, 5);
    },
  },
  {
    title: 'private changes are returned to their readers',
    sentence: 'Private messages that `page` would not include are left out, but count towards `limit`.',
    run: async (storage) => {
      const { timeline } = storage;
      await roomWithSecrets(storage);
      events(await timeline.commit('r', [edit('m2', 'new'), remove('m7', bo)]));
      const ids = async (reading: object, since = 4) =>
        (await timeline.changes('r', since, 50, reading))?.messages.map(({ id }) => id).join(' ');
      assert.equal(await ids({ reader: 'bo' }), 'm1 m3 m4 m5 m6 m10 m2 m7');
      assert.equal(await ids({ reader: 'cy' }), 'm1 m5 m8 m9 m10 m7');
      assert.equal(await ids({ reader: 'dee' }), 'm1 m5 m10');
      assert.equal(await ids({}), 'm1 m5 m10');
      assert.equal(await ids({ unfiltered: true }), 'm1 m3 m4 m5 m6 m8 m9 m10 m2 m7');
      assert.equal(await timeline.changes('r', 4, 9, { reader: 'dee' }), null);
      assert.equal((await timeline.changes('r', 4, 10, { reader: 'dee' }))?.messages.length, 3);
    },
  },
  {
    title: 'private messages count as unread for their recipients only',
    sentence:
      'Counts the messages by others with `seq > after` that are not deleted, not private to others and not only in a thread; stops at `cap`.',
    run: async (storage) => {
      const { timeline } = storage;
      await roomWithSecrets(storage);
      events(await timeline.commit('r', [remove('m3')]));
      const counts = (userId: string) =>
        Promise.all([0, 5, 9].map((after) => timeline.unread('r', userId, after, 100)));
      assert.deepEqual(await counts('ana'), [3, 3, 0]);
      assert.deepEqual(await counts('bo'), [6, 2, 1]);
      assert.deepEqual(await counts('cy'), [4, 2, 1]);
      assert.deepEqual(await counts('dee'), [3, 1, 1]);
      assert.equal(await timeline.unread('r', 'bo', 0, 4), 4);
    },
  },
  {
    title: 'a private message can be sent to a user who has been in the room',
    sentence:
      '`decide(view, change)` decides what each change does and whether it is allowed. It runs inside the transaction, on the records as they are then, so rights are exact: a change sees the effects of those before it in its batch.',
    run: async ({ timeline }) => {
      await timeline.commit('r', [createRoom('r')]);
      const before = await timeline.commit('r', [send('m1', ana, { to: ['bo'] })]);
      await timeline.readMarker('r', 'bo', { joinedAt: 1_000, joinedSeq: 0, readSeq: 0 });
      await timeline.readMarker('s', 'cy', { joinedAt: 1_000, joinedSeq: 0, readSeq: 0 });
      const after = await timeline.commit('r', [
        send('m2', ana, { to: ['bo'] }),
        send('m3', ana, { to: ['bo', 'cy'] }),
      ]);
      const outcomes = [...before, ...after].map((result) => (result.ok ? 'ok' : result.error.field));
      assert.deepEqual(outcomes, ['to', 'ok', 'to']);
    },
  },
  {
    title: 'private messages are pruned, and their ids recognized, like others',
    sentence:
      'Removes messages created before `before` (ms since the epoch), with their reports, and returns the number of messages.',
    run: async (storage) => {
      const { timeline } = storage;
      await roomWithSecrets(storage);
      const [again, other] = await timeline.commit('r', [
        send('m2', ana, { to: ['bo'] }),
        send('m2', ana, { to: ['cy'] }),
      ]);
      assert.ok(again?.ok === true && again.known, 'a private message was not known again');
      assert.ok(other?.ok === false && other.error.reason === 'id_reused', 'an id was taken twice');
      events(await timeline.commit('r', [send('late', ana, { to: ['bo'] }, 3_000)]));
      assert.equal(await timeline.prune('r', 2_500), 10);
      const left = await timeline.page('r', { unfiltered: true, limit: 20 });
      assert.deepEqual(seqs(left), [11]);
      assert.deepEqual(seqs(await timeline.page('r', { reader: 'cy', limit: 20 })), []);
    },
  },
];
