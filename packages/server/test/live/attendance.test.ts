// Attendance: who was present and when, over two nodes, in each store.
import { memoryStorage, type ChatStorage } from '@chat/server';
import { expect, test } from 'vitest';
import { patient } from '../../../../test/unhurried.ts';
import { joinIntervals } from '../../src/storage/decide/live/attendance.ts';
import { startServer, type Peer } from '../chat/harness.ts';
import { byToken, joined, pairsOfStores, startTwo, twice } from './two-nodes.ts';

const roomId = 'r';
const stores = pairsOfStores();
const minute = 60_000;

const listed = async (host: Peer) => (await host.call('attendance:list', { roomId })).users;
const idsOf = async (host: Peer) => (await listed(host)).map(({ user }) => user.id);

test.each(stores)('%s: users are recorded on both nodes from when it is turned on', async (_, make) => {
  const limits = { presenceGraceMs: 100 };
  const [first, second] = await startTwo(make(), { limits });
  const host = await joined(first, 'host');
  const ana = await joined(second, 'ana');
  expect(await listed(host)).toEqual([]);
  const began = Date.now();
  await host.call('room:update', { roomId, attendance: true });
  await expect.poll(() => idsOf(host), patient).toEqual(['ana', 'host']);
  // The same user on both nodes is one row.
  await joined(first, 'ana');
  ana.socket.disconnect();
  const bea = await joined(second, 'bea');
  await expect.poll(() => idsOf(host), patient).toEqual(['ana', 'bea', 'host']);
  await bea.call('room:leave', { roomId });
  for (const { intervals, totalMs } of await listed(host)) {
    expect(intervals).toHaveLength(1);
    for (const { from, to } of intervals) {
      expect(from).toBeGreaterThanOrEqual(began);
      expect(to).toBeLessThanOrEqual(Date.now());
      expect(totalMs).toBe(to - from);
    }
  }
  await expect(bea.call('attendance:list', { roomId })).rejects.toMatchObject({ code: 'forbidden' });
  await host.call('room:update', { roomId, attendance: false });
  await joined(second, 'cy');
  expect(await idsOf(host)).toEqual(['ana', 'bea', 'host']);
});

const startAt = (storage: ChatStorage, clock: { now: number }) =>
  startServer({ storage, files: false, authenticate: byToken, now: () => clock.now });

test('a stay ends when the user leaves, and a short absence is not recorded', async () => {
  const clock = { now: 1_000_000 };
  const storage = memoryStorage();
  const node = await startAt(storage, clock);
  const host = await joined(node, 'host');
  await host.call('room:update', { roomId, attendance: true });
  for (const [stayMs, awayMs] of [
    [5 * minute, 30_000],
    [5 * minute, 10 * minute],
    [minute, 0],
  ] as const) {
    const ana = await joined(node, 'ana');
    await listed(host);
    clock.now += stayMs;
    await ana.call('room:leave', { roomId });
    await listed(host);
    clock.now += awayMs;
  }
  const [ana] = await listed(host);
  expect(ana).toEqual({
    user: { id: 'ana', name: 'ANA' },
    intervals: [
      { from: 1_000_000, to: 1_000_000 + 10.5 * minute },
      { from: 1_000_000 + 20.5 * minute, to: 1_000_000 + 21.5 * minute },
    ],
    totalMs: 11.5 * minute,
  });
  await node.stop();
  // The stay of the host ended with the server.
  const again = await joined(await startAt(storage, clock), 'host');
  expect((await listed(again)).find(({ user }) => user.id === 'host')?.totalMs).toBe(21.5 * minute);
});

test('intervals are bounded: the shortest absence goes first', () => {
  const many = Array.from({ length: 150 }, (_, at) => ({
    from: at * 10 * minute,
    to: at * 10 * minute + minute - (at % 2 === 0 ? 0 : 1_000),
  }));
  const joinedUp = joinIntervals(many);
  expect(joinedUp).toHaveLength(100);
  expect(joinedUp.at(0)?.from).toBe(0);
  expect(joinedUp.at(-1)?.to).toBe(many.at(-1)?.to);
});

test('at most `maxAttendees` users are recorded', async () => {
  const [node] = await startTwo(twice(memoryStorage()), { limits: { maxAttendees: 2 } });
  const host = await joined(node, 'host');
  await host.call('room:update', { roomId, attendance: true });
  expect(await idsOf(host)).toEqual(['host']);
  for (const name of ['ana', 'bea', 'cy']) {
    await joined(node, name);
    await listed(host);
  }
  expect(await idsOf(host)).toEqual(['ana', 'host']);
});
