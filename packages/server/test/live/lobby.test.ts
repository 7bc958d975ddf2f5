// The lobby over two nodes, in each store: users wait until a host admits them, and see nothing of the room.
import { randomUUID } from 'node:crypto';
import { memoryStorage } from '@chat/server';
import { expect, test } from 'vitest';
import { patient } from '../../../../test/unhurried.ts';
import { startServer, type Peer } from '../chat/harness.ts';
import { breakStorage } from '../storage/break-storage.ts';
import { byToken, joined, pairsOfStores, signedIn, startTwo, twice } from './two-nodes.ts';

const roomId = 'r';
const stores = pairsOfStores();
const inLobby = { code: 'forbidden', reason: 'lobby' };
const knock = (peer: Peer, more: object = {}) => peer.call('room:knock', { roomId, ...more });
const join = (peer: Peer) => peer.call('room:join', { roomId });
const waiting = async (host: Peer) =>
  (await host.call('lobby:list', { roomId })).waiting.map(({ user, messages }) =>
    [user.id, ...messages.map(({ text }) => text)].join(' '),
  );
const send = (peer: Peer, text: string, userId?: string) =>
  peer.call('lobby:send', { roomId, id: randomUUID(), text, ...(userId ? { userId } : {}) });
const changes = ({ events }: Peer) => events.filter(({ type }) => type === 'lobby:changed').length;

test.each(stores)('%s: users knock on one node, and hosts admit them on the other', async (_, make) => {
  const [first, second] = await startTwo(make());
  const host = await joined(first, 'host');
  await host.call('room:update', { roomId, lobby: true, lobbyMessage: 'Soon' });
  const [ana, bea, guest, dan] = [
    await signedIn(second, 'ana'),
    await signedIn(second, 'bea'),
    await signedIn(second, 'guest1'),
    await signedIn(first, 'dan'),
  ];
  await expect(join(ana)).rejects.toMatchObject(inLobby);
  expect(await knock(ana)).toMatchObject({ state: 'waiting', message: 'Soon', messages: [] });
  await host.until(({ type }) => type === 'lobby:changed');
  for (const peer of [bea, guest, dan]) await knock(peer);
  expect((await waiting(host)).toSorted()).toEqual(['ana', 'bea', 'dan', 'guest1']);

  await send(ana, 'Am I early?');
  await send(host, 'A little', 'ana');
  expect(await waiting(host)).toContain('ana Am I early? A little');
  await expect.poll(() => changes(ana), patient).toBeGreaterThan(1);
  expect((await knock(ana)).messages.map(({ from, text }) => `${from.name}: ${text}`)).toEqual([
    'ANA: Am I early?',
    'HOST: A little',
  ]);
  // Users who wait see neither each other nor each other's messages.
  expect(JSON.stringify([await knock(bea), bea.events])).not.toContain('early');
  await expect(send(bea, 'hello', 'ana')).rejects.toMatchObject({ code: 'not_found' });

  const before = changes(ana);
  await host.call('lobby:admit', { roomId, userId: 'ana' });
  await expect.poll(() => changes(ana), patient).toBeGreaterThan(before);
  expect((await knock(ana)).state).toBe('admitted');
  expect((await join(ana)).me.role).toBe('member');
  await host.call('lobby:decline', { roomId, userId: 'dan' });
  expect((await knock(dan)).state).toBe('declined');
  await expect(join(dan)).rejects.toMatchObject(inLobby);
  await expect(host.call('lobby:admit', { roomId, userId: 'dan' })).rejects.toMatchObject({
    reason: 'not_waiting',
  });
  expect(await host.call('lobby:admitAll', { roomId })).toEqual({ admitted: 2 });
  expect((await join(guest)).me.role).toBe('guest');
  expect((await join(bea)).me.role).toBe('member');
  expect(await waiting(host)).toEqual([]);
  // A member returns without knocking.
  await bea.call('room:leave', { roomId });
  await join(bea);
});

test('members see who leaves while a room is closed to visitors, even if their rights are read slowly', async () => {
  const sound = memoryStorage();
  let release = (): void => {};
  let reading: Promise<void> | null = null;
  const slow = breakStorage(sound, ({ timeline }) => ({
    timeline: {
      member: async (...input) => {
        if (input[1] === 'bea') await reading;
        return timeline.member(...input);
      },
    },
  }));
  const presenceWindowMs = 5;
  const [node] = await startTwo(twice(slow), { limits: { presenceWindowMs } });
  const host = await joined(node, 'host');
  await host.call('room:update', { roomId, hands: true });
  const visitor = await joined(node, 'visitor');
  const bea = await joined(node, 'bea');
  await host.call('member:add', { roomId, userId: 'bea' });
  await bea.call('member:accept', { roomId });
  await bea.until((event) => event.type === 'member:joined' && event.member.user.id === 'bea');
  // The server reads a membership that has changed.
  await host.call('member:update', { roomId, userId: 'bea', role: 'moderator' });
  reading = new Promise((resolve) => (release = resolve));
  await host.call('room:update', { roomId, lobby: true });
  await visitor.until(({ type }) => type === 'missed');
  await host.call('hand:raise', { roomId });
  // Longer than presence and hands are gathered.
  await new Promise((resolve) => setTimeout(resolve, 20 * presenceWindowMs));
  release();
  for (const peer of [host, bea]) {
    const left = peer.until((event) => event.type === 'presence:changed' && event.left.length > 0);
    expect(await left).toMatchObject({ left: ['visitor'] });
    const raised = peer.until((event) => event.type === 'hand:changed' && event.hands.length > 0);
    expect(await raised).toMatchObject({ hands: [{ user: { id: 'host' } }] });
  }
});

test('an invite link leads into the lobby of a private room, and each user uses it once', async () => {
  const [node] = await startTwo(twice(memoryStorage()));
  const host = await signedIn(node, 'host');
  await host.call('room:create', { roomId, type: 'private', lobby: true });
  await host.call('room:join', { roomId });
  const { code } = await host.call('invite:create', { roomId, maxUses: 2 });
  const [ana, bea, cy, eve] = [
    await signedIn(node, 'ana'),
    await signedIn(node, 'bea'),
    await signedIn(node, 'cy'),
    await signedIn(node, 'eve'),
  ];
  // To others, the room does not exist.
  for (const command of [knock(eve), join(eve), send(eve, 'hello'), eve.call('lobby:leave', { roomId })])
    await expect(command).rejects.toMatchObject({ code: 'not_found' });
  await expect(knock(eve, { code: 'wrong' })).rejects.toMatchObject({ reason: 'invite_invalid' });
  await expect(ana.call('invite:accept', { roomId, code })).rejects.toMatchObject(inLobby);
  for (const peer of [ana, ana, bea]) await knock(peer, { code });
  // A reloaded page learns that its user waits, and no longer needs the code.
  await expect(join(ana)).rejects.toMatchObject(inLobby);
  expect((await knock(ana)).state).toBe('waiting');
  await expect(knock(cy, { code })).rejects.toMatchObject({ reason: 'invite_invalid' });
  await bea.call('lobby:leave', { roomId });
  expect(await waiting(host)).toEqual(['ana']);
  await host.call('lobby:admit', { roomId, userId: 'ana' });
  expect((await join(ana)).me.role).toBe('member');
  await expect(join(bea)).rejects.toMatchObject({ code: 'not_found' });
});

test('a lobby survives a restart, and users who stop knocking leave it', async () => {
  const storage = memoryStorage();
  let now = Date.now();
  const start = () => startServer({ storage, files: false, authenticate: byToken, now: () => now });
  const before = await start();
  const host = await joined(before, 'host');
  await host.call('room:update', { roomId, lobby: true });
  for (const name of ['ana', 'bea']) await knock(await signedIn(before, name));
  await before.stop();
  now += 50_000;
  const after = await start();
  const again = await joined(after, 'host');
  expect(await waiting(again)).toEqual(['ana', 'bea']);
  await knock(await signedIn(after, 'bea'));
  now += 15_000;
  expect(await waiting(again)).toEqual(['bea']);
  await expect(again.call('lobby:admit', { roomId, userId: 'ana' })).rejects.toMatchObject({
    reason: 'not_waiting',
  });
});

test('only hosts see and decide, banned users cannot knock, and the lobby has a limit', async () => {
  const [node] = await startTwo(twice(memoryStorage()), { limits: { maxWaitingUsers: 2 } });
  const host = await joined(node, 'host');
  const member = await joined(node, 'member');
  await host.call('member:add', { roomId, userId: 'member' });
  await host.call('room:update', { roomId, lobby: true });
  const [ana, bea, cy] = [
    await signedIn(node, 'ana'),
    await signedIn(node, 'bea'),
    await signedIn(node, 'cy'),
  ];
  await knock(ana);
  for (const command of [
    member.call('lobby:list', { roomId }),
    member.call('lobby:admit', { roomId, userId: 'ana' }),
    member.call('lobby:admitAll', { roomId }),
    member.call('lobby:decline', { roomId, userId: 'ana' }),
    send(member, 'psst', 'ana'),
  ])
    await expect(command).rejects.toMatchObject({ code: 'forbidden' });
  expect(member.events.filter(({ type }) => type === 'lobby:changed')).toEqual([]);
  for (const command of [
    ana.call('lobby:list', { roomId }),
    ana.call('lobby:admit', { roomId, userId: 'ana' }),
  ])
    await expect(command).rejects.toMatchObject(inLobby);
  await host.call('member:ban', { roomId, userId: 'bea' });
  await expect(knock(bea)).rejects.toMatchObject({ reason: 'banned' });
  await knock(cy);
  await expect(knock(await signedIn(node, 'dan'))).rejects.toMatchObject({ reason: 'lobby_full' });
  // Muting a user who waits does not let them in.
  await expect(host.call('member:mute', { roomId, userId: 'ana', until: null })).rejects.toMatchObject({
    code: 'not_found',
  });
  await host.call('room:update', { roomId, lobby: false });
  await expect.poll(() => changes(ana), patient).toBeGreaterThan(0);
  expect((await knock(ana)).state).toBe('admitted');
  await join(ana);
});

test('a user whom a host adds no longer waits', async () => {
  const [node] = await startTwo(twice(memoryStorage()));
  const host = await joined(node, 'host');
  const ana = await joined(node, 'ana');
  await host.call('room:update', { roomId, lobby: true });
  await knock(ana);
  expect(await waiting(host)).toEqual(['ana']);
  await host.call('member:add', { roomId, userId: 'ana' });
  expect(await waiting(host)).toEqual([]);
});

test('the end of a room is the end of its lobby', async () => {
  const [node] = await startTwo(twice(memoryStorage()));
  const host = await joined(node, 'host');
  await host.call('room:update', { roomId, lobby: true });
  const ana = await signedIn(node, 'ana');
  await knock(ana);
  const before = changes(ana);
  await host.call('room:end', { roomId });
  await expect.poll(() => changes(ana), patient).toBeGreaterThan(before);
  await expect(knock(ana)).rejects.toMatchObject({ reason: 'room_ended' });
});
