import { ChatError, defaultLimits } from '@chat/protocol';
import { io } from 'socket.io-client';
import { expect, onTestFinished, test } from 'vitest';
import { connect, message, startServer } from './harness.ts';
import { openRaw } from './raw-socket.ts';

const asUser = ({ token }: { token?: string }) => (token ? { id: token, name: token } : null);

test('a silent connection is closed after authTimeoutMs', async () => {
  const { url } = await startServer({ limits: { authTimeoutMs: 100 } });
  const silent = await openRaw(url);
  await silent.got('0{');
  expect(await silent.closed).toBe(1005);
});

test('a connection whose authentication takes too long is closed too', async () => {
  const { url, chat } = await startServer({
    limits: { authTimeoutMs: 100 },
    authenticate: () => new Promise(() => {}),
  });
  const socket = io(url, {
    path: '/chat/socket',
    transports: ['websocket'],
    reconnection: false,
    auth: { name: 'Ana' },
  });
  onTestFinished(() => void socket.disconnect());
  await new Promise<void>((resolve) => void socket.io.once('open', resolve));
  const reason = await new Promise((resolve) => void socket.io.once('close', resolve));
  expect(reason).toBe('transport close');
  expect(chat.stats().connections).toBe(0);
});

test('a connection that stays open after its disconnect packet is closed at once', async () => {
  const { url, chat } = await startServer();
  const raw = await openRaw(url);
  raw.send('40{"name":"Ana"}');
  await raw.got('42["hello"');
  expect(chat.stats().connections).toBe(1);
  raw.send('41');
  expect(await raw.closed).toBe(1005);
});

test.each(['maxConnections', 'maxConnectionsPerAddress'])(
  'silent connections count for %s until they close',
  async (limit) => {
    const { url } = await startServer({ limits: { [limit]: 2, authTimeoutMs: 60_000 } });
    const [first] = [await openRaw(url), await openRaw(url)];
    await expect(openRaw(url)).rejects.toThrow('Unexpected server response');
    const answer = await fetch(`${url}/chat/socket/?EIO=4&transport=polling`);
    expect(await answer.text()).toContain('at most 2 connections');
    first?.websocket.close();
    await first?.closed;
    await expect.poll(() => connect(url).catch(() => null)).toMatchObject({ hello: { v: 1 } });
  },
);

test('by default an address has at most a thousand connections, a twentieth of all', async () => {
  const { url, chat } = await startServer({ limits: { authTimeoutMs: 600_000 } });
  await Promise.all(Array.from({ length: 1_000 }, () => openRaw(url)));
  expect(chat.stats().unauthenticated).toBe(1_000);
  await expect(openRaw(url)).rejects.toThrow('Unexpected server response');
  const refusal = await fetch(`${url}/chat/socket/?EIO=4&transport=polling`);
  expect(await refusal.text()).toContain('at most 1000 connections from one address');
  expect(defaultLimits.maxConnections).toBe(20 * defaultLimits.maxConnectionsPerAddress);
});

test('a user has at most maxConnectionsPerUser connections, even if all open at once', async () => {
  const { url, chat } = await startServer({ limits: { maxConnectionsPerUser: 5 }, authenticate: asUser });
  const tries = Array.from({ length: 20 }, () =>
    connect(url, { token: 'ana' }).catch((error: unknown) => error),
  );
  const results = await Promise.all(tries);
  const refused = results.filter((result) => result instanceof ChatError);
  expect(refused).toHaveLength(15);
  expect(refused[0]).toMatchObject({
    code: 'overloaded',
    message: 'at most 5 connections of one user',
    retryAfterMs: 10_000,
  });
  expect(chat.stats()).toMatchObject({ connections: 5, users: 1 });
  await connect(url, { token: 'bea' });
  const [open] = results.filter((result) => !(result instanceof ChatError));
  (open as Awaited<ReturnType<typeof connect>>).socket.disconnect();
  await expect.poll(() => connect(url, { token: 'ana' }).catch(() => null)).not.toBeNull();
});

test('a user is in at most maxRoomsPerUser rooms over all connections; the same room counts once', async () => {
  const { url } = await startServer({ limits: { maxRoomsPerUser: 3 }, authenticate: asUser });
  const [phone, laptop] = [await connect(url, { token: 'ana' }), await connect(url, { token: 'ana' })];
  for (const roomId of ['a', 'b']) await phone.call('room:join', { roomId });
  for (const roomId of ['b', 'c', 'a']) await laptop.call('room:join', { roomId });
  await expect(laptop.call('room:join', { roomId: 'd' })).rejects.toMatchObject({
    code: 'conflict',
    reason: 'too_many_rooms',
    message: 'at most 3 rooms at once for one user',
  });
  await laptop.call('room:leave', { roomId: 'c' });
  expect(await phone.call('room:join', { roomId: 'd' })).toMatchObject({ room: { id: 'd' } });
});

test('a connection is in at most maxRoomsPerConnection rooms', async () => {
  const { url } = await startServer({ limits: { maxRoomsPerConnection: 2 } });
  const ana = await connect(url);
  for (const roomId of ['a', 'b', 'a']) await ana.call('room:join', { roomId });
  await expect(ana.call('room:join', { roomId: 'c' })).rejects.toMatchObject({ reason: 'too_many_rooms' });
});

test('a connection has at most maxPendingCommands commands that wait', async () => {
  let letGo = (): void => undefined;
  const held = new Promise<void>((resolve) => (letGo = resolve));
  const { url, chat } = await startServer({
    limits: { maxPendingCommands: 10 },
    hooks: { 'before:message:send': () => held },
  });
  const [ana, bea] = [await connect(url), await connect(url, { name: 'Bea' })];
  for (const peer of [ana, bea]) await peer.call('room:join', { roomId: 'r' });
  const sends = Array.from({ length: 12 }, (_, index) =>
    ana.call('message:send', message('r', String(index))).catch((error: unknown) => error),
  );
  const refusals = await Promise.all(sends.slice(10));
  expect(refusals).toEqual(
    Array(2).fill(
      expect.objectContaining({
        code: 'rate_limited',
        message: 'at most 10 commands may wait for their reply',
        retryAfterMs: 1_000,
      }),
    ),
  );
  expect(await bea.call('room:get', { roomId: 'r' })).toMatchObject({ id: 'r' });
  letGo();
  expect(await Promise.all(sends.slice(0, 10))).toMatchObject(
    Array.from({ length: 10 }, (_, index) => ({ seq: index + 1 })),
  );
  expect(await ana.call('room:get', { roomId: 'r' })).toMatchObject({ id: 'r' });
  const { messages } = await chat.as({ id: 'bot', name: 'Bot' }).call('message:list', { roomId: 'r' });
  expect(messages.map(({ text }) => Number(text))).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
});
