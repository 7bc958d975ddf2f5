import assert from 'node:assert/strict';
import type { ChatStorage, PageQuery } from '../storage/contract/storage.ts';
import type { ContractCase } from './contract-case.ts';
import { createRoom, remove, roomWithMessages, send, seqs } from './sample.ts';

/** A query, the expected `seq`, and `hasMore` if it matters. */
type Expected = [query: PageQuery, seqs: number[], hasMore?: boolean];

/** Ten messages, the third a tombstone, and a second room that must not appear. */
const expectPages = async ({ timeline, ...rest }: ChatStorage, pages: Expected[]): Promise<void> => {
  await timeline.commit('s', [createRoom('s'), send('other')]);
  await roomWithMessages({ timeline, ...rest }, 'r', 10);
  await timeline.commit('r', [remove('m3')]);
  for (const [query, expected, hasMore] of pages) {
    const page = await timeline.page('r', query);
    assert.deepEqual(seqs(page), expected, `page ${JSON.stringify(query)}`);
    if (hasMore !== undefined) assert.equal(page.hasMore, hasMore, `hasMore of ${JSON.stringify(query)}`);
  }
};

const pageCase = (title: string, sentence: string, pages: Expected[]): ContractCase => ({
  title,
  sentence,
  run: (storage) => expectPages(storage, pages),
});

export const pageCases: ContractCase[] = [
  {
    title: 'a page is ascending and includes tombstones',
    sentence: 'Returns a page of messages, tombstones included, ascending by `seq`.',
    run: async (storage) => {
      await expectPages(storage, [[{ limit: 20 }, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]]]);
      const { messages } = await storage.timeline.page('r', { limit: 20 });
      const { id, text, deletedAt } = messages[2] ?? {};
      assert.deepEqual({ id, text, deletedAt }, { id: 'm3', text: '', deletedAt: 3_000 });
    },
  },
  pageCase('a page without a position has the newest messages', 'Without a position: the newest.', [
    [{ limit: 3 }, [8, 9, 10]],
    [{ limit: 10 }, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]],
  ]),
  pageCase('a page before a seq has the newest messages below it', '`before`: the newest below it.', [
    [{ before: 5, limit: 2 }, [3, 4]],
    [{ before: 2, limit: 2 }, [1]],
    [{ before: 1, limit: 2 }, []],
    [{ before: 99, limit: 2 }, [9, 10]],
  ]),
  pageCase('a page after a seq has the oldest messages above it', '`after`: the oldest above it.', [
    [{ after: 0, limit: 2 }, [1, 2]],
    [{ after: 5, limit: 2 }, [6, 7]],
    [{ after: 9, limit: 2 }, [10]],
    [{ after: 10, limit: 2 }, []],
  ]),
  pageCase(
    'half of a page around a seq is below it',
    '`around`: half of the page below it, the rest from it on.',
    [
      [{ around: 5, limit: 4 }, [3, 4, 5, 6]],
      [{ around: 5, limit: 5 }, [3, 4, 5, 6, 7]],
      [{ around: 5, limit: 1 }, [5]],
      [{ around: 1, limit: 4 }, [1, 2]],
      [{ around: 10, limit: 4 }, [8, 9, 10]],
    ],
  ),
  pageCase('a page has only visible messages', 'Only messages with `seq > visibleAfter` are included.', [
    [{ visibleAfter: 7, limit: 5 }, [8, 9, 10], false],
    [{ visibleAfter: 7, before: 9, limit: 5 }, [8], false],
    [{ visibleAfter: 7, after: 2, limit: 2 }, [8, 9], true],
    [{ visibleAfter: 7, around: 8, limit: 4 }, [8, 9], false],
    [{ visibleAfter: 7, around: 3, limit: 4 }, [8, 9], false],
    [{ visibleAfter: 10, limit: 5 }, [], false],
  ]),
  pageCase(
    'a page tells whether there are more',
    '`hasMore`: there are older ones (with `after`: newer ones).',
    [
      [{ limit: 9 }, [2, 3, 4, 5, 6, 7, 8, 9, 10], true],
      [{ limit: 10 }, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], false],
      [{ before: 4, limit: 2 }, [2, 3], true],
      [{ before: 4, limit: 3 }, [1, 2, 3], false],
      [{ after: 7, limit: 2 }, [8, 9], true],
      [{ after: 7, limit: 3 }, [8, 9, 10], false],
      [{ around: 3, limit: 4 }, [1, 2, 3, 4], false],
      [{ around: 4, limit: 4 }, [2, 3, 4, 5], true],
      [{ around: 10, limit: 1 }, [10], true],
    ],
  ),
  {
    title: 'a message is returned only in its own room',
    sentence: 'Returns one message, tombstone or not, or null if the room has none with this id.',
    run: async (storage) => {
      await expectPages(storage, []);
      const { timeline } = storage;
      assert.equal((await timeline.message('r', 'm2'))?.text, 'text of m2');
      assert.equal((await timeline.message('r', 'm3'))?.deletedAt, 3_000);
      assert.equal(await timeline.message('r', 'other'), null);
      assert.equal(await timeline.message('r', 'none'), null);
    },
  },
];
