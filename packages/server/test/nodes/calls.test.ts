// Calls between two users who are connected to different nodes.
import type { ChatEvent, EventOf, RoomCall } from '@chat/protocol';
import { guests, memoryStorage, type ChatStorage } from '@chat/server';
import { expect, test, vi } from 'vitest';
import { connect, type Peer, type Running } from '../chat/harness.ts';
import { startNodes } from './nodes.ts';
import { patient } from '../../../../test/unhurried.ts';

const options = { authenticate: guests({ unique: false }) };

const is = (peer: Peer, matches: (call: RoomCall) => boolean) =>
  peer.until((event: ChatEvent) => event.type === 'call:changed' && matches(event.call)) as Promise<
    EventOf<'call:changed'>
  >;
const state = (peer: Peer, wanted: RoomCall['state']) => is(peer, (call) => call.state === wanted);

/** Ana on one node and Bea on the other, in the direct room of the two, each knowing of the other. */
const inDirectRoom = async (limits = {}, storage: ChatStorage = memoryStorage(), more = {}) => {
  const { nodes, ...rest } = await startNodes(2, { ...options, ...more, limits }, storage);
  const [one, two] = nodes as [Running, Running];
  const ana = await connect(one.url, { name: 'Ana' });
  const bea = await connect(two.url, { name: 'Bea' });
  for (const peer of [ana, bea]) await peer.call('room:join', { roomId: 'plaza' });
  await vi.waitFor(
    async () => expect((await ana.call('room:join', { roomId: 'plaza' })).occupancy).toBe(2),
    patient,
  );
  const { id: roomId } = await ana.call('room:create', { type: 'direct', userIds: [bea.hello.user.id] });
  await ana.call('room:join', { roomId });
  return { one, two, ana, bea, roomId, ...rest };
};

test('a call rings on the other node, is accepted, relays signals both ways, and ends on both', async () => {
  const { ana, bea, roomId } = await inDirectRoom();
  const { id: callId } = await ana.call('call:start', { roomId, kind: 'video', device: 'a' });
  // Where the caller is may be told after the call itself.
  const ringing = await is(bea, ({ state: now, caller }) => now === 'ringing' && caller.device === 'a');
  expect(ringing.call).toMatchObject({ id: callId, caller: { name: 'Ana' }, callee: { name: 'Bea' } });
  expect(await bea.call('call:accept', { callId, device: 'b' })).toMatchObject({
    state: 'active',
    caller: { device: 'a' },
    callee: { device: 'b' },
  });
  const { call } = await is(ana, ({ callee }) => callee.device === 'b' && callee.away === undefined);
  expect(call).toMatchObject({ state: 'active', caller: { device: 'a' } });
  const offer = { description: { type: 'offer' as const, sdp: 'v=0' } };
  await ana.call('call:signal', { callId, device: 'a', signal: offer });
  const heard = (peer: Peer) => peer.until(({ type }) => type === 'call:signal');
  expect(await heard(bea)).toMatchObject({ callId, from: ana.hello.user.id, signal: offer });
  const answer = { description: { type: 'answer' as const, sdp: 'v=0' } };
  await bea.call('call:signal', { callId, device: 'b', signal: answer });
  expect(await heard(ana)).toMatchObject({ callId, from: bea.hello.user.id, signal: answer });
  await bea.call('call:record', { callId, recording: true });
  await is(ana, ({ callee }) => callee.recording === true);
  await bea.call('call:hangup', { callId });
  expect((await state(ana, 'ended')).call).toMatchObject({ outcome: 'completed' });
  expect((await state(bea, 'ended')).call).toMatchObject({ outcome: 'completed' });
  expect(await ana.call('call:list', {})).toEqual({ calls: [] });
});

test('if two devices on two nodes accept at once, one gets the call, and both nodes agree on it', async () => {
  const { one, ana, bea, roomId } = await inDirectRoom();
  const tablet = await connect(one.url, { token: bea.hello.token! });
  const { id: callId } = await ana.call('call:start', { roomId, kind: 'audio', device: 'a' });
  for (const peer of [bea, tablet]) await state(peer, 'ringing');
  const answers = await Promise.allSettled([
    bea.call('call:accept', { callId, device: 'b1' }),
    tablet.call('call:accept', { callId, device: 'b2' }),
  ]);
  const [won] = answers.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  expect(answers.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []))).toMatchObject([
    { code: 'conflict', reason: 'answered_elsewhere' },
  ]);
  for (const peer of [ana, bea, tablet])
    await is(peer, ({ callee }) => callee.device === won?.callee.device && callee.away === undefined);
  for (const peer of [ana, bea, tablet])
    expect((await peer.call('call:list', {})).calls).toMatchObject([
      { callee: { device: won?.callee.device } },
    ]);
});

test('a cancelled and a missed call end on both nodes', async () => {
  // By a clock of its own: nothing is late by it before it is set.
  let clock = Date.now();
  const now = () => clock;
  const { ana, bea, roomId } = await inDirectRoom({ callRingMs: 400 }, memoryStorage(), { now });
  const first = await ana.call('call:start', { roomId, kind: 'audio' });
  await state(bea, 'ringing');
  await ana.call('call:hangup', { callId: first.id });
  expect((await state(bea, 'ended')).call).toMatchObject({ id: first.id, outcome: 'cancelled' });
  const second = await ana.call('call:start', { roomId, kind: 'audio' });
  await is(bea, ({ id, state: told }) => id === second.id && told === 'ringing');
  clock += 400;
  for (const peer of [ana, bea])
    expect((await is(peer, ({ id, state: now }) => id === second.id && now === 'ended')).call).toMatchObject({
      outcome: 'missed',
    });
});

test('a user whose node stops rejoins the call on another node', async () => {
  const { one, two, ana, bea, roomId } = await inDirectRoom();
  const { id: callId } = await ana.call('call:start', { roomId, kind: 'video', device: 'a' });
  await state(bea, 'ringing');
  await bea.call('call:accept', { callId, device: 'b' });
  await is(ana, ({ callee }) => callee.device === 'b' && callee.away === undefined);
  ana.events.length = 0;
  await two.stop();
  await is(ana, ({ callee }) => callee.away === true);
  const again = await connect(one.url, { token: bea.hello.token! });
  await state(again, 'active');
  await again.call('call:join', { callId, device: 'b' });
  await is(ana, ({ callee }) => callee.away === undefined && callee.device === 'b');
  await ana.call('call:signal', { callId, device: 'a', signal: { candidate: null } });
  expect(await again.until(({ type }) => type === 'call:signal')).toMatchObject({ callId });
});

test('a node that finds a call twice while it starts registers it once, and sees it end', async () => {
  const { start, storage, ana, bea, roomId } = await inDirectRoom();
  const { id: callId } = await ana.call('call:start', { roomId, kind: 'audio', device: 'a' });
  let go = (): void => {};
  const gate = new Promise<void>((resolve) => (go = resolve));
  const { openCalls } = storage.timeline;
  let asked = 0;
  // The initial read arrives after the heartbeats have found the same.
  const own: ChatStorage['timeline'] = {
    ...storage.timeline,
    openCalls: async (query) => {
      const isFirst = ++asked === 1;
      const page = await openCalls(query);
      if (isFirst) await gate;
      return page;
    },
  };
  const three = await start({ ...storage, timeline: own });
  await vi.waitFor(() => expect(asked).toBeGreaterThan(3), patient);
  go();
  const late = await connect(three.url, { token: bea.hello.token! });
  await state(late, 'ringing');
  await ana.call('call:hangup', { callId });
  await state(late, 'ended');
  expect(await late.call('call:list', {})).toEqual({ calls: [] });
});

test('a call whose bus messages are lost rings at the next heartbeat', async () => {
  const { hub, ana, bea, roomId } = await inDirectRoom();
  hub.isCut = true;
  const { id: callId } = await ana.call('call:start', { roomId, kind: 'audio', device: 'a' });
  await state(bea, 'ringing');
  await bea.call('call:reject', { callId });
  expect((await state(ana, 'ended')).call).toMatchObject({ outcome: 'rejected' });
});

test('a call with a slow commit is not mistaken for an ended one', async () => {
  const storage = memoryStorage();
  const { ana, bea, roomId } = await inDirectRoom({}, storage);
  const { commit, message } = storage.timeline;
  let callId = '';
  const looked = new Promise<void>((resolve) => {
    storage.timeline.message = async (...given) => {
      const found = await message(...given);
      if (given[1] === callId) resolve();
      return found;
    };
  });
  storage.timeline.commit = async (id, changes) => {
    for (const change of changes) if (change.kind === 'start-call') ({ callId } = change);
    // By then the beat has looked for it.
    if (callId) await looked;
    return commit(id, changes);
  };
  const call = await ana.call('call:start', { roomId, kind: 'audio', device: 'a' });
  expect(call.state).toBe('ringing');
  await state(bea, 'ringing');
  expect((await ana.call('call:list', {})).calls).toMatchObject([{ id: call.id, state: 'ringing' }]);
});
