import { memoryStorage } from '@chat/server';
import { sqliteStorage } from '@chat/server/sqlite';
import { expect, test } from 'vitest';
import { connect, message, startServer, type Peer } from './harness.ts';

const idOf = ({ hello }: Peer) => hello.user.id;

test.each([
  ['memory', () => memoryStorage()],
  ['sqlite', () => sqliteStorage(':memory:')],
] as const)('a later member gets the read markers of present and absent members: %s', async (_, storage) => {
  const { url } = await startServer({ storage: storage(), limits: { presenceGraceMs: 0 } });
  const ana = await connect(url, { name: 'Ana' });
  const bea = await connect(url, { name: 'Bea' });
  for (const peer of [ana, bea]) await peer.call('room:join', { roomId: 'r' });
  await ana.call('message:send', message('r', 'uno'));
  await ana.call('message:send', message('r', 'dos'));
  await bea.call('receipt:read', { roomId: 'r', seq: 1 });
  const event = await ana.until((each) => each.type === 'receipt:updated' && each.userId === idOf(bea));
  const at = 'at' in event ? event.at : undefined;
  expect(at).toEqual(expect.any(Number));
  await bea.call('room:leave', { roomId: 'r' });
  const late = await connect(url, { name: 'Cai' });
  await late.call('room:join', { roomId: 'r' });
  const all = [
    { userId: idOf(ana), seq: 0 },
    { userId: idOf(bea), seq: 1, at },
    { userId: idOf(late), seq: 2 },
  ].sort((one, other) => (one.userId < other.userId ? -1 : 1));
  expect(await late.call('receipt:list', { roomId: 'r' })).toEqual({ receipts: all, hasMore: false });
  const first = await late.call('receipt:list', { roomId: 'r', limit: 2 });
  expect(first).toEqual({ receipts: all.slice(0, 2), hasMore: true });
  const rest = { roomId: 'r', limit: 2, after: first.receipts[1]?.userId ?? '' };
  expect(await late.call('receipt:list', rest)).toEqual({ receipts: all.slice(2), hasMore: false });
  const answer = await fetch(`${url}/chat/api/rooms/r/receipts`, {
    headers: { authorization: `Bearer ${late.hello.token}` },
  });
  expect([answer.status, await answer.json()]).toEqual([200, { receipts: all, hasMore: false }]);
});

test('receipts are not found for users outside the room, by socket and by REST', async () => {
  const { url, chat } = await startServer();
  const owner = chat.as({ id: 'owner', name: 'Owner' });
  await owner.call('room:create', { roomId: 'secreta', type: 'private' });
  const ana = await connect(url, { name: 'Ana' });
  const unknown = { code: 'not_found', message: 'no such room' };
  for (const roomId of ['secreta', 'none']) {
    await expect(ana.call('receipt:list', { roomId })).rejects.toMatchObject(unknown);
    const answer = await fetch(`${url}/chat/api/rooms/${roomId}/receipts`, {
      headers: { authorization: `Bearer ${ana.hello.token}` },
    });
    expect([answer.status, await answer.json()]).toMatchObject([404, { error: unknown }]);
  }
});

test('the readers of a message are counted in rooms of any size, for those who may see it', async () => {
  const { url, chat } = await startServer({ limits: { receiptOccupancy: 1 } });
  const ana = await connect(url, { name: 'Ana' });
  await ana.call('room:join', { roomId: 'r' });
  const said = await ana.call('message:send', message('r', 'uno'));
  const count = (messageId: string) => ana.call('receipt:count', { roomId: 'r', messageId });
  expect(await count(said.id)).toEqual({ read: 0, hasMore: false });
  // More than one batch.
  const readers = Array.from({ length: 520 }, (_, at) =>
    chat.as({ id: `reader-${at}`, name: `Reader ${at}` }),
  );
  for (const reader of readers) await reader.call('room:join', { roomId: 'r' });
  const next = await ana.call('message:send', message('r', 'dos'));
  expect(await count(said.id)).toEqual({ read: 520, hasMore: false }); // members who joined later count
  expect(await count(next.id)).toEqual({ read: 0, hasMore: false });
  for (const reader of readers.slice(7)) await reader.call('receipt:read', { roomId: 'r', seq: next.seq });
  await ana.call('receipt:read', { roomId: 'r', seq: next.seq });
  expect(await count(next.id)).toEqual({ read: 513, hasMore: false });
  // Of a private message only those who have it are counted, and to nobody else.
  const to = [readers[0], readers[9]].map((each) => each?.user.id ?? '');
  const secret = await ana.call('message:send', { ...message('r', 'tres'), to });
  for (const reader of readers.slice(5, 20))
    await reader.call('receipt:read', { roomId: 'r', seq: secret.seq });
  expect(await count(secret.id)).toEqual({ read: 1, hasMore: false });
  const gone = { code: 'not_found', message: 'no such message' };
  await expect(
    readers[1]?.call('receipt:count', { roomId: 'r', messageId: secret.id }),
  ).rejects.toMatchObject(gone);
  await ana.call('message:delete', { roomId: 'r', messageId: next.id });
  await expect(count(next.id)).rejects.toMatchObject(gone);
  const aside = await ana.call('message:send', { ...message('r', 'en el hilo'), threadId: said.id });
  await expect(count(aside.id)).rejects.toMatchObject({ code: 'invalid', field: 'messageId' });
});

test('in a large room a read marker reaches only the user’s own other pages', async () => {
  const { url } = await startServer({ limits: { receiptOccupancy: 1 } });
  const ana = await connect(url, { name: 'Ana' });
  const bea = await connect(url, { name: 'Bea' });
  const tab = await connect(url, { token: bea.hello.token ?? '' });
  for (const peer of [ana, bea, tab]) await peer.call('room:join', { roomId: 'r' });
  await ana.call('message:send', message('r', 'uno'));
  await bea.call('receipt:read', { roomId: 'r', seq: 1 });
  const told = await tab.until(({ type }) => type === 'receipt:updated');
  expect(told).toEqual({ type: 'receipt:updated', roomId: 'r', userId: idOf(bea), seq: 1 });
  await ana.call('user:get', { userId: idOf(ana) }); // whatever was under way has arrived by now
  expect(ana.events.filter(({ type }) => type === 'receipt:updated')).toEqual([]);
});
