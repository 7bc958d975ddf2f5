// Group calls whose participants are connected to different nodes of one store and one engine.
import type { GroupCallLine } from '@chat/protocol';
import { memoryStorage } from '@chat/server';
import { expect, test, vi } from 'vitest';
import { line, names } from '../chat/group-call-lines.ts';
import { connect, message, type Peer, type Running } from '../chat/harness.ts';
import { ownEngine } from '../chat/own-engine.ts';
import { told } from '../chat/own-rooms-server.ts';
import { mortal, startNodes } from './nodes.ts';
import { patient } from '../../../../test/unhurried.ts';

const roomId = 'plaza';
const authenticate = ({ token = '' }) => ({
  id: token,
  name: token,
  ...(token === 'Root' ? { role: 'admin' as const } : {}),
});

const come = async (node: Running, token: string, room: string | null = roomId): Promise<Peer> => {
  const peer = await connect(node.url, { token });
  if (room !== null) await peer.call('room:join', { roomId: room });
  return peer;
};
const seats = (count: number) => (call: GroupCallLine) => call.seats.length === count;
const over = (call: GroupCallLine) => call.state === 'ended';
/** The members of the call, as each of these peers sees them. */
const areIn = (peers: Peer[], expected: string[] | undefined) =>
  vi.waitFor(async () => {
    for (const peer of peers)
      expect(names((await peer.call('groupcall:get', { roomId })).call)).toEqual(expected);
  }, patient);

/** Resolves when the peer's node knows of a user on the other node. */
const knows = (peer: Peer, userId: string) =>
  vi.waitFor(
    async () => expect(await peer.call('user:get', { userId })).toMatchObject({ status: 'online' }),
    patient,
  );

const begin = async (limits = {}) => {
  const engine = ownEngine();
  const { nodes, ...rest } = await startNodes(2, { authenticate, calls: { group: engine }, limits });
  const [one, two] = nodes as [Running, Running];
  const [ana, bo] = [await come(one, 'Ana'), await come(two, 'Bo')];
  await knows(ana, 'Bo');
  await knows(bo, 'Ana');
  return { one, two, engine, ana, bo, ...rest };
};

test('a call that starts on one node can be seen, joined, left and ended on the other', async () => {
  const { one, two, engine, ana, bo } = await begin();
  const { call } = await ana.call('groupcall:start', { roomId, kind: 'video', device: 'a' });
  const callId = call.id;
  expect(names(await line(bo, seats(1)))).toEqual(['Ana']);
  // Also by a member who connects to the other node only now.
  const cai = await come(two, 'Cai', null);
  await areIn([bo, cai], ['Ana']);
  await expect(bo.call('groupcall:start', { roomId, kind: 'audio', device: 'b' })).rejects.toMatchObject({
    code: 'conflict',
    reason: 'call_exists',
  });
  const entry = await bo.call('groupcall:join', { roomId, callId, device: 'b' });
  expect(entry).toMatchObject({ call: { id: callId, most: 2 }, access: { token: 'for b' } });
  expect(names(await line(ana, seats(2)))).toEqual(['Ana', 'Bo']);

  // With another device, on the other node: the place goes along, and the engine lets the old one go.
  const tablet = await come(one, 'Bo');
  await tablet.call('groupcall:join', { roomId, callId, device: 'b2' });
  await line(ana, (each) => each.seats[1]?.device === 'b2');
  await vi.waitFor(() => expect([...(engine.rooms.get(callId) ?? [])]).toEqual(['a', 'b2']), patient);

  await bo.call('groupcall:leave', { roomId, callId });
  await areIn([ana, bo, cai], ['Ana']);
  const root = await come(two, 'Root', null);
  expect(await root.call('groupcall:end', { roomId, callId })).toMatchObject({ state: 'ended', most: 2 });
  for (const peer of [ana, bo]) expect(await line(peer, over)).toMatchObject({ seats: [], most: 2 });
  await areIn([ana, bo, cai], undefined);
  await vi.waitFor(() => expect(engine.rooms.size).toBe(0), patient);
});

test('users who join on both nodes at once do not exceed the limit of the call', async () => {
  const { one, two, engine, ana, bo } = await begin({ maxCallPeople: 3 });
  const { call } = await ana.call('groupcall:start', { roomId, kind: 'audio', device: 'a' });
  const comers = [bo, await come(one, 'Cai'), await come(two, 'Dai'), await come(one, 'Eva')];
  const answers = await Promise.allSettled(
    comers.map((peer, index) =>
      peer.call('groupcall:join', { roomId, callId: call.id, device: `d${index}` }),
    ),
  );
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
  const full = { reason: 'call_full' };
  expect(answers.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []))).toMatchObject([
    full,
    full,
  ]);
  for (const peer of [ana, bo]) expect(await line(peer, seats(3))).toMatchObject({ most: 3 });
  expect(engine.rooms.get(call.id)?.size).toBe(3);
});

test('a user whose node stops keeps their seat by rejoining on another within the grace period', async () => {
  const { one, two, ana, bo } = await begin({ callGraceMs: 20_000 });
  const { call } = await ana.call('groupcall:start', { roomId, kind: 'video', device: 'a' });
  const { call: before } = await bo.call('groupcall:join', { roomId, callId: call.id, device: 'b' });
  await line(ana, seats(2));
  await two.stop();
  const back = await come(one, 'Bo');
  const again = await back.call('groupcall:join', { roomId, callId: call.id, device: 'b' });
  expect(again.call).toEqual(before);
  await back.call('groupcall:leave', { roomId, callId: call.id });
  expect(await ana.call('groupcall:leave', { roomId, callId: call.id })).toMatchObject({
    state: 'ended',
    durationMs: expect.any(Number),
  });
});

/** A second node, which dies without a message to the first. */
const withDoomed = async () => {
  let clock = 0;
  const shared = memoryStorage({ now: () => clock });
  const engine = ownEngine();
  const options = { authenticate, calls: { group: engine }, limits: { callGraceMs: 1_000 } };
  const { nodes, start } = await startNodes(1, options, shared);
  const { life, storage } = mortal(shared);
  const doomed = await start(storage);
  const die = async (): Promise<void> => {
    life.isOver = true;
    // Its lease lapses; that of the other is renewed meanwhile.
    clock += 19_000;
    await vi.waitFor(
      async () => expect((await shared.presence.nodes()).map(({ leaseMs }) => leaseMs)).toContain(20_000),
      patient,
    );
    clock += 1_000;
  };
  return { one: nodes[0] as Running, doomed, engine, shared, die };
};

test('participants on a killed node leave the call, which ends once, with the last participant', async () => {
  const { one, doomed, engine, shared, die } = await withDoomed();
  const [ana, bo] = [await come(one, 'Ana'), await come(doomed, 'Bo')];
  await knows(ana, 'Bo');
  const { call } = await bo.call('groupcall:start', { roomId, kind: 'video', device: 'b' });
  await line(ana, seats(1));
  await ana.call('groupcall:join', { roomId, callId: call.id, device: 'a' });
  await die();
  expect(names(await line(ana, (each) => each.most === 2 && each.seats.length === 1))).toEqual(['Ana']);
  await vi.waitFor(() => expect([...(engine.rooms.get(call.id) ?? [])]).toEqual(['a']), patient);
  const ended = await ana.call('groupcall:leave', { roomId, callId: call.id });
  expect(ended).toMatchObject({ state: 'ended', seats: [], most: 2, durationMs: expect.any(Number) });
  await vi.waitFor(() => expect(engine.rooms.size).toBe(0), patient);
  const stored = await shared.timeline.message(roomId, call.id, { unfiltered: true });
  expect(stored?.groupCall).toMatchObject({ state: 'ended', endedAt: ended.endedAt });
  await expect(ana.call('groupcall:join', { roomId, callId: call.id, device: 'a' })).rejects.toMatchObject({
    reason: 'call_ended',
  });
});

test('a call ends if all its participants were on a killed node, even if no node has the room open', async () => {
  const { one, doomed, engine, shared, die } = await withDoomed();
  // They meet in another room.
  const ana = await come(one, 'Ana', 'hall');
  const bo = await come(doomed, 'Bo', 'hall');
  await bo.call('room:join', { roomId });
  await knows(ana, 'Bo');
  const { call } = await bo.call('groupcall:start', { roomId, kind: 'audio', device: 'b' });
  await areIn([ana], ['Bo']);
  await die();
  await areIn([ana], undefined);
  const stored = await shared.timeline.message(roomId, call.id, { unfiltered: true });
  expect(stored?.groupCall).toMatchObject({ state: 'ended', seats: [], most: 1 });
  await vi.waitFor(() => expect(engine.rooms.size).toBe(0), patient);
});

test('a user who closes the page of the call leaves it, even with other pages open on every node', async () => {
  const { one, two, ana, bo } = await begin({ callGraceMs: 1_000 });
  const { call } = await ana.call('groupcall:start', { roomId, kind: 'audio', device: 'a' });
  await bo.call('groupcall:join', { roomId, callId: call.id, device: 'b' });
  for (const node of [one, two]) await come(node, 'Bo');
  await line(ana, seats(2));
  bo.socket.disconnect();
  expect(names(await line(ana, (each) => each.most === 2 && each.seats.length === 1))).toEqual(['Ana']);
});

test('a user whose call page moves to another node stays in the call, even with other pages open', async () => {
  const { one, two, ana, bo } = await begin({ callGraceMs: 3_000 });
  const { call } = await ana.call('groupcall:start', { roomId, kind: 'audio', device: 'a' });
  const callId = call.id;
  await bo.call('groupcall:join', { roomId, callId, device: 'b' });
  for (const node of [one, two]) await come(node, 'Bo');
  const cai = await come(two, 'Cai');
  await cai.call('groupcall:join', { roomId, callId, device: 'c' });
  await line(ana, seats(3));
  bo.socket.disconnect();
  const back = await come(one, 'Bo');
  await back.call('groupcall:join', { roomId, callId, device: 'b' });
  // A member who leaves after them, and does not come back, is removed at the same time.
  cai.socket.disconnect();
  expect(names(await line(ana, (each) => each.most === 3 && each.seats.length === 2))).toEqual(['Ana', 'Bo']);
  expect((await back.call('groupcall:get', { roomId })).call).toMatchObject({
    state: 'active',
    seats: [{}, {}],
  });
});

test('a list shows the calls of another node, even if its own node does not have the room open', async () => {
  const { two, ana } = await begin();
  const { id } = await ana.call('room:create', { type: 'public', title: 'Club' });
  await ana.call('room:join', { roomId: id });
  const eva = await come(two, 'Eva', id);
  await eva.call('room:list', {});
  await eva.call('room:leave', { roomId: id, keep: true });
  const { call } = await ana.call('groupcall:start', { roomId: id, kind: 'audio', device: 'a' });
  const goesOn = await told(eva, id, ({ groupCall }) => groupCall !== undefined);
  expect(goesOn).toMatchObject({ summary: { groupCall: { id: call.id, seats: [{ name: 'Ana' }] } } });
  await ana.call('message:send', message(id, 'hola'));
  await told(
    eva,
    id,
    ({ lastMessage, groupCall }) => lastMessage?.text === 'hola' && groupCall?.id === call.id,
  );
  eva.events.length = 0;
  await ana.call('groupcall:leave', { roomId: id, callId: call.id });
  await told(eva, id, ({ groupCall }) => groupCall === undefined);
});
