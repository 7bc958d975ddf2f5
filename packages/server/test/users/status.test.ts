import { afterEach, describe, expect, test, vi } from 'vitest';
import { connect, startServer, type Peer } from '../chat/harness.ts';
import { rest, storages } from '../files/file-fixtures.ts';
import { createOnlineUsers } from '../../src/users/online-users.ts';
import { hears, quick, roomOf } from './people-fixtures.ts';

const two = async (options = {}) => {
  const running = await roomOf(['Ana', 'Bea'], options);
  const [ana, bea] = running.peers as [Peer, Peer];
  // A client that got no join event of a user gets no leave event either.
  await hears(ana, bea.hello.user.id, {});
  return { ...running, ana, bea, userId: bea.hello.user.id };
};

test('a user who is idle on all pages is away, and online once active on one', async () => {
  const { url, ana, bea, userId } = await two();
  const second = await connect(url, { token: bea.hello.token! });
  await second.call('room:join', { roomId: 'r' });
  expect(await bea.call('presence:idle', { idle: true })).toEqual({ status: 'online' });
  expect(await second.call('presence:idle', { idle: true })).toEqual({ status: 'away' });
  await hears(ana, userId, { status: 'away' });
  ana.events.length = 0;
  expect(await bea.call('presence:idle', { idle: false })).toEqual({ status: 'online' });
  await hears(ana, userId, { status: 'online' });
  // The page at which they are is closed: the other one is idle.
  ana.events.length = 0;
  bea.socket.disconnect();
  await hears(ana, userId, { status: 'away' });
  // One that comes back idle says so at once.
  const third = await connect(url, { token: bea.hello.token!, idle: true });
  expect(await third.call('user:get', { userId })).toMatchObject({
    status: 'away',
    own: { chosen: 'online' },
  });
});

test('busy stays busy on an idle page; a REST request cannot set idle', async () => {
  const { url, ana, bea, userId } = await two();
  await bea.call('presence:set', { status: 'busy' });
  expect(await bea.call('presence:idle', { idle: true })).toEqual({ status: 'busy' });
  expect(await ana.call('user:get', { userId })).toMatchObject({ status: 'busy' });
  expect(await rest(url, bea.hello.token, 'PUT', '/presence/idle', { idle: true })).toMatchObject({
    status: 409,
    body: { error: { code: 'conflict', reason: 'not_joined' } },
  });
});

test.each(storages)(
  'a status survives a reconnect and a restart, and expires at its time, in %s',
  async (_, make) => {
    const storage = make();
    let now = Date.now();
    const options = { storage, now: () => now };
    const { url, ana, bea, userId, stop } = await two(options);
    const until = now + 3_600_000;
    const answer = await bea.call('presence:set', { status: 'busy', text: '🍵 té', until });
    expect(answer).toEqual({ status: 'busy', text: '🍵 té', until });
    const gone = ana.until((event) => event.type === 'presence:changed' && event.left.includes(userId));
    bea.socket.disconnect();
    await gone;
    expect(await ana.call('user:get', { userId })).toMatchObject({ status: 'offline', statusText: '🍵 té' });
    const again = await connect(url, { token: bea.hello.token! });
    expect(await again.call('user:get', { userId })).toMatchObject({
      status: 'busy',
      statusText: '🍵 té',
      own: { chosen: 'busy', statusUntil: until },
    });
    await stop();
    const second = await startServer({ ...options, limits: quick });
    const back = await connect(second.url, { token: bea.hello.token! });
    const { me } = await back.call('room:join', { roomId: 'r' });
    expect(me).toMatchObject({ status: 'busy', statusText: '🍵 té' });
    now = until;
    const over = await back.call('user:get', { userId });
    expect(over).toMatchObject({ status: 'online', own: { chosen: 'online' } });
    expect(over.statusText).toBeUndefined();
  },
);

test('a user can hide when they were last seen', async () => {
  const { ana, bea, userId } = await two();
  const left = ana.until((event) => event.type === 'presence:changed' && event.left.includes(userId));
  await bea.call('user:update', { lastSeen: 'nobody' });
  bea.socket.disconnect();
  await left;
  const hidden = await ana.call('user:get', { userId });
  expect(hidden).toMatchObject({ status: 'offline' });
  expect(hidden.lastSeenAt).toBeUndefined();
});

test('a user who hides when they were last seen does not see it of others', async () => {
  const { ana, bea, userId } = await two();
  const left = ana.until((event) => event.type === 'presence:changed' && event.left.includes(userId));
  bea.socket.disconnect();
  await left;
  expect((await ana.call('user:get', { userId })).lastSeenAt).toEqual(expect.any(Number));
  await ana.call('user:update', { lastSeen: 'nobody' });
  expect((await ana.call('user:get', { userId })).lastSeenAt).toBeUndefined();
});

describe('by the clock of the server', () => {
  afterEach(() => void vi.useRealTimers());

  test('a status expires at its time, with one notification', () => {
    vi.useFakeTimers({ now: 1_000 });
    const told: string[] = [];
    const user = { id: 'bea', name: 'Bea' };
    const people = createOnlineUsers({
      users: { put: async () => undefined } as never,
      logger: { debug() {}, info() {}, warn() {}, error() {} },
      now: Date.now,
      knownStatus: () => ({ status: 'busy', text: 'en cita', until: 200_000 }),
      onChanged: () => told.push(people.status('bea').status),
      onCameOrWent: () => undefined,
      publish: () => undefined,
    });
    const connection = { user, given: user, idle: false, rooms: new Map() };
    people.arrive(connection as never);
    expect(people.status('bea')).toEqual({ status: 'busy', statusText: 'en cita' });
    vi.advanceTimersByTime(198_000);
    expect(told).toEqual([]);
    vi.advanceTimersByTime(1_000);
    expect(told).toEqual(['online']);
    people.depart(connection as never, 0);
    expect(vi.getTimerCount()).toBe(0);
  });
});
