// The room directory is up to date, even if a process ends or the directory fails during a change.
import { memoryStorage, type ChatStorage } from '@chat/server';
import { expect, onTestFinished, test, vi } from 'vitest';
import { startServer } from '../chat/harness.ts';
import { startNodes } from './nodes.ts';
import { patient } from '../../../../test/unhurried.ts';

const ana = { id: 'ana', name: 'Ana' };
const ignore = () => undefined;
const logger = { debug: ignore, info: ignore, warn: ignore, error: ignore };

/** The storage as one process sees it, which puts rooms into the directory by a way of its own. */
const puttingBy = (storage: ChatStorage, put: ChatStorage['rooms']['put']): ChatStorage => ({
  ...storage,
  rooms: { ...storage.rooms, put },
});
const titleIn = async ({ rooms }: ChatStorage) => (await rooms.get('r'))?.title;
const isTitled = (storage: ChatStorage, title: string) =>
  vi.waitFor(async () => expect(await titleIn(storage)).toBe(title), patient);

test('a change that a process did not write before it ended is written when the room opens again', async () => {
  const storage = memoryStorage();
  const never = puttingBy(storage, async (room) => {
    if (room.title !== 'second') await storage.rooms.put(room);
  });
  const first = (await startServer({ storage: never })).chat.as(ana);
  await first.call('room:create', { roomId: 'r', title: 'first' });
  await first.call('room:update', { roomId: 'r', title: 'second' });
  const second = (await startServer({ storage })).chat.as(ana);
  expect(await titleIn(storage)).toBe('first');
  await second.call('room:get', { roomId: 'r' });
  await isTitled(storage, 'second');
});

test('a failed write is retried', async () => {
  vi.useFakeTimers({ toFake: ['setInterval'] });
  onTestFinished(() => void vi.useRealTimers());
  const storage = memoryStorage();
  let refused = 0;
  const failing = puttingBy(storage, async (room) => {
    if (room.title === 'second' && refused++ < 2) throw new Error('the directory is away');
    await storage.rooms.put(room);
  });
  const session = (await startServer({ storage: failing, logger })).chat.as(ana);
  await session.call('room:create', { roomId: 'r', title: 'first' });
  await session.call('room:update', { roomId: 'r', title: 'second' });
  await vi.waitFor(async () => {
    vi.advanceTimersByTime(30_000);
    expect(await titleIn(storage)).toBe('second');
  }, patient);
});

test('a late write of one node does not replace a newer one of another', async () => {
  const storage = memoryStorage();
  let land = () => {};
  const late = new Promise<void>((resolve) => (land = resolve));
  const put: string[] = [];
  const slow = puttingBy(storage, async (room) => {
    if (room.title === 'first') await late;
    await storage.rooms.put(room);
    put.push(room.title);
  });
  const { nodes, start } = await startNodes(1, {}, slow);
  const [one, two] = [nodes[0]!.chat.as(ana), (await start(storage)).chat.as(ana)];
  await one.call('room:create', { roomId: 'r' });
  for (const session of [one, two]) await session.call('room:join', { roomId: 'r' });
  const heard = new Promise<void>((resolve) =>
    one.on('room:updated', ({ room }) => room.title === 'second' && resolve()),
  );
  await one.call('room:update', { roomId: 'r', title: 'first' });
  await two.call('room:update', { roomId: 'r', title: 'second' });
  await isTitled(storage, 'second');
  await heard;
  land();
  await vi.waitFor(() => expect(put).toContain('first'), patient);
  await isTitled(storage, 'second');
});
