// Presence over several nodes on one store: listed, counted, unchanged by a move, and gone with a dead node.
import type { ChatEvent, EventOf } from '@chat/protocol';
import { memoryStorage, type ChatStorage } from '@chat/server';
import { expect, test, vi } from 'vitest';
import { connect, startServer, type Peer, type Running } from '../chat/harness.ts';
import { mortal, startNodes } from './nodes.ts';
import { patient } from '../../../../test/unhurried.ts';

const isPresence = (event: ChatEvent): event is EventOf<'presence:changed'> =>
  event.type === 'presence:changed';
const comes = (peer: Peer, id: string) =>
  peer.until((event) => isPresence(event) && event.joined.some(({ user }) => user.id === id));
const goes = (peer: Peer, id: string) =>
  peer.until((event) => isPresence(event) && event.left.includes(id)) as Promise<EventOf<'presence:changed'>>;
/** Told as a change, or with their coming where both fell into one window; later than what was waited for before. */
const isAs = async (peer: Peer, id: string, status: string) => {
  const found = await peer.until(
    (event) =>
      isPresence(event) &&
      [...event.joined, ...event.updated].some((each) => each.user.id === id && each.status === status),
  );
  peer.events.splice(0, peer.events.indexOf(found) + 1);
};
const join = (peer: Peer, roomId = 'plaza') => peer.call('room:join', { roomId });
const occupancy = async (peer: Peer) => (await join(peer)).occupancy;

test('a user who joins on one node is listed and counted on the other, at once and for later members', async () => {
  const { nodes } = await startNodes(2);
  const [one, two] = nodes as [Running, Running];
  const ana = await connect(one.url, { name: 'Ana' });
  await join(ana);
  const bo = await connect(two.url, { name: 'Bo' });
  await join(bo);
  await comes(ana, bo.hello.user.id);
  const snapshot = await join(ana);
  expect(snapshot.occupancy).toBe(2);
  expect(snapshot.members.map(({ user, status }) => [user.name, status])).toEqual([
    ['Ana', 'online'],
    ['Bo', 'online'],
  ]);
  await vi.waitFor(async () => expect(await occupancy(bo)).toBe(2), patient);
  const { members } = await bo.call('member:list', { roomId: 'plaza' });
  expect(new Map(members.map(({ user, status }) => [user.name, status]))).toEqual(
    new Map([
      ['Ana', 'online'],
      ['Bo', 'online'],
    ]),
  );
  const caro = await connect(two.url, { name: 'Caro' });
  expect((await join(caro)).occupancy).toBe(3);
  await bo.call('room:leave', { roomId: 'plaza' });
  expect(await goes(ana, bo.hello.user.id)).toMatchObject({ occupancy: 2 });
});

test('the first member of a room on a node sees the members on other nodes, even without a bus', async () => {
  const { nodes, hub } = await startNodes(2);
  const [one, two] = nodes as [Running, Running];
  const watcher = await connect(two.url, { name: 'Watcher' });
  await join(watcher, 'other');
  hub.isCut = true;
  const ana = await connect(one.url, { name: 'Ana' });
  await join(ana);
  await join(ana, 'other');
  await comes(watcher, ana.hello.user.id);
  const bo = await connect(two.url, { name: 'Bo' });
  const { members, occupancy: count } = await join(bo);
  expect(members.map(({ user }) => user.name)).toEqual(['Ana', 'Bo']);
  expect(count).toBe(2);
});

/** The number of nodes that a user is on, from the store. */
const nodesWith = async ({ presence }: ChatStorage, userId: string): Promise<number> => {
  const said = await Promise.all(
    (await presence.nodes()).map(({ nodeId }) => presence.changes(nodeId, 0, 1_000)),
  );
  const isThere = ({ key, value }: { key: string; value: object | null }) =>
    key === JSON.stringify([userId]) && value !== null;
  return said.filter((page) => page?.entries.some(isThere)).length;
};

test('a user who moves to another node within the grace period neither leaves nor joins', async () => {
  const { nodes, storage } = await startNodes(2, { limits: { presenceGraceMs: 4_000 } });
  const [one, two] = nodes as [Running, Running];
  const ana = await connect(one.url, { name: 'Ana' });
  const watcher = await connect(two.url, { name: 'Caro' });
  const bo = await connect(one.url, { name: 'Bo' });
  const dani = await connect(one.url, { name: 'Dani' });
  for (const peer of [ana, watcher, bo, dani]) await join(peer);
  const { id } = bo.hello.user;
  // No join event is pending; events of the other node may arrive after those of this one.
  for (const other of [watcher, bo, dani]) await comes(ana, other.hello.user.id);
  for (const other of [bo, dani]) await comes(watcher, other.hello.user.id);
  ana.events.length = watcher.events.length = 0;
  bo.socket.io.engine.close(); // the network is lost without a close frame
  const again = await connect(two.url, { token: bo.hello.token! });
  await join(again);
  await vi.waitFor(async () => expect(await nodesWith(storage, id)).toBe(2), patient);
  await vi.waitFor(async () => expect(await nodesWith(storage, id)).toBe(1), patient);
  await dani.call('room:leave', { roomId: 'plaza' });
  for (const peer of [ana, watcher]) {
    await goes(peer, dani.hello.user.id);
    const told = peer.events.filter(isPresence);
    expect(told.flatMap(({ left }) => left)).toEqual([dani.hello.user.id]);
    expect(told.flatMap(({ joined }) => joined)).toEqual([]);
    expect(await occupancy(peer)).toBe(3);
  }
  await again.call('room:leave', { roomId: 'plaza' });
  await goes(ana, id);
});

test('the users of a killed node leave when its lease expires', async () => {
  let clock = 0;
  const shared = memoryStorage({ now: () => clock });
  const { nodes, start } = await startNodes(1, {}, shared);
  const { life, storage } = mortal(shared);
  const doomed = await start(storage);
  const ana = await connect(nodes[0]!.url, { name: 'Ana' });
  await join(ana);
  const bo = await connect(doomed.url, { name: 'Bo' });
  await join(bo);
  await comes(ana, bo.hello.user.id);
  life.isOver = true;
  clock += 19_000;
  await vi.waitFor(
    async () => expect((await shared.presence.nodes()).map(({ leaseMs }) => leaseMs)).toContain(20_000),
    patient,
  );
  expect(await occupancy(ana)).toBe(2);
  clock += 1_000;
  expect(await goes(ana, bo.hello.user.id)).toMatchObject({ occupancy: 1 });
  await vi.waitFor(
    async () =>
      expect(await ana.call('user:get', { userId: bo.hello.user.id })).toMatchObject({
        status: 'offline',
        lastSeenAt: expect.any(Number),
      }),
    patient,
  );
});

test('a node that closes hands over its users: those who reconnect to another do not leave', async () => {
  const limits = { presenceGraceMs: 4_000 };
  const sound = memoryStorage();
  let looks = 0;
  const counted = () => {
    looks += 1;
    return sound.presence.nodes();
  };
  const storage = { ...sound, presence: { ...sound.presence, nodes: counted } };
  const { nodes } = await startNodes(2, { limits }, storage);
  const [one, two] = nodes as [Running, Running];
  const ana = await connect(one.url, { name: 'Ana' });
  await join(ana);
  const [bo, caro] = [await connect(two.url, { name: 'Bo' }), await connect(two.url, { name: 'Caro' })];
  await join(bo);
  await join(caro);
  await comes(ana, bo.hello.user.id);
  await comes(ana, caro.hello.user.id);
  ana.events.length = 0;
  await two.stop();
  // The other has seen that it is gone.
  const before = looks;
  await vi.waitFor(() => expect(looks).toBeGreaterThan(before + 3), patient);
  const again = await connect(one.url, { token: bo.hello.token! });
  await join(again);
  await goes(ana, caro.hello.user.id);
  const told = ana.events.filter(isPresence);
  expect(told.flatMap(({ left }) => left)).toEqual([caro.hello.user.id]);
  expect(told.flatMap(({ joined }) => joined)).toEqual([]);
});

test('no user leaves while the store is down, and a node that it forgot registers its users again', async () => {
  let clock = 0;
  const sound = memoryStorage({ now: () => clock });
  let away = false;
  const presence = Object.fromEntries(
    Object.entries(sound.presence).map(([name, method]) => [
      name,
      (...input: never[]) =>
        away ? Promise.reject(new Error('away')) : (method as (...given: never[]) => unknown)(...input),
    ]),
  ) as unknown as ChatStorage['presence'];
  const ignore = (): void => undefined;
  const logger = { debug: ignore, info: ignore, warn: ignore, error: ignore };
  const { nodes } = await startNodes(2, { logger }, { ...sound, presence });
  const [one, two] = nodes as [Running, Running];
  const ana = await connect(one.url, { name: 'Ana' });
  const bo = await connect(two.url, { name: 'Bo' });
  await join(ana);
  await join(bo);
  await comes(ana, bo.hello.user.id);
  away = true;
  const caro = await connect(two.url, { name: 'Caro' });
  await join(caro);
  await new Promise((resolve) => setTimeout(resolve, 100));
  clock += 60_000;
  for (const { nodeId } of await sound.presence.nodes()) await sound.presence.leave(nodeId);
  await sound.presence.sweep(0);
  away = false;
  await comes(ana, caro.hello.user.id);
  expect(ana.events.filter(isPresence).flatMap(({ left }) => left)).toEqual([]);
  expect(await occupancy(ana)).toBe(3);
});

test('a status holds over nodes: away if idle on all, otherwise the one set last', async () => {
  const { nodes } = await startNodes(2);
  const [one, two] = nodes as [Running, Running];
  const ana = await connect(one.url, { name: 'Ana' });
  await join(ana);
  const bo = await connect(one.url, { name: 'Bo' });
  await join(bo);
  const tablet = await connect(two.url, { token: bo.hello.token! });
  await join(tablet);
  const { id } = bo.hello.user;
  await vi.waitFor(async () => expect(await occupancy(tablet)).toBe(2), patient);
  await bo.call('presence:idle', { idle: true });
  await tablet.call('presence:idle', { idle: true });
  await isAs(ana, id, 'away');
  await tablet.call('presence:idle', { idle: false });
  await isAs(ana, id, 'online');
  await tablet.call('presence:set', { status: 'busy', text: 'en cita' });
  for (const peer of [ana, tablet]) await isAs(peer, id, 'busy');
  expect(await ana.call('user:get', { userId: id })).toMatchObject({ status: 'busy', statusText: 'en cita' });
  await bo.call('presence:set', { status: 'online' });
  await isAs(tablet, id, 'online');
});

test('a name that is taken on one node is taken on the other', async () => {
  const { nodes } = await startNodes(2);
  const [one, two] = nodes as [Running, Running];
  const ana = await connect(one.url, { name: 'Ana' });
  await join(ana);
  const watcher = await connect(two.url, { name: 'Bo' });
  await join(watcher);
  await vi.waitFor(async () => expect(await occupancy(watcher)).toBe(2), patient);
  const second = await connect(two.url, { name: 'ana' });
  await expect(join(second)).rejects.toMatchObject({ reason: 'name_taken' });
});

test('a single node writes no presence to the store', async () => {
  const storage = memoryStorage();
  const { url } = await startServer({ storage });
  await join(await connect(url));
  expect(await storage.presence.nodes()).toEqual([]);
});
