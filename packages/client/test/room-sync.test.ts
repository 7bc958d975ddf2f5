// Events that arrive while a join is pending or retried: none is applied too early, lost, or buffered
// forever.
import { ChatError, type Call, type ChatEvent, type RoomSnapshot } from '@chat/protocol';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { eventsOf } from '../src/room/resume-events.ts';
import { createRoomSync } from '../src/room/room-sync.ts';
import type { RoomSyncOptions } from '../src/room/room-sync.ts';
import { fakeRoom, rules } from './fake-server.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A room whose joins are answered when the test says so. */
const rig = (known: RoomSyncOptions['rules'] = () => rules) => {
  const server = fakeRoom(50, 10_000);
  const asked: { answer(snapshot: RoomSnapshot): void; refuse(error: ChatError): void }[] = [];
  const told: string[] = [];
  const tell = (event: ChatEvent) =>
    void told.push('rev' in event ? `${event.type} ${event.rev}` : event.type);
  const call = () => new Promise((resolve, reject) => void asked.push({ answer: resolve, refuse: reject }));
  const sync = createRoomSync({
    roomId: 'r',
    callNow: call as Call,
    connect: async () => {},
    isOnline: () => true,
    user: () => server.me,
    now: Date.now,
    random: () => 0,
    rules: known,
    unsure: () => [],
    onChange: () => {},
    onEvent: tell,
    onResume: (before, resume) => eventsOf(before, resume).forEach(tell),
    onLive: () => {},
  });
  const next = () => {
    const join = asked.shift();
    if (join === undefined) throw new Error('no join is awaited');
    return join;
  };
  const answer = async () => {
    next().answer(server.join(sync.core.since));
    await vi.advanceTimersByTimeAsync(0);
  };
  const refuse = async (error: ChatError) => {
    next().refuse(error);
    await vi.advanceTimersByTimeAsync(0);
  };
  const joined = async () => {
    const done = sync.join();
    await answer();
    await done;
  };
  return { server, sync, asked, told, answer, refuse, joined };
};

const typing = (name: string): ChatEvent => ({
  type: 'typing:changed',
  roomId: 'r',
  users: [{ id: name, name }],
  count: 1,
});
const overloaded = () => new ChatError('overloaded', 'busy', { retryAfterMs: 2_000 });

test('events that arrive before the response are applied after it, ephemeral ones too', async () => {
  const { server, sync, told, answer } = rig();
  const done = sync.join();
  const known = server.send('other');
  sync.receive([known, typing('Ben')]);
  expect(told).toEqual([]);
  await answer();
  await done;
  expect(sync.core.typing.users).toMatchObject([{ name: 'Ben' }]);
  expect(told).toEqual(['typing:changed']);
  expect(sync.core.log.items).toHaveLength(1);
});

test('a removal before the response ends the room, and events from before it are not applied on rejoin', async () => {
  const { server, sync, told, answer, joined } = rig();
  const done = sync.join();
  const left: ChatEvent = { type: 'member:left', roomId: 'r', rev: 1, userId: 'me', reason: 'removed' };
  sync.receive([left, typing('Ben')]);
  const refused = done.catch((error: unknown) => error);
  await answer();
  expect(await refused).toMatchObject({ code: 'forbidden', reason: 'removed' });
  expect(sync.status).toBe('left');
  server.skip();
  await joined();
  expect(sync.status).toBe('joined');
  expect(sync.core.typing.users).toEqual([]);
  expect(told).toEqual(['member:left 1']);
});

test('a rejected join drops the events that came before it', async () => {
  const { sync, told, joined, refuse } = rig();
  const done = sync.join();
  sync.receive([typing('Ben')]);
  const refused = done.catch((error: unknown) => error);
  await refuse(new ChatError('not_found', 'no such room'));
  expect(await refused).toMatchObject({ code: 'not_found' });
  await joined();
  expect(told).toEqual([]);
});

test('a slow response in a busy room costs one more request and misses no event', async () => {
  const { server, sync, asked, told, answer, joined } = rig();
  await joined();
  sync.check();
  const early = server.join(sync.core.since);
  for (let count = 0; count < 2_500; count += 1) sync.receive([server.send('other')]);
  asked.shift()?.answer(early);
  await vi.advanceTimersByTimeAsync(0);
  expect(asked).toHaveLength(1);
  await answer();
  expect(told).toEqual(Array.from({ length: 2_500 }, (_, index) => `message:created ${index + 1}`));
  expect(sync.status).toBe('joined');
  sync.receive([server.send('other')]);
  expect(told.at(-1)).toBe('message:created 2501');
  expect(asked).toEqual([]);
});

test('an overloaded server gets no request per event, and events in order are applied', async () => {
  const { server, sync, asked, told, refuse, answer, joined } = rig();
  await joined();
  server.send('other'); // lost on the way
  sync.receive([server.send('other')]);
  await refuse(overloaded());
  for (let count = 0; count < 5; count += 1) sync.receive([server.send('other')]);
  sync.receive([typing('Ben'), { type: 'missed', roomId: 'r' }]);
  expect(asked).toHaveLength(0);
  expect(sync.status).toBe('stale');
  expect(told).toEqual(['typing:changed', 'missed']);
  await vi.advanceTimersByTimeAsync(2_500);
  await answer();
  expect(sync.status).toBe('joined');
  expect(sync.core.log.items).toHaveLength(7);
});

test('events before a lost response are applied at once, and not again after the next one', async () => {
  const { sync, told, joined, refuse, answer } = rig();
  await joined();
  sync.check();
  sync.receive([typing('Ben')]);
  expect(told).toEqual([]);
  await refuse(overloaded());
  expect(sync.core.typing.users).toMatchObject([{ name: 'Ben' }]);
  await vi.advanceTimersByTimeAsync(2_500);
  await answer();
  expect(sync.core.typing.users).toEqual([]);
  expect(told).toEqual(['typing:changed']);
});

test('a removal before a failed response ends the room, without further requests', async () => {
  const { server, sync, asked, told, joined, refuse } = rig();
  await joined();
  sync.check();
  const { rev } = server.skip() as { rev: number };
  sync.receive([{ type: 'member:left', roomId: 'r', rev, userId: 'me', reason: 'removed' }]);
  await refuse(overloaded());
  expect(sync.status).toBe('left');
  await vi.advanceTimersByTimeAsync(60_000);
  expect(asked).toEqual([]);
  expect(told).toEqual(['member:left 1']);
});

test('rights that cannot be computed yet are requested once', async () => {
  let known: ReturnType<RoomSyncOptions['rules']>;
  const { server, sync, asked, joined, answer } = rig(() => known);
  await joined();
  const { can } = sync.core;
  sync.receive([server.rename()]);
  expect(sync.core.room?.title).toBe('title 1');
  expect(sync.core.can).toBe(can);
  expect(asked).toHaveLength(1);
  await answer();
  expect(asked).toHaveLength(0);
  known = rules;
  sync.receive([server.rename()]);
  expect(asked).toHaveLength(0);
});
