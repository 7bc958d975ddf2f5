import { memoryStorage, type ChatStorage } from '@chat/server';
import { expect, test } from 'vitest';
import { connect, message, startServer } from './harness.ts';
import { refusal, searching, type Question } from './search-server.ts';

const unknown = { code: 'not_found', reason: undefined, field: undefined, message: 'no such room' };

test('invalid queries are refused by name', async () => {
  const { search, as } = await searching(memoryStorage());
  await as('ana').call('room:join', { roomId: 'r' });
  const refused = (question: Question) => refusal(search('ana', question));
  expect(await refused({ roomId: 'r' })).toMatchObject({ code: 'invalid', field: 'q' });
  expect(await refused({ q: '  ' })).toMatchObject({ code: 'invalid', field: 'q' });
  expect(await refused({ q: 'x'.repeat(201) })).toMatchObject({ code: 'invalid', field: 'q' });
  for (const cursor of ['x', '1-2', '-1-1-r', '1e9'])
    expect(await refused({ q: 'hola', cursor })).toMatchObject({ code: 'invalid', field: 'cursor' });
  expect(await refused({ roomId: 'r', q: 'hola', cursor: '1-1-r' })).toMatchObject({ field: 'cursor' });
});

test('a user who searches too often is rate limited for searches only', async () => {
  const limits = { searchesPerSecond: 1, searchBurst: 2 };
  const { url } = await startServer({ limits, now: () => 1_000 });
  const [ana, bea] = [await connect(url, { name: 'Ana' }), await connect(url, { name: 'Bea' })];
  for (const peer of [ana, bea]) await peer.call('room:join', { roomId: 'r' });
  await ana.call('message:search', { roomId: 'r', q: 'hola' });
  await ana.call('message:searchAll', { q: 'hola' });
  await expect(ana.call('message:search', { roomId: 'r', q: 'hola' })).rejects.toMatchObject({
    code: 'rate_limited',
    retryAfterMs: 1_000,
    message: expect.stringContaining('1 a second'),
  });
  await bea.call('message:search', { roomId: 'r', q: 'hola' });
  await ana.call('message:send', message('r', 'hola'));
});

test('a removal during a search makes the search fail', async () => {
  const storage = memoryStorage();
  let remove = (): Promise<unknown> => Promise.resolve();
  const timeline: ChatStorage['timeline'] = {
    ...storage.timeline,
    search: async (...asked) => {
      await remove();
      return storage.timeline.search(...asked);
    },
  };
  const { as, say } = await searching({ ...storage, timeline });
  const ana = as('ana');
  await ana.call('room:create', { roomId: 'r', type: 'private' });
  for (const id of ['ana', 'bea']) await as(id).call('room:join', { roomId: 'plaza' });
  await ana.call('member:add', { roomId: 'r', userId: 'bea', role: 'member' });
  remove = async () => {
    await ana.call('member:remove', { roomId: 'r', userId: 'bea' });
    await say('ana', 'r', 'hola');
  };
  expect(await refusal(as('bea').call('message:search', { roomId: 'r', q: 'hola' }))).toEqual(unknown);
});

test('a search that takes too long is refused, with the time to retry', async () => {
  const storage = memoryStorage();
  const timeline: ChatStorage['timeline'] = { ...storage.timeline, search: () => new Promise(() => {}) };
  const { as } = await searching({ ...storage, timeline }, { limits: { searchTimeoutMs: 20 } });
  await as('ana').call('room:join', { roomId: 'r' });
  const refused = as('ana').call('message:search', { roomId: 'r', q: 'hola' });
  await expect(refused).rejects.toMatchObject({
    code: 'overloaded',
    reason: 'search_slow',
    retryAfterMs: 2_000,
  });
});
