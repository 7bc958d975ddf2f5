import type { ChatEvent } from '@chat/protocol';
import type { ChatServerOptions } from '@chat/server';
import { webPush } from '@chat/server/push';
import { createChatServer, type ChatStorage } from '@chat/server';
import { createServer } from 'node:http';
import { expect, onTestFinished, test, vi } from 'vitest';
import { startNodes } from '../nodes/nodes.ts';
import { startPushService } from '../push-service.ts';
import { storages } from './data-rights-harness.ts';
import { connect, startServer, type Peer } from './harness.ts';
import { patient } from '../../../../test/unhurried.ts';

const minute = 60_000;
const noon = Date.parse('2026-12-01T12:00:00Z');
const reminders = { beforeMs: [10 * minute, 60 * minute] };

/** A clock, and rounds of the server that are run by hand. */
const startClock = () => {
  vi.useFakeTimers({ toFake: ['setInterval'] });
  onTestFinished(() => void vi.useRealTimers());
  const clock = { at: noon - 120 * minute };
  return {
    now: () => clock.at,
    to: (at: number): void => {
      clock.at = at;
      vi.advanceTimersByTime(10_000);
    },
    /** It is this time, round after round, until it is so: the directory may be behind at first. */
    until: (at: number, isSo: () => void | Promise<void>): Promise<void> =>
      vi.waitFor(
        async () => {
          clock.at = at;
          vi.advanceTimersByTime(10_000);
          await isSo();
        },
        { timeout: 15_000 },
      ),
  };
};

/** The reminders that a user got, in their order. */
const remindedOf = (peer: Peer): (number | undefined)[] =>
  peer.events.flatMap((event) =>
    event.type === 'room:updated' && event.room.reminded ? [event.room.reminded.beforeMs] : [],
  );
const isAway =
  (userId: string) =>
  (event: ChatEvent): boolean =>
    event.type === 'presence:changed' &&
    [...event.joined, ...event.updated].some(({ user, status }) => user.id === userId && status === 'away');

/** Waits until no event is in transit. */
const settle = async (owner: Peer, ...peers: Peer[]): Promise<void> => {
  const title = crypto.randomUUID();
  await owner.call('room:update', { roomId: 'cita', title });
  await Promise.all(
    [owner, ...peers].map((peer) =>
      peer.until((event) => event.type === 'room:updated' && event.room.title === title),
    ),
  );
};

const begin = async (storage: ChatStorage, options: ChatServerOptions = {}) => {
  const clock = startClock();
  const all = { storage, reminders, now: clock.now, ...options };
  const { url, stop } = await startServer(all);
  const ana = await connect(url);
  const scheduled = { roomId: 'cita', phase: 'scheduled' as const, startsAt: noon };
  await ana.call('room:create', scheduled);
  await ana.call('room:join', { roomId: 'cita' });
  return { url, stop, ana, clock, all };
};

test.each(storages)(
  '%s: members are reminded of the start of their room, once each time',
  async (_, make) => {
    const { url, ana, clock } = await begin(make());
    clock.to(noon - 61 * minute);
    await settle(ana);
    expect(remindedOf(ana)).toEqual([]);
    await clock.until(noon - 60 * minute, () => expect(remindedOf(ana)).toEqual([60 * minute]));
    clock.to(noon - 59 * minute);
    await clock.until(noon - 10 * minute, () => expect(remindedOf(ana)).toEqual([60 * minute, 10 * minute]));
    // A member who joins later, or comes back, finds it in the room.
    const bea = await connect(url, { name: 'Bea' });
    const { room, rev, epoch } = await bea.call('room:join', { roomId: 'cita' });
    expect(room.reminded).toEqual({ startsAt: noon, beforeMs: 10 * minute });
    const resumed = await ana.call('room:join', { roomId: 'cita', since: { epoch, rev: rev - 1 } });
    expect(resumed).toMatchObject({ mode: 'resume', room: { reminded: room.reminded } });
    clock.to(noon - minute);
    clock.to(noon);
    clock.to(noon + minute);
    await settle(ana);
    expect(new Set(remindedOf(ana))).toEqual(new Set([60 * minute, 10 * minute]));
    expect((await ana.call('room:get', { roomId: 'cita' })).reminded).toEqual(room.reminded);
  },
);

test.each(storages)('%s: reminders follow a room that is moved, opened or ended', async (_, make) => {
  const { ana, clock } = await begin(make());
  // After an outage those that are due are one, the nearest.
  await clock.until(noon - 10 * minute, () => expect(remindedOf(ana)).toEqual([10 * minute]));
  const later = noon + 30 * minute;
  const moved = await ana.call('room:update', { roomId: 'cita', startsAt: later });
  expect(moved.reminded).toBeUndefined();
  await clock.until(later - 10 * minute, async () =>
    expect((await ana.call('room:get', { roomId: 'cita' })).reminded).toEqual({
      startsAt: later,
      beforeMs: 10 * minute,
    }),
  );
  for (const [roomId, end] of [
    ['opened', 'room:update'],
    ['over', 'room:end'],
  ] as const) {
    await ana.call('room:create', { roomId, phase: 'scheduled', startsAt: later + 60 * minute });
    await (end === 'room:end' ? ana.call(end, { roomId }) : ana.call(end, { roomId, phase: 'open' }));
  }
  const other = { roomId: 'other', phase: 'scheduled' as const, startsAt: later + 61 * minute };
  await ana.call('room:create', other);
  // The last of them in the order of their starts: the others have been looked at.
  await clock.until(later + 51 * minute, async () =>
    expect((await ana.call('room:get', { roomId: 'other' })).reminded).toMatchObject({
      beforeMs: 10 * minute,
    }),
  );
  for (const roomId of ['opened', 'over'])
    expect((await ana.call('room:get', { roomId })).reminded).toBeUndefined();
});

test.each(storages)('%s: absent members get a push, once even after a restart', async (_, make) => {
  const service = await startPushService();
  const { host, agent } = service;
  const push = webPush({ subject: 'mailto:ops@example.org', services: [host], agent });
  const { url, stop, ana, clock, all } = await begin(make(), { push, limits: { presenceGraceMs: 0 } });
  const people = await Promise.all(
    ['Bea', 'Carl', 'Dora'].map(async (name) => ({ name, peer: await connect(url, { name }) })),
  );
  for (const { name, peer } of people) {
    await peer.call('notification:subscribe', service.device(name));
    await peer.call('room:join', { roomId: 'cita' });
  }
  const [bea, carl, dora] = people.map(({ peer }) => peer) as [Peer, Peer, Peer];
  // Carl wants to hear of nothing there, and Dora looks at the page.
  await carl.call('notification:settings', { roomId: 'cita', level: 'none' });
  await bea.call('notification:settings', { level: 'mentions' });
  for (const { socket, hello } of [bea, carl]) {
    socket.disconnect();
    await ana.until((event) => event.type === 'presence:changed' && event.left.includes(hello.user.id));
  }
  clock.to(noon - 10 * minute);
  const { device, payload, headers } = await service.delivery(0);
  expect(device).toBe('Bea');
  expect(payload).toEqual({ v: 1, roomId: 'cita', title: 'cita', reminder: { startsAt: noon } });
  expect(headers).toMatchObject({ urgency: 'high', ttl: '600' });
  await vi.waitFor(() => expect(remindedOf(dora)).toEqual([10 * minute]), patient);
  await stop();
  const again = await startServer(all);
  clock.to(noon - 9 * minute);
  const back = await connect(again.url, { token: ana.hello.token! });
  const other = { roomId: 'other', phase: 'scheduled' as const, startsAt: noon + minute };
  await back.call('room:create', other);
  await back.call('notification:subscribe', service.device('Ana'));
  await back.call('room:join', { roomId: 'other' });
  await back.call('presence:set', { status: 'away' });
  // The server stores a watch after it has acknowledged the command.
  const { notifications } = all.storage as ChatStorage;
  await vi.waitFor(async () => {
    const { userIds } = await notifications.followers('other', { limit: 10 });
    expect(userIds).toContain(back.hello.user.id);
  }, patient);
  await clock.until(noon - 9 * minute, () => expect(service.deliveries.length).toBeGreaterThan(1));
  // The next reminder is for the other room.
  expect((await service.delivery(1)).payload).toMatchObject({ roomId: 'other' });
});

test('one of several nodes sends the reminder, and members on all nodes get it', async () => {
  const clock = startClock();
  const service = await startPushService();
  const { host, agent } = service;
  const push = webPush({ subject: 'mailto:ops@example.org', services: [host], agent });
  const limits = { presenceGraceMs: 0 };
  const { nodes } = await startNodes(2, { reminders, now: clock.now, push, limits });
  const [ana, bo] = await Promise.all(nodes.map(({ url }, at) => connect(url, { name: `Person ${at}` })));
  await ana!.call('room:create', { roomId: 'cita', phase: 'scheduled', startsAt: noon });
  for (const peer of [ana!, bo!]) await peer.call('room:join', { roomId: 'cita' });
  await bo!.call('notification:subscribe', service.device('Bo'));
  await bo!.call('presence:set', { status: 'away' });
  // Whichever node reminds has to know it.
  await ana!.until(isAway(bo!.hello.user.id));
  for (const peer of [ana!, bo!])
    await clock.until(noon - 10 * minute, () => expect(remindedOf(peer)).toEqual([10 * minute]));
  expect((await service.delivery(0)).device).toBe('Bo');
  // The next that comes is of the next start.
  await ana!.call('room:update', { roomId: 'cita', startsAt: noon + 60 * minute });
  await clock.until(noon + 50 * minute, () => expect(service.deliveries.length).toBeGreaterThan(1));
  const { payload } = await service.delivery(1);
  expect(payload).toMatchObject({ reminder: { startsAt: noon + 60 * minute } });
});

test('invalid times are refused', () => {
  for (const beforeMs of [
    [],
    [1],
    [minute + 0.5],
    [31 * 86_400_000],
    Array.from({ length: 6 }, () => minute),
  ])
    expect(() => createChatServer(createServer(), { reminders: { beforeMs } })).toThrow(
      /reminders\.beforeMs/,
    );
});
