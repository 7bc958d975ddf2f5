import { expect, test } from 'vitest';
import { connect, startServer, type Peer } from './harness.ts';

/** Resolves when `peer` gets the other's presence: joined, or changed to this status. */
const sees = (peer: Peer, other: Peer, roomId: string, status: string) =>
  peer.until(
    (event) =>
      event.type === 'presence:changed' &&
      event.roomId === roomId &&
      [...event.joined, ...event.updated].some(
        (each) => each.user.id === other.hello.user.id && each.status === status,
      ),
  );

const quick = { limits: { presenceWindowMs: 5, presenceGraceMs: 60, typingTimeoutMs: 60 } };

test('leaving is sent at once, a lost connection after the grace period, with last seen', async () => {
  const { url } = await startServer({ limits: { ...quick.limits, presenceGraceMs: 2_000 } });
  const ana = await connect(url, { name: 'Ana' });
  const bea = await connect(url, { name: 'Bea' });
  await ana.call('room:join', { roomId: 'r' });
  await bea.call('room:join', { roomId: 'r' });
  await sees(ana, bea, 'r', 'online');
  await bea.call('room:leave', { roomId: 'r' });
  const left = (event: { type: string; left?: string[] }) =>
    event.type === 'presence:changed' && event.left?.includes(bea.hello.user.id);
  expect(await ana.until((event) => Boolean(left(event)))).toMatchObject({ occupancy: 1 });
  await bea.call('room:join', { roomId: 'r' });
  ana.events.length = 0;
  bea.socket.io.engine.close(); // the network is lost without a close frame
  const again = await connect(url, { token: bea.hello.token! });
  await again.call('room:join', { roomId: 'r' });
  expect((await ana.call('room:join', { roomId: 'r' })).occupancy).toBe(2);
  again.socket.io.engine.close();
  await ana.until((event) => Boolean(left(event)));
  expect(await ana.call('user:get', { userId: bea.hello.user.id })).toEqual({
    user: bea.hello.user,
    status: 'offline',
    lastSeenAt: expect.any(Number),
  });
  const eve = await connect(url, { name: 'Eve' });
  await eve.call('room:join', { roomId: 'elsewhere' });
  const stranger = eve.call('user:get', { userId: bea.hello.user.id });
  await expect(stranger).rejects.toMatchObject({ code: 'not_found' });
});

test('typing is sent to the room and expires by itself', async () => {
  const { url } = await startServer(quick);
  const ana = await connect(url, { name: 'Ana' });
  const bea = await connect(url, { name: 'Bea' });
  await ana.call('room:join', { roomId: 'r' });
  await bea.call('room:join', { roomId: 'r' });
  await ana.call('typing:set', { roomId: 'r', typing: true });
  await bea.until((event) => event.type === 'typing:changed' && event.users[0]?.name === 'Ana');
  const lapsed = await bea.until((event) => event.type === 'typing:changed' && event.count === 0);
  expect(lapsed).toMatchObject({ users: [], count: 0 });
});

test('a member who joins while another types gets that event', async () => {
  const { url } = await startServer();
  const ana = await connect(url, { name: 'Ana' });
  await ana.call('room:join', { roomId: 'r' });
  await ana.call('typing:set', { roomId: 'r', typing: true });
  await ana.until((event) => event.type === 'typing:changed');
  const bea = await connect(url, { name: 'Bea' });
  await bea.call('room:join', { roomId: 'r' });
  const told = await bea.until((event) => event.type === 'typing:changed');
  expect(told).toMatchObject({ users: [{ name: 'Ana' }], count: 1 });
});

test('a status is shown in all rooms until it expires, and falls back to online', async () => {
  const { url } = await startServer(quick);
  const ana = await connect(url, { name: 'Ana' });
  const bea = await connect(url, { name: 'Bea' });
  for (const roomId of ['r', 's'])
    await Promise.all([ana.call('room:join', { roomId }), bea.call('room:join', { roomId })]);
  await bea.call('presence:set', { status: 'busy', text: 'en cita', until: Date.now() + 2_000 });
  for (const roomId of ['r', 's']) await sees(ana, bea, roomId, 'busy');
  expect(await ana.call('user:get', { userId: bea.hello.user.id })).toMatchObject({
    status: 'busy',
    statusText: 'en cita',
  });
  ana.events.length = 0;
  await sees(ana, bea, 'r', 'online');
});

test('read markers only advance, and unread counts the messages of others', async () => {
  const { url } = await startServer(quick);
  const ana = await connect(url, { name: 'Ana' });
  const bea = await connect(url, { name: 'Bea' });
  await ana.call('room:join', { roomId: 'r' });
  await bea.call('room:join', { roomId: 'r' });
  for (const text of ['1', '2', '3'])
    await ana.call('message:send', { roomId: 'r', id: crypto.randomUUID(), text });
  expect((await bea.call('room:list', {})).rooms).toMatchObject([{ unread: 3, lastMessage: { text: '3' } }]);
  expect(await bea.call('receipt:read', { roomId: 'r', seq: 2 })).toMatchObject({ seq: 2, unread: 1 });
  expect(await bea.call('receipt:read', { roomId: 'r', seq: 1 })).toMatchObject({ seq: 2, unread: 1 });
  expect(await bea.call('receipt:read', { roomId: 'r', seq: 99 })).toMatchObject({ seq: 3, unread: 0 });
  await ana.until(
    (event) => event.type === 'receipt:updated' && event.userId === bea.hello.user.id && event.seq === 3,
  );
  expect((await ana.call('room:join', { roomId: 'r' })).unread).toBe(0);
});
