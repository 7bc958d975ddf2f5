import type { Message } from '@chat/protocol';
import { ChatError } from '@chat/protocol';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { adoptOutbox } from '../src/outbox/adopt-outbox.ts';
import { createOutboxPersistence } from '../src/outbox/outbox-persistence.ts';
import { createOutboxStore, type Adopting } from '../src/outbox/outbox-store.ts';
import { createOutbox } from '../src/outbox/outbox.ts';
import { memoryStorage } from '../src/platform/client-storage.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const user = { id: 'ana', name: 'Ana' };
const storedOf = (id: string, text: string): Message => ({
  id,
  roomId: 'r',
  seq: 1,
  rev: 1,
  kind: 'text',
  author: user,
  text,
  attachments: [],
  mentions: [],
  reactions: [],
  createdAt: 1,
});

const adopting: Adopting = {
  load: async () => ({ adopt: adoptOutbox }),
  use: (work) => work({ adopt: adoptOutbox }),
};

type Answer = 'stored' | 'lost' | ChatError;

/** An outbox whose sends get `answers` in turn; later sends are stored. */
const rig = (answers: Answer[] = [], storage = memoryStorage()) => {
  const tab = crypto.randomUUID(); // locks are shared by all tests
  const tried: string[] = [];
  const state = { online: true, known: [] as Message[] };
  let count = 0;
  const call = async (_name: string, input: unknown) => {
    const { id, text } = input as { id: string; text: string };
    tried.push(text);
    const answer = answers.shift() ?? 'stored';
    if (answer === 'lost') throw new ChatError('disconnected', '');
    if (answer !== 'stored') throw answer;
    return storedOf(id, text);
  };
  const store = createOutboxStore(storage, () => 'http://chat', tab, adopting);
  const outbox = createOutbox({
    roomId: 'r',
    post: (input) => call('message:send', input),
    persistence: createOutboxPersistence({ roomId: 'r', store, user: () => user, earlyKey: () => null }),
    user: () => user,
    ready: () => state.online,
    rejoin: () => true,
    known: () => state.known,
    newId: () => `${tab}-${++count}`,
    now: Date.now,
    random: () => 0,
    onStored: () => {},
    onChange: () => {},
  });
  const shown = () => outbox.items.map((item) => `${item.content.text} ${item.status}`);
  const reload = async () => {
    outbox.close();
    await store.close();
  };
  return { outbox, tried, state, storage, shown, reload, run: (ms = 0) => vi.advanceTimersByTimeAsync(ms) };
};

describe('an outbox', () => {
  test('sends one message at a time, in order', async () => {
    const { outbox, tried, shown, run } = rig();
    const all = Promise.all(['a', 'b', 'c'].map((text) => outbox.send({ text })));
    expect(shown()).toEqual(['a queued', 'b queued', 'c queued']);
    await run();
    await expect(all).resolves.toHaveLength(3);
    expect(tried).toEqual(['a', 'b', 'c']);
    expect(outbox.items).toEqual([]);
  });

  test('retries if it learns of a lost connection only after the reconnect', async () => {
    const { outbox, tried, run } = rig(['lost']);
    void outbox.send({ text: 'a' });
    await run(1_000);
    expect(tried).toEqual(['a', 'a']);
    expect(outbox.items).toEqual([]);
  });

  test('holds later messages back until the first is stored', async () => {
    const { outbox, tried, run } = rig([new ChatError('timeout', ''), new ChatError('overloaded', '')]);
    for (const text of ['a', 'b']) void outbox.send({ text });
    await run(10_000);
    expect(tried).toEqual(['a', 'a', 'a', 'b']);
  });

  test('sends lost messages again when the connection is back', async () => {
    const { outbox, tried, state, shown, run } = rig(['lost']);
    void outbox.send({ text: 'a' });
    state.online = true;
    await run();
    state.online = false;
    await run(60_000);
    expect(shown()).toEqual(['a queued']);
    state.online = true;
    outbox.live();
    await run();
    expect(tried).toEqual(['a', 'a']);
  });

  test('waits for retryAfterMs, whatever else happens', async () => {
    const { outbox, tried, run } = rig([
      new ChatError('rate_limited', '', { reason: 'slow_mode', retryAfterMs: 20_000 }),
    ]);
    void outbox.send({ text: 'a' });
    await run(5_000);
    void outbox.send({ text: 'b' });
    outbox.live();
    await run(14_900);
    expect(tried).toEqual(['a']);
    await run(200);
    expect(tried).toEqual(['a', 'a', 'b']);
  });

  test.each(['invalid', 'too_large', 'forbidden', 'not_found', 'conflict'] as const)(
    'gives a message up after %s, and sends the next',
    async (code) => {
      const { outbox, tried, shown, run } = rig([new ChatError(code, '')]);
      const first = outbox.send({ text: 'a' });
      const second = outbox.send({ text: 'b' });
      await run();
      await expect(first).rejects.toMatchObject({ code });
      await second;
      expect(tried).toEqual(['a', 'b']);
      expect(shown()).toEqual(['a failed']);
    },
  );

  test('gives a message up after a few internal errors of the server', async () => {
    const { outbox, tried, shown, run } = rig(
      Array.from({ length: 20 }, () => new ChatError('internal', '')),
    );
    void outbox.send({ text: 'a' });
    await run(300_000);
    expect(tried).toHaveLength(6);
    expect(shown()).toEqual(['a failed']);
  });

  test('retries a failed message with the same id', async () => {
    const { outbox, shown, run } = rig([new ChatError('forbidden', '')]);
    void outbox.send({ text: 'a' });
    await run();
    const id = outbox.items[0]!.id;
    outbox.retry(id);
    expect(outbox.items[0]).toMatchObject({ id, status: 'sending' });
    await run();
    expect(shown()).toEqual([]);
  });

  test('drops discarded messages', async () => {
    const { outbox, tried, state, run } = rig();
    state.online = false;
    const sent = outbox.send({ text: 'a' });
    outbox.discard(outbox.items[0]!.id);
    await expect(sent).rejects.toMatchObject({ reason: 'discarded' });
    state.online = true;
    outbox.live();
    await run();
    expect(tried).toEqual([]);
  });

  test('settles a message when its event arrives before the response', async () => {
    const { outbox, state, tried, run } = rig(['lost']);
    const sent = outbox.send({ text: 'a' });
    await run();
    outbox.settle([storedOf(outbox.items[0]!.id, 'a')]);
    await expect(sent).resolves.toMatchObject({ text: 'a' });
    state.online = true;
    outbox.live();
    await run();
    expect(tried).toEqual(['a']);
  });
});

describe('after a reload', () => {
  beforeEach(() => void vi.useRealTimers());
  const run = () => new Promise((resolve) => setTimeout(resolve, 20));

  test('unsent messages are sent first, in the order of writing', async () => {
    const before = rig();
    before.state.online = false;
    for (const text of ['a', 'b']) void before.outbox.send({ text });
    await before.reload();
    const after = rig([], before.storage);
    void after.outbox.send({ text: 'c' });
    await run();
    expect(after.tried).toEqual(['a', 'b', 'c']);
    expect(await before.storage.list('outbox:')).toEqual([]);
  });

  test('the messages of another open tab stay with that tab', async () => {
    const other = rig();
    other.state.online = false;
    void other.outbox.send({ text: 'a' });
    await run();
    const mine = rig([], other.storage);
    void mine.outbox.send({ text: 'b' });
    await run();
    expect(mine.tried).toEqual(['b']);
    await other.reload();
    await run();
    expect(mine.tried).toEqual(['b', 'a']);
    expect(await other.storage.list('outbox:')).toEqual([]);
  });

  test('a message that the room shows counts as stored', async () => {
    const before = rig([new ChatError('forbidden', 'no', { reason: 'muted' })]);
    void before.outbox.send({ text: 'a' });
    await run();
    const [failed] = before.outbox.items;
    await before.reload();
    const after = rig([], before.storage);
    after.state.known = [storedOf(failed?.id ?? '', 'a')];
    after.outbox.pump();
    await run();
    expect(after.outbox.items).toEqual([]);
    expect(await before.storage.list('outbox:')).toEqual([]);
  });

  test('a failed message is still shown as failed, with its error', async () => {
    const before = rig([new ChatError('forbidden', 'no', { reason: 'muted' })]);
    void before.outbox.send({ text: 'a' });
    await run();
    await before.reload();
    const after = rig([], before.storage);
    after.outbox.pump();
    await run();
    expect(after.outbox.items[0]).toMatchObject({
      status: 'failed',
      error: { code: 'forbidden', reason: 'muted' },
    });
  });
});
