import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { connect, message, startServer } from './harness.ts';

test('two users in a room get history, ordered events and acknowledgements', async () => {
  const { url } = await startServer();
  const ana = await connect(url, { name: 'Ana' });
  const bea = await connect(url, { name: 'Bea' });
  const first = await ana.call('room:join', { roomId: 'cita-42' });
  expect(first).toMatchObject({
    mode: 'snapshot',
    rev: 1,
    occupancy: 1,
    messages: [],
    hasMore: false,
    unread: 0,
  });
  expect(first.me).toMatchObject({ role: 'owner', user: { name: 'Ana', guest: true } });
  expect(first.can['member:ban']).toBe(true);
  const sent = await ana.call('message:send', message('cita-42', 'hola'));
  expect(sent).toMatchObject({ seq: 1, rev: 2, text: 'hola', author: { name: 'Ana' } });
  const snapshot = await bea.call('room:join', { roomId: 'cita-42' });
  expect(snapshot.messages).toEqual([sent]);
  expect(snapshot.can['member:ban']).toBe(false);
  const answer = await bea.call('message:send', message('cita-42', 'buenas'));
  await ana.until((event) => event.type === 'message:created' && event.message.id === answer.id);
  const revs = ana.events.flatMap((event) => ('rev' in event ? event.rev : []));
  expect(revs).toEqual([2, 3]);
  // An event about herself may have come first.
  const isOfBea = ({ user }: { user: { id: string } }) => user.id === bea.hello.user.id;
  const joined = await ana.until((event) => event.type === 'presence:changed' && event.joined.some(isOfBea));
  expect(joined).toMatchObject({
    joined: expect.arrayContaining([expect.objectContaining({ user: bea.hello.user })]),
  });
});

test('a message id is stored once, and other content with the same id is refused', async () => {
  const { url } = await startServer();
  const ana = await connect(url);
  await ana.call('room:join', { roomId: 'r' });
  const id = randomUUID();
  const [one, two] = await Promise.all([
    ana.call('message:send', message('r', 'hola', id)),
    ana.call('message:send', message('r', 'hola', id)),
  ]);
  expect(two).toEqual(one);
  await expect(ana.call('message:send', message('r', 'otra', id))).rejects.toMatchObject({
    code: 'conflict',
    reason: 'id_reused',
  });
  expect((await ana.call('message:list', { roomId: 'r' })).messages).toHaveLength(1);
});

test('a reconnecting client gets what changed since its rev, or a reset', async () => {
  const { url } = await startServer();
  const ana = await connect(url);
  const { epoch, rev } = await ana.call('room:join', { roomId: 'r' });
  const one = await ana.call('message:send', message('r', 'uno'));
  const two = await ana.call('message:send', message('r', 'dos'));
  await ana.call('message:edit', { roomId: 'r', messageId: one.id, text: 'UNO' });
  const again = await connect(url, { token: ana.hello.token! });
  expect(again.hello.user).toEqual(ana.hello.user);
  const resumed = await again.call('room:join', { roomId: 'r', since: { epoch, rev } });
  expect(resumed.mode).toBe('resume');
  expect(resumed.messages.map(({ text, rev: at }) => [text, at])).toEqual([
    ['dos', two.rev],
    ['UNO', 4],
  ]);
  const reset = await again.call('room:join', { roomId: 'r', since: { epoch: 'other', rev } });
  expect(reset).toMatchObject({ mode: 'reset', rev: 4 });
  const ahead = await again.call('room:join', { roomId: 'r', since: { epoch, rev: 99 } });
  expect(ahead.mode).toBe('reset');
});

test('a deleted message leaves a tombstone for everyone', async () => {
  const { url } = await startServer();
  const ana = await connect(url);
  await ana.call('room:join', { roomId: 'r' });
  const { id } = await ana.call('message:send', message('r', 'secreto'));
  const gone = await ana.call('message:delete', { roomId: 'r', messageId: id });
  expect(gone).toMatchObject({ text: '', deletedAt: expect.any(Number) });
  expect((await ana.call('message:list', { roomId: 'r' })).messages).toEqual([gone]);
  await expect(ana.call('message:edit', { roomId: 'r', messageId: id, text: 'x' })).rejects.toMatchObject({
    code: 'not_found',
  });
});

test('pages go back by seq, and say if there is more', async () => {
  const { url, chat } = await startServer();
  const ana = chat.as({ id: 'ana', name: 'Ana' });
  await ana.call('room:create', { roomId: 'r' });
  for (let index = 0; index < 5; index += 1) await ana.call('message:send', message('r', `m${index}`));
  const bea = await connect(url, { name: 'Bea' });
  const page = await bea.call('message:list', { roomId: 'r', limit: 2 });
  expect([page.messages.map(({ seq }) => seq), page.hasMore]).toEqual([[4, 5], true]);
  const older = await bea.call('message:list', { roomId: 'r', before: 4, limit: 3 });
  expect([older.messages.map(({ seq }) => seq), older.hasMore]).toEqual([[1, 2, 3], false]);
  const around = await bea.call('message:list', { roomId: 'r', around: 3, limit: 3 });
  expect(around.messages.map(({ seq }) => seq)).toContain(3);
  const after = await bea.call('message:list', { roomId: 'r', after: 3, limit: 1 });
  expect([after.messages.map(({ seq }) => seq), after.hasMore]).toEqual([[4], true]);
});

test('a page around a time starts the day that a reader asks for', async () => {
  let now = 1_000;
  const { chat } = await startServer({ now: () => now });
  const ana = chat.as({ id: 'ana', name: 'Ana' });
  const bea = chat.as({ id: 'bea', name: 'Bea' });
  await ana.call('room:create', { roomId: 'r' });
  await bea.call('room:join', { roomId: 'r' });
  await chat.as({ id: 'cai', name: 'Cai' }).call('room:join', { roomId: 'r' });
  for (let index = 1; index <= 9; index += 1) {
    now = index * 1_000;
    // Bea does not see every third message.
    await ana.call('message:send', {
      ...message('r', `m${index}`),
      ...(index % 3 === 0 ? { to: ['cai'] } : {}),
    });
  }
  const first = async (aroundTime: number, limit = 1) =>
    (await bea.call('message:list', { roomId: 'r', aroundTime, limit })).messages.map(({ seq }) => seq);
  expect(await first(0)).toEqual([1]);
  expect(await first(2_000)).toEqual([2]);
  expect(await first(2_001)).toEqual([4]);
  expect(await first(8_000, 3)).toEqual([7, 8]);
  // Nothing is that new: the page ends with the newest message.
  expect(await first(20_000, 2)).toEqual([8]);
  const both = bea.call('message:list', { roomId: 'r', aroundTime: 1, around: 1 });
  await expect(both).rejects.toMatchObject({ code: 'invalid', field: 'before' });
});
