// A search on the device: how far it reads, what it asks the server for, and when it stops.
import { randomUUID } from 'node:crypto';
import { ChatError, type Message, type MessagePage } from '@chat/protocol';
import { expect, test } from 'vitest';
import { createLocalSearch } from '../../src/encryption/local-search/local-search.ts';

const minute = 60_000;
const start = 1_700_000_000_000;

const messageOf = (seq: number, text: string): Message => ({
  id: randomUUID(),
  roomId: 'r',
  seq,
  rev: seq,
  kind: 'text',
  author: { id: 'ann', name: 'Ann' },
  text,
  attachments: [],
  mentions: [],
  reactions: [],
  createdAt: start + seq * minute,
});

/** A room of `count` messages, each of which has its number; every thousandth also says "miel". */
const roomOf = (count: number) => {
  const log = Array.from({ length: count }, (_, at) =>
    messageOf(at + 1, (at + 1) % 1_000 === 0 ? `miel ${at + 1}` : `pan ${at + 1}`),
  );
  const pages: (number | undefined)[] = [];
  const state = { version: '1', now: start, failures: 0 };
  const search = createLocalSearch({
    list: async (below): Promise<MessagePage> => {
      pages.push(below);
      if (state.failures > 0) {
        state.failures -= 1;
        throw new ChatError('rate_limited', 'wait', { retryAfterMs: 1 });
      }
      const older = log.filter(({ seq }) => seq < (below ?? Infinity));
      return { messages: older.slice(-100), hasMore: older.length > 100 };
    },
    read: async (message) => message,
    version: () => state.version,
    now: () => state.now,
  });
  return { log, pages, state, search };
};

const numbers = (hits: readonly { message: Message }[]): number[] => hits.map(({ message }) => message.seq);

test('one search reads 2,000 messages, and its cursor continues below them', async () => {
  const { search, pages } = roomOf(4_500);
  const seen: number[] = [];
  const first = await search({ q: 'miel' }, { onProgress: ({ searched }) => void seen.push(searched) });
  expect(numbers(first.hits)).toEqual([4_000, 3_000]);
  expect([first.hasMore, first.cursor]).toEqual([true, '2501']);
  expect(seen).toEqual(Array.from({ length: 20 }, (_, at) => (at + 1) * 100));
  const second = await search({ q: 'miel', cursor: first.cursor }, {});
  expect([numbers(second.hits), second.cursor]).toEqual([[2_000, 1_000], '501']);
  const last = await search({ q: 'miel', cursor: second.cursor }, {});
  expect(last).toEqual({ hits: [], hasMore: false });
  expect(pages).toHaveLength(45);
});

test('a page has as many hits as asked for, and says whether there are more', async () => {
  const { search } = roomOf(120);
  const first = await search({ q: 'pan', limit: 119 }, {});
  // At most a hundred, like the server.
  expect([first.hits.length, first.cursor]).toEqual([100, '21']);
  const second = await search({ q: 'pan', limit: 20, cursor: first.cursor }, {});
  expect([numbers(second.hits).at(-1), second.hasMore]).toEqual([1, false]);
});

test('the same messages are not asked for again until the room changes, or a minute has passed', async () => {
  const { search, pages, state, log } = roomOf(300);
  for (const q of ['pan', 'pan 2', 'pan 29']) await search({ q }, {});
  expect(pages).toEqual([undefined, 201, 101]);
  log.push(messageOf(301, 'pan 299 otra vez'));
  state.version = '2';
  expect(numbers((await search({ q: '"pan 299"' }, {})).hits)).toEqual([301, 299]);
  expect(pages).toHaveLength(7);
  state.now += minute + 1;
  await search({ q: 'pan' }, {});
  expect(pages).toHaveLength(8);
});

test('a search that is canceled stops reading, and rejects', async () => {
  const { search, pages } = roomOf(1_000);
  const controller = new AbortController();
  const onProgress = ({ searched }: { searched: number }): void => {
    if (searched === 200) controller.abort(new Error('enough'));
  };
  await expect(search({ q: 'miel' }, { signal: controller.signal, onProgress })).rejects.toThrow('enough');
  expect(pages.length).toBeLessThanOrEqual(3);
  await expect(search({ q: 'miel' }, { signal: controller.signal })).rejects.toThrow('enough');
});

test('a search waits when the server asks it to, and not forever', async () => {
  const { search, state } = roomOf(10);
  state.failures = 4;
  expect((await search({ q: 'pan' }, {})).hits).toHaveLength(10);
  state.version = '2';
  state.failures = 5;
  await expect(search({ q: 'pan' }, {})).rejects.toMatchObject({ code: 'rate_limited' });
});

test('a search by time stops below it', async () => {
  const { search, pages } = roomOf(2_000);
  const { hits, hasMore } = await search({ q: 'pan', after: start + 1_900 * minute }, {});
  expect([hits.length, hasMore]).toEqual([50, true]);
  const all = await search({ q: 'pan', after: start + 1_900 * minute, limit: 100, cursor: '1950' }, {});
  expect([numbers(all.hits).at(-1), all.hasMore]).toEqual([1_900, false]);
  expect(pages.length).toBeLessThan(5);
});
