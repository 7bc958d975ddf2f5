// Every cost is charged to the user and the address that caused it; repeated excess ends the connection.
import { memoryStorage, dialect, type ChatServerOptions } from '@chat/server';
import { webPush } from '@chat/server/push';
import { expect, test, vi } from 'vitest';
import { patient } from '../../../../test/unhurried.ts';
import { startPushService } from '../push-service.ts';
import { connect, message, startServer, type Peer } from './harness.ts';
import { openRaw } from './raw-socket.ts';

const asUser: ChatServerOptions['authenticate'] = ({ token }) =>
  token === undefined ? null : { id: token, name: token };
/** One behind a proxy that is trusted: each request says where it comes from. */
const address: ChatServerOptions['address'] = ({ headers }) => String(headers['x-from'] ?? '10.0.0.1');
const from = (ip: string) => ({ extraHeaders: { 'x-from': ip } });

const start = (options: ChatServerOptions = {}) =>
  startServer({ authenticate: asUser, address, ...options, limits: { ...options.limits } });

const outcome = async (peer: Peer, name: string, input: object = {}): Promise<string> => {
  const reply = (await peer.socket.timeout(30_000).emitWithAck(name, input)) as {
    ok: boolean;
    error?: { code: string };
  };
  return reply.error?.code ?? 'ok';
};
const tally = (outcomes: string[]): Record<string, number> =>
  Object.fromEntries(
    [...new Set(outcomes)].map((each) => [each, outcomes.filter((it) => it === each).length]),
  );

test('unknown commands count like any other', async () => {
  const { url } = await start({ limits: { commandsPerSecond: 0.001, commandBurst: 5 } });
  const ana = await connect(url, { token: 'ana' });
  const outcomes = await Promise.all(
    Array.from({ length: 40 }, (_, index) => outcome(ana, `no:such${index}`)),
  );
  expect(tally(outcomes)).toEqual({ invalid: 5, rate_limited: 35 });
});

test('the commands of a user are counted over all their connections and REST', async () => {
  const { url } = await start({ limits: { commandsPerSecond: 0.001, commandBurst: 6 } });
  const tabs = await Promise.all(Array.from({ length: 5 }, () => connect(url, { token: 'ana' })));
  const outcomes = await Promise.all(
    tabs.flatMap((tab) => [outcome(tab, 'room:list'), outcome(tab, 'room:list')]),
  );
  expect(tally(outcomes)).toEqual({ ok: 6, rate_limited: 4 });
  const answer = await fetch(`${url}/chat/api/rooms`, { headers: { authorization: 'Bearer ana' } });
  expect(answer.status).toBe(429);
  expect(await outcome(await connect(url, { token: 'bea' }), 'room:list')).toBe('ok');
});

test('all users of one address share the rate of usersPerAddress users', async () => {
  const { url } = await start({
    limits: { commandsPerSecond: 0.001, commandBurst: 5, usersPerAddress: 2 },
  });
  const users = await Promise.all(
    ['a', 'b', 'c', 'd'].map((token, index) => connect(url, { token }, from(`2001:db8:1:2::${index}`))),
  );
  const outcomes = await Promise.all(
    users.flatMap((user) => Array.from({ length: 5 }, () => outcome(user, 'room:list'))),
  );
  expect(tally(outcomes)).toEqual({ ok: 10, rate_limited: 10 });
  const elsewhere = await connect(url, { token: 'e' }, from('2001:db8:1:3::1'));
  expect(await outcome(elsewhere, 'room:list')).toBe('ok');
});

test('a user whose commands are refused repeatedly is disconnected, and their address rate limited', async () => {
  const { url, chat } = await start({
    limits: { commandsPerSecond: 0.001, commandBurst: 5, refusalsPerSecond: 0.5, refusalBurst: 10 },
  });
  const bea = await connect(url, { token: 'bea' }, from('10.0.0.2'));
  await bea.call('room:join', { roomId: 'r' });
  for (let round = 0; round < 4; round += 1) {
    const flooder = await connect(url, { token: `flooder${round}` });
    const closed = vi.fn<(reason: object) => void>();
    flooder.socket.on('closed', closed);
    const gone = new Promise((resolve) => flooder.socket.once('disconnect', resolve));
    for (let sent = 0; sent < 100; sent += 1) flooder.socket.emit('no:such', {}, () => undefined);
    await gone;
    expect(closed).toHaveBeenCalledWith({ code: 'overloaded' });
  }
  await expect(connect(url, { token: 'flooder9' })).rejects.toMatchObject({
    code: 'rate_limited',
    retryAfterMs: expect.any(Number) as number,
  });
  const answer = await fetch(`${url}/chat/api/rooms`, { headers: { authorization: 'Bearer carl' } });
  expect(answer.status).toBe(429);
  await bea.call('message:send', message('r', 'untouched'));
  await vi.waitFor(() => expect(chat.stats().connections).toBe(1), patient);
});

test('the same user is disconnected at once on another connection', async () => {
  const { url } = await start({
    limits: { commandsPerSecond: 0.001, commandBurst: 5, refusalsPerSecond: 0.001, refusalBurst: 10 },
  });
  for (const most of [100, 2]) {
    const flooder = await connect(url, { token: 'flooder' });
    const gone = new Promise((resolve) => flooder.socket.once('disconnect', resolve));
    for (let sent = 0; sent < most; sent += 1) flooder.socket.emit('room:list', {}, () => undefined);
    expect(await gone).toBe('io server disconnect');
  }
});

test('refusals at a low rate do not disconnect a user', async () => {
  const { url } = await start({
    limits: { commandsPerSecond: 0.001, commandBurst: 1, refusalsPerSecond: 1_000, refusalBurst: 5 },
  });
  const ana = await connect(url, { token: 'ana' });
  const outcomes: string[] = [];
  for (let sent = 0; sent < 30; sent += 1) {
    outcomes.push(await outcome(ana, 'room:list'));
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  expect(tally(outcomes)).toEqual({ ok: 1, rate_limited: 29 });
  expect(ana.socket.connected).toBe(true);
});

const few = {
  sendsPerSecond: 1,
  sendBurst: 1,
  commandsPerSecond: 1,
  commandBurst: 2,
  reactionsPerSecond: 1,
  reactionBurst: 1,
  joinsPerSecond: 1,
  joinBurst: 1,
  searchesPerSecond: 1,
  searchBurst: 1,
  signalsPerSecond: 1,
  signalBurst: 1,
  refusalBurst: 5,
};

test.each([
  ['/chat/socket', 'acknowledgements of nothing', '43[1]'],
  ['/chat/socket', 'pongs', '3'],
  ['/socket.io', 'acknowledgements of nothing', '43[1]'],
])('%s: a connection that floods %s is cut off', async (path, _, packet) => {
  const { url } = await start({
    authenticate: ({ name = '' }) => ({ id: name, name }),
    limits: few,
    dialects: [dialect({ events: {} })],
  });
  const raw = await openRaw(url, path);
  raw.send('40{"name":"mallory"}');
  await raw.got('40');
  for (let sent = 0; sent < 500; sent += 1) raw.send(packet);
  expect(await raw.closed).toBeGreaterThan(1_000);
});

test('an old front end whose events are refused repeatedly is disconnected', async () => {
  const { url } = await start({
    limits: { commandsPerSecond: 0.001, commandBurst: 5, refusalsPerSecond: 0.001, refusalBurst: 10 },
    dialects: [dialect({ events: {} })],
  });
  const raw = await openRaw(url, '/socket.io');
  raw.send('40{}');
  await raw.got('40');
  for (let sent = 0; sent < 100; sent += 1) raw.send('42["no such",{}]');
  expect(await raw.closed).toBeGreaterThan(1_000);
});

test('connections of old front ends count from their first byte', async () => {
  const { url, chat } = await start({
    limits: { maxConnectionsPerAddress: 3 },
    dialects: [dialect({ events: {} })],
  });
  await Promise.all(Array.from({ length: 3 }, () => openRaw(url, '/socket.io')));
  expect(chat.stats()).toMatchObject({ connections: 0, unauthenticated: 3 });
  await expect(openRaw(url, '/socket.io')).rejects.toThrow('Unexpected server response');
  await expect(openRaw(url)).rejects.toThrow('Unexpected server response');
});

const withRooms = async (limits: ChatServerOptions['limits'], count: number) => {
  const running = await start({ limits: { joinBurst: 1_000, commandBurst: 1_000, ...limits } });
  const ana = await connect(running.url, { token: 'ana' });
  const session = running.chat.as({ id: 'ana', name: 'ana' });
  const pad = (index: number): string => String(index).padStart(3, '0');
  for (let index = 0; index < count; index += 1)
    await session.call('room:create', {
      roomId: `r${pad(index)}`,
      ...(index % 10 === 7 && { startsAt: 1e12 + index }),
    });
  return { ...running, ana, session };
};

test('lists and searches are charged by the rooms they read', async () => {
  const { ana, session } = await withRooms({ roomReadsPerSecond: 0.001, roomReadBurst: 30 }, 10);
  expect(await outcome(ana, 'room:list')).toBe('ok');
  expect(await outcome(ana, 'message:searchAll', { q: 'hola' })).toBe('ok');
  expect(await outcome(ana, 'room:list')).toBe('rate_limited');
  expect(await outcome(ana, 'message:searchAll', { q: 'hola' })).toBe('rate_limited');
  expect(await outcome(ana, 'room:get', { roomId: 'r001' })).toBe('ok');
  expect((await session.call('room:list', {})).rooms).toHaveLength(10);
});

test('a list by start time finds few rooms among many, page by page, at a low charge', async () => {
  const { ana } = await withRooms({ roomReadsPerSecond: 0.001, roomReadBurst: 100 }, 230);
  const found: string[] = [];
  let page = await ana.call('room:list', { startsFrom: 1, limit: 10 });
  for (;;) {
    found.push(...page.rooms.map(({ room }) => room.id));
    if (!page.hasMore) break;
    page = await ana.call('room:list', { startsFrom: 1, limit: 10, after: found.at(-1) ?? '' });
  }
  expect(found).toEqual(
    Array.from({ length: 23 }, (_, index) => `r${String(index * 10 + 7).padStart(3, '0')}`),
  );
});

test('subscribing a known device writes nothing, and new devices are rate limited', async () => {
  const storage = memoryStorage();
  const follow = vi.spyOn(storage.notifications, 'follow');
  const service = await startPushService();
  const push = webPush({ subject: 'mailto:ops@example.org', services: [service.host], agent: service.agent });
  const { url } = await start({ storage, push, limits: { devicesPerHour: 2 } });
  const ana = await connect(url, { token: 'ana' });
  for (const roomId of ['a', 'b', 'c']) await ana.call('room:join', { roomId });
  const phone = service.device('phone');
  expect(await outcome(ana, 'notification:subscribe', phone)).toBe('ok');
  const before = follow.mock.calls.length;
  expect(before).toBeGreaterThanOrEqual(3);
  for (let again = 0; again < 20; again += 1)
    expect(await outcome(ana, 'notification:subscribe', phone)).toBe('ok');
  expect(follow.mock.calls).toHaveLength(before);
  expect(await outcome(ana, 'notification:subscribe', service.device('laptop'))).toBe('ok');
  expect(await outcome(ana, 'notification:subscribe', service.device('tablet'))).toBe('rate_limited');
});

test('requests count per /64 of an IPv6 address, and a mapped IPv4 address counts as IPv4', async () => {
  const { url } = await start({ limits: { requestsPerSecond: 0.001, requestBurst: 5 } });
  const ask = async (ip: string): Promise<number> =>
    (await fetch(`${url}/chat/api/rooms`, { headers: { authorization: 'Bearer ana', 'x-from': ip } })).status;
  const asked = async (ips: string[]): Promise<Record<string, number>> =>
    tally((await Promise.all(ips.map(ask))).map(String));
  expect(await asked(Array.from({ length: 12 }, (_, index) => `2001:db8:5:6:${index}::1`))).toEqual({
    200: 5,
    429: 7,
  });
  expect(await ask('2001:DB8:5:7::1')).toBe(200);
  expect(
    await asked(['192.0.2.1', '::ffff:192.0.2.1', '::FFFF:c000:201', '0:0:0:0:0:ffff:192.0.2.1']),
  ).toEqual({ 200: 4 });
  expect(await asked(['192.0.2.1', '::ffff:192.0.2.1'])).toEqual({ 200: 1, 429: 1 });
  expect(await ask('192.0.2.2')).toBe(200);
});

test('an invalid bearer token does not escape the rate of its address on dialect routes', async () => {
  const { url } = await start({
    limits: { requestsPerSecond: 0.001, requestBurst: 5 },
    dialects: [dialect({ events: {}, routes: { 'GET /rooms': () => ({}) } })],
  });
  const statuses = await Promise.all(
    Array.from({ length: 20 }, async () =>
      String((await fetch(`${url}/rooms`, { headers: { authorization: 'Bearer x' } })).status),
    ),
  );
  expect(tally(statuses)).toEqual({ 200: 5, 429: 15 });
});
