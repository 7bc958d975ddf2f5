// Typing, bursts, read markers, profiles and revocation over several nodes.
import type { ChatEvent, EventOf, EventType } from '@chat/protocol';
import { expect, test, vi } from 'vitest';
import { connect, message, type Peer, type Running } from '../chat/harness.ts';
import { startNodes } from './nodes.ts';
import { patient } from '../../../../test/unhurried.ts';

const join = (peer: Peer, roomId = 'plaza') => peer.call('room:join', { roomId });

/** Ana on one node, Bo on the other, each knowing of the other. */
const meet = async () => {
  const { nodes, ...rest } = await startNodes(2);
  const [one, two] = nodes as [Running, Running];
  const ana = await connect(one.url, { name: 'Ana' });
  const bo = await connect(two.url, { name: 'Bo' });
  await join(ana);
  await join(bo);
  for (const peer of [ana, bo])
    await vi.waitFor(async () => expect((await join(peer)).occupancy).toBe(2), patient);
  return { one, two, ana, bo, ...rest };
};

const hears = <T extends EventType>(peer: Peer, type: T, matches: (event: EventOf<T>) => boolean) =>
  peer.until((event: ChatEvent) => event.type === type && matches(event as EventOf<T>));

test('typing on one node is shown on the other, until the user stops or leaves', async () => {
  const { ana, bo } = await meet();
  await bo.call('typing:set', { roomId: 'plaza', typing: true });
  await hears(ana, 'typing:changed', ({ users, count }) => count === 1 && users[0]?.name === 'Bo');
  await bo.call('typing:set', { roomId: 'plaza', typing: false });
  await hears(ana, 'typing:changed', ({ count }) => count === 0);
  ana.events.length = 0;
  await bo.call('typing:set', { roomId: 'plaza', typing: true });
  await hears(ana, 'typing:changed', ({ count }) => count === 1);
  await bo.call('room:leave', { roomId: 'plaza' });
  expect(await hears(ana, 'typing:changed', ({ count }) => count === 0)).toMatchObject({ users: [] });
});

test('reaction bursts on one node are shown on the other, with the same count', async () => {
  const { ana, bo } = await meet();
  for (let times = 0; times < 3; times += 1)
    await bo.call('reaction:burst', { roomId: 'plaza', emoji: '🎉' });
  await bo.call('reaction:burst', { roomId: 'plaza', emoji: '👍' });
  const seen = (peer: Peer) => {
    const bursts = peer.events.filter((event) => event.type === 'reaction:burst');
    return (emoji: string) =>
      bursts.filter((each) => each.emoji === emoji).reduce((sum, { count }) => sum + count, 0);
  };
  await vi.waitFor(() => expect([seen(ana)('🎉'), seen(ana)('👍')]).toEqual([3, 1]), patient);
  expect([seen(bo)('🎉'), seen(bo)('👍')]).toEqual([3, 1]);
});

test('a read marker is shown on the other node, and on the user’s own pages there', async () => {
  const { nodes } = await startNodes(2);
  const [one, two] = nodes as [Running, Running];
  const [ana, tablet] = [await connect(one.url, { name: 'Ana' }), await connect(one.url, { name: 'Bo' })];
  await join(ana);
  await join(tablet);
  const { seq } = await ana.call('message:send', message('plaza', 'hola'));
  const bo = await connect(two.url, { token: tablet.hello.token! });
  await join(bo);
  await bo.call('receipt:delivered', { roomId: 'plaza', seq });
  await hears(ana, 'receipt:delivered', ({ receipts }) =>
    receipts.some(({ userId, delivered }) => userId === bo.hello.user.id && delivered === seq),
  );
  await bo.call('receipt:read', { roomId: 'plaza', seq });
  const theirs = ({ userId, seq: read }: EventOf<'receipt:updated'>) =>
    userId === bo.hello.user.id && read === seq;
  await hears(ana, 'receipt:updated', theirs);
  await hears(tablet, 'receipt:updated', theirs);
  ana.events.length = 0;
  await bo.call('receipt:unread', { roomId: 'plaza', seq });
  await hears(tablet, 'receipt:updated', ({ seq: read, turn }) => read === seq - 1 && turn === 1);
  expect(ana.events.some(({ type }) => type === 'receipt:updated')).toBe(false);
});

test('a user renamed on one node has that name on all, on their own pages too', async () => {
  const { ana, bo, one, two } = await meet();
  const { id } = bo.hello.user;
  const tablet = await connect(one.url, { token: bo.hello.token! });
  await join(tablet);
  await bo.call('user:update', { name: 'Bartolo', about: 'Hola' });
  await hears(ana, 'presence:changed', ({ updated }) =>
    updated.some(({ user }) => user.id === id && user.name === 'Bartolo'),
  );
  await vi.waitFor(
    async () =>
      expect(await ana.call('user:get', { userId: id })).toMatchObject({
        user: { name: 'Bartolo' },
        about: 'Hola',
      }),
    patient,
  );
  const { author } = await tablet.call('message:send', message('plaza', 'soy yo'));
  expect(author.name).toBe('Bartolo');
  const caro = await connect(two.url, { name: 'Caro' });
  await join(caro);
  const { members } = await join(caro);
  expect(members.find(({ user }) => user.id === id)?.user.name).toBe('Bartolo');
});

test('a revoked user is disconnected from all nodes', async () => {
  const { bo, one } = await meet();
  const closed = new Promise((resolve) => bo.socket.once('closed', resolve));
  one.chat.revoke(bo.hello.user.id);
  expect(await closed).toMatchObject({ code: 'unauthenticated' });
});

test('an ephemeral room is refused', async () => {
  const { one } = await meet();
  const admin = one.chat.as({ id: 'root', name: 'Root', role: 'admin' });
  await expect(admin.call('room:create', { roomId: 'secret', retention: 'ephemeral' })).rejects.toMatchObject(
    { code: 'conflict', field: 'retention' },
  );
});
