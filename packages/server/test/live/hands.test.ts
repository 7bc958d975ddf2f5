// Raised hands over two nodes, in each store: one order for everybody, and hands go down when users leave.
import type { RaisedHand } from '@chat/protocol';
import { memoryStorage } from '@chat/server';
import { expect, test } from 'vitest';
import { patient } from '../../../../test/unhurried.ts';
import { startServer, type Peer } from '../chat/harness.ts';
import { byToken, joined, pairsOfStores, startTwo, twice } from './two-nodes.ts';

const roomId = 'r';
const limits = { presenceGraceMs: 200, maxRaisedHands: 6 };
const stores = pairsOfStores();

const namesOf = (hands: readonly RaisedHand[]) =>
  hands.map(({ user, calledAt }) => (calledAt === undefined ? user.id : `${user.id}!`));
const listed = async (peer: Peer) => namesOf((await peer.call('hand:list', { roomId })).hands);
/** The hands as the last event has them. */
const shown = ({ events }: Peer) =>
  namesOf(events.flatMap((event) => (event.type === 'hand:changed' ? [event.hands] : [])).at(-1) ?? []);

test.each(stores)('%s: hands have one order on both nodes, and go down with their users', async (_, make) => {
  const nodes = await startTwo(make(), { limits });
  const host = await joined(nodes[0], 'host');
  await host.call('room:update', { roomId, hands: true });
  const peers = await Promise.all(
    ['a', 'b', 'c', 'd'].map((name, at) => joined(nodes[at % 2 === 0 ? 0 : 1], name)),
  );
  const [a, b, c] = peers as [Peer, Peer, Peer];
  await Promise.all(peers.map((peer) => peer.call('hand:raise', { roomId })));
  const order = await listed(host);
  expect(order.toSorted()).toEqual(['a', 'b', 'c', 'd']);
  const { hands } = await host.call('hand:list', { roomId });
  expect(new Set(hands.map(({ raisedAt }) => raisedAt)).size).toBe(4);
  for (const peer of peers) {
    expect(await listed(peer)).toEqual(order);
    await expect.poll(() => shown(peer), patient).toEqual(order);
  }
  // Raising again keeps the place.
  await a.call('hand:raise', { roomId });
  expect(await listed(b)).toEqual(order);

  const [first = '', second = '', third = '', fourth = ''] = order;
  await host.call('hand:call', { roomId, userId: third });
  expect(await listed(c)).toEqual([`${third}!`, first, second, fourth]);
  await host.call('hand:call', { roomId, userId: first });
  expect(await listed(c)).toEqual([`${first}!`, second, fourth]);
  await host.call('hand:lower', { roomId, userId: second });
  await expect.poll(() => shown(b), patient).toEqual([`${first}!`, fourth]);

  const indexOf = (name: string) => ['a', 'b', 'c', 'd'].indexOf(name);
  peers[indexOf(first)]?.socket.disconnect();
  await expect.poll(() => shown(host), patient).toEqual([fourth]);
  await peers[indexOf(fourth)]?.call('room:leave', { roomId });
  await expect.poll(() => shown(host), patient).toEqual([]);
  await peers[indexOf(second)]?.call('hand:raise', { roomId });
  await host.call('hand:lower', { roomId, all: true });
  expect(await listed(host)).toEqual([]);
});

test('only hosts call on users and lower hands of others, and only where hands are on', async () => {
  const [node] = await startTwo(twice(memoryStorage()), { limits });
  const host = await joined(node, 'host');
  const [a, b] = [await joined(node, 'a'), await joined(node, 'b')];
  await expect(a.call('hand:raise', { roomId })).rejects.toMatchObject({ reason: 'hands_off' });
  await host.call('room:update', { roomId, hands: true, frozen: true });
  // A hand can be raised while only hosts may write.
  await a.call('hand:raise', { roomId });
  for (const change of [
    b.call('hand:lower', { roomId, userId: 'a' }),
    b.call('hand:lower', { roomId, all: true }),
    b.call('hand:call', { roomId, userId: 'a' }),
  ])
    await expect(change).rejects.toMatchObject({ code: 'forbidden' });
  await expect(host.call('hand:call', { roomId, userId: 'b' })).rejects.toMatchObject({
    reason: 'hand_down',
  });
  await expect(host.call('hand:lower', { roomId, userId: 'a', all: true })).rejects.toMatchObject({
    field: 'all',
  });
  const more = await Promise.all(['c', 'd', 'e', 'f', 'g'].map((name) => joined(node, name)));
  for (const peer of more) await peer.call('hand:raise', { roomId });
  await expect(b.call('hand:raise', { roomId })).rejects.toMatchObject({ reason: 'too_many_hands' });
  expect(await listed(b)).toEqual(['a', 'c', 'd', 'e', 'f', 'g']);
  // A member who is removed has no hand.
  await host.call('member:ban', { roomId, userId: 'a' });
  await expect.poll(() => shown(b), patient).toEqual(['c', 'd', 'e', 'f', 'g']);
});

test('hands of a stopped server go down when their users do not return', async () => {
  const storage = memoryStorage();
  const start = () => startServer({ storage, files: false, authenticate: byToken, limits });
  const before = await start();
  const host = await joined(before, 'host');
  await host.call('room:update', { roomId, hands: true });
  for (const name of ['a', 'b']) await (await joined(before, name)).call('hand:raise', { roomId });
  await before.stop();
  const after = await start();
  const [again] = [await joined(after, 'host'), await joined(after, 'b')];
  expect(await listed(again)).toEqual(['a', 'b']);
  await expect.poll(() => listed(again), patient).toEqual(['b']);
});
