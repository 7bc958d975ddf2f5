// Erasure and retention over several nodes whose bus is cut: each node finds the change in the store.
import { expect, onTestFinished, test, vi } from 'vitest';
import { connect, message, type Running } from '../chat/harness.ts';
import { startNodes } from './nodes.ts';
import { patient } from '../../../../test/unhurried.ts';

const dayMs = 86_400_000;

const startApart = async () => {
  let at = Date.now();
  vi.useFakeTimers({ toFake: ['setInterval'] });
  onTestFinished(() => void vi.useRealTimers());
  const { nodes, hub, storage } = await startNodes(2, { now: () => at });
  hub.isCut = true;
  const [one, two] = nodes as [Running, Running];
  const pass = (ms: number) => {
    at += ms;
    vi.advanceTimersByTime(30_000);
    return at;
  };
  return { one, two, storage, pass };
};

test('every node disconnects an erased user, even if the bus message is lost', async () => {
  const { one, two, storage, pass } = await startApart();
  const bea = await connect(two.url, { name: 'Bea' });
  const { id } = bea.hello.user;
  await bea.call('room:join', { roomId: 'r' });
  const closed = new Promise((resolve) => bea.socket.once('closed', resolve));
  await one.chat.eraseUser(id);
  // It is not over before all have looked.
  expect((await storage.timeline.erasure(id))?.doneAt).toBeUndefined();
  pass(30_000);
  expect(await closed).toEqual({ code: 'unauthenticated' });
  await vi.waitFor(async () => {
    pass(30_000);
    expect((await storage.timeline.erasure(id))?.doneAt).toBeDefined();
  }, patient);
  expect(await storage.users.get(id)).toBeNull();
  expect((await storage.timeline.roomsWithDataOf(id, { limit: 5 })).roomIds).toEqual([]);
});

test('messages that expire on one node disappear from the pages on the other', async () => {
  const { one, two, pass } = await startApart();
  const ana = await connect(one.url, { name: 'Ana' });
  await ana.call('room:join', { roomId: 'r' });
  await ana.call('room:update', { roomId: 'r', retention: { days: 1 } });
  const bea = await connect(two.url, { name: 'Bea' });
  await bea.call('room:join', { roomId: 'r' });
  await ana.call('message:send', message('r', 'vieja'));
  const told = (before: number) =>
    Promise.all(
      [ana, bea].map((peer) =>
        peer.until((event) => event.type === 'message:expired' && event.before === before),
      ),
    );
  // Each node has looked at the room once.
  await told(pass(0) - dayMs);
  expect(await told(pass(dayMs + 1) - dayMs)).toHaveLength(2);
});
