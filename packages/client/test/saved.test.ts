import type { Call } from '@chat/protocol';
import { ChatError } from '@chat/client';
import { expect, onTestFinished, test, vi } from 'vitest';
import { saved } from '../src/features/personal/saved.ts';
import { eventually, withServer } from './with-server.ts';

test('saved messages are listed across rooms, and the same on all pages', async () => {
  const rig = await withServer({ authenticate: ({ name = '' }) => ({ id: name, name }) });
  onTestFinished(rig.close);
  const client = rig.client({ name: 'Ana' });
  const page = rig.client({ name: 'Ana' });
  const texts = (from: typeof client) => from.saved.get().items.map(({ message: { text } }) => text);
  const [r, s] = [client.room('r'), client.room('s')];
  await Promise.all([r.join(), s.join(), page.connect()]);
  const [one, two] = [await r.messages.send({ text: 'uno' }), await s.messages.send({ text: 'dos' })];
  expect(client.saved.get()).toEqual({ items: [], loaded: false });
  await Promise.all([client.saved.load(), page.saved.load()]);
  expect(client.saved.get()).toEqual({ items: [], loaded: true });
  await client.saved.add('r', one.id);
  await eventually(() => expect([texts(client), texts(page)]).toEqual([['uno'], ['uno']]));
  await new Promise((done) => setTimeout(done, 2)); // another millisecond
  await page.saved.add('s', two.id);
  await eventually(() =>
    expect([texts(client), texts(page)]).toEqual([
      ['dos', 'uno'],
      ['dos', 'uno'],
    ]),
  );
  await client.saved.remove('r', one.id);
  expect(texts(client)).toEqual(['dos']);
  await eventually(() => expect(texts(page)).toEqual(['dos']));
});

test('a list that could not be read again is read later, until the client is closed', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const errors: ChatError[] = [];
  let reads = 0;
  const call = (async () => {
    reads += 1;
    const error = errors.shift();
    if (error) throw error;
    return { saved: [], hasMore: false };
  }) as unknown as Call;
  const feature = saved(call, () => {});
  await feature.api.load();
  const later = () => vi.advanceTimersByTimeAsync(60_000);
  errors.push(new ChatError('timeout', 'late'), new ChatError('overloaded', 'busy'));
  feature.receive({ type: 'saved:changed', roomId: 'r', messageId: 'm', savedAt: 1 });
  await later();
  expect([reads, errors.length]).toEqual([4, 0]);
  // The next connection, or a change of rights, reads it.
  errors.push(new ChatError('disconnected', 'closed'), new ChatError('forbidden', 'no'));
  feature.online();
  await later();
  feature.online();
  await later();
  expect([reads, errors.length]).toEqual([6, 0]);
  errors.push(new ChatError('timeout', 'late'));
  feature.online();
  await vi.advanceTimersByTimeAsync(0);
  feature.forget();
  await later();
  expect(reads).toBe(7);
});
