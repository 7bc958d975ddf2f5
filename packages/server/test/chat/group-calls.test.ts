import { text as read } from 'node:stream/consumers';
import { memoryStorage, type ChatServerOptions } from '@chat/server';
import { describe, expect, test, vi } from 'vitest';
import { patient } from '../../../../test/unhurried.ts';
import { line, names } from './group-call-lines.ts';
import { connect, startServer } from './harness.ts';
import { ownEngine } from './own-engine.ts';
import { storages, threePeople } from './own-rooms-server.ts';

const roomId = 'plaza';

const begin = async (
  make: () => ReturnType<typeof memoryStorage> = memoryStorage,
  limits: ChatServerOptions['limits'] = {},
  tokenMs = 60_000,
) => {
  const engine = ownEngine({ tokenMs });
  const people = await threePeople(make, { calls: { group: engine }, limits });
  return { engine, ...people };
};

describe.each(storages)('group calls, %s', (_name, make) => {
  test('are started, joined and left, and end with the last participant', async () => {
    const { engine, ana, bea, cai } = await begin(make);
    const started = await ana.call('groupcall:start', { roomId, kind: 'video', device: 'a' });
    const { id: callId } = started.call;
    expect(started).toMatchObject({
      call: { state: 'active', kind: 'video', startedBy: { name: 'Ana' }, seats: [{ device: 'a' }] },
      access: { engine: 'own', url: 'wss://engine.example', token: 'for a', iceServers: [] },
    });
    expect(names(await line(cai, ({ seats }) => seats.length === 1))).toEqual(['Ana']);
    expect(await cai.call('groupcall:get', { roomId })).toEqual({ call: started.call });
    await bea.call('groupcall:join', { roomId, callId, device: 'b' });
    await cai.call('groupcall:join', { roomId, callId, device: 'c' });
    expect(names(await line(ana, ({ seats }) => seats.length === 3))).toEqual(['Ana', 'Bea', 'Cai']);
    expect([...(engine.rooms.get(callId) ?? [])]).toEqual(['a', 'b', 'c']);

    // Again, with the same device, is no news; with another the place goes with me, and the engine lets the old one go.
    const again = await bea.call('groupcall:join', { roomId, callId, device: 'b' });
    expect(again.call.rev).toBe((await ana.call('groupcall:get', { roomId })).call?.rev);
    await bea.call('groupcall:join', { roomId, callId, device: 'b2' });
    await vi.waitFor(() => expect([...(engine.rooms.get(callId) ?? [])]).toEqual(['a', 'c', 'b2']), patient);

    await ana.call('groupcall:leave', { roomId, callId });
    await vi.waitFor(() => expect([...(engine.rooms.get(callId) ?? [])]).toEqual(['c', 'b2']), patient);
    await bea.call('groupcall:leave', { roomId, callId });
    const over = await cai.call('groupcall:leave', { roomId, callId });
    expect(over).toMatchObject({ state: 'ended', seats: [], most: 3, durationMs: expect.any(Number) });
    await vi.waitFor(() => expect(engine.rooms.size).toBe(0), patient);
    expect(await ana.call('groupcall:get', { roomId })).toEqual({ call: null });
    // It comes out of a resume, and of a fresh look, like any message.
    const { messages } = await ana.call('message:list', { roomId });
    expect(messages.at(-1)).toMatchObject({ id: callId, kind: 'call', groupCall: { state: 'ended' } });
    await expect(bea.call('groupcall:join', { roomId, callId, device: 'b' })).rejects.toMatchObject({
      reason: 'call_ended',
    });
  });

  test('admit no more users than their limit, even if many join at once', async () => {
    const { ana, bea, cai } = await begin(make, { maxCallPeople: 2 });
    const { call } = await ana.call('groupcall:start', { roomId, kind: 'audio', device: 'a' });
    const both = await Promise.allSettled(
      [bea, cai].map((peer, index) =>
        peer.call('groupcall:join', { roomId, callId: call.id, device: `d${index}` }),
      ),
    );
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const refused = both.find((each) => each.status === 'rejected');
    expect(refused?.reason).toMatchObject({
      code: 'conflict',
      reason: 'call_full',
      message: 'a call has at most 2 participants',
    });
  });
});

test('a participant who is away too long leaves, and the call ends with the last one', async () => {
  const { engine, ana, bea, cai } = await begin(memoryStorage, { callGraceMs: 200 });
  const { call } = await ana.call('groupcall:start', { roomId, kind: 'video', device: 'a' });
  await bea.call('groupcall:join', { roomId, callId: call.id, device: 'b' });
  bea.socket.disconnect();
  expect(names(await line(cai, ({ seats, most }) => most === 2 && seats.length === 1))).toEqual(['Ana']);
  ana.socket.disconnect();
  expect(await line(cai, ({ state }) => state === 'ended')).toMatchObject({ durationMs: expect.any(Number) });
  await vi.waitFor(() => expect(engine.rooms.size).toBe(0), patient);
});

test(
  'a participant who returns within the grace period keeps their seat, even after a restart',
  { timeout: 60_000 },
  async () => {
    const storage = memoryStorage();
    const engine = ownEngine();
    const serve = (callGraceMs: number) =>
      startServer({
        storage,
        authenticate: ({ token }) => (token ? { id: token, name: token } : null),
        calls: { group: engine },
        limits: { callGraceMs },
      });
    const come = async (url: string, token: string) => {
      const peer = await connect(url, { token });
      await peer.call('room:join', { roomId });
      return peer;
    };
    const first = await serve(60_000);
    const [ana, bea] = [await come(first.url, 'Ana'), await come(first.url, 'Bea')];
    const { call } = await ana.call('groupcall:start', { roomId, kind: 'video', device: 'a' });
    await bea.call('groupcall:join', { roomId, callId: call.id, device: 'b' });
    await first.stop();

    const second = await serve(4_000);
    const cai = await come(second.url, 'Cai');
    expect(names((await cai.call('groupcall:get', { roomId })).call)).toEqual(['Ana', 'Bea']);
    const back = await come(second.url, 'Ana');
    await back.call('groupcall:join', { roomId, callId: call.id, device: 'a' });
    expect(names(await line(cai, ({ seats }) => seats.length === 1))).toEqual(['Ana']);
    back.socket.disconnect();
    expect(await line(cai, ({ state }) => state === 'ended')).toMatchObject({ seats: [] });
    await vi.waitFor(() => expect(engine.rooms.size).toBe(0), patient);
  },
);

test('an engine that is down admits no user and leaves no call; a failed end is retried', async () => {
  const { engine, ana, bea } = await begin(memoryStorage, { callGraceMs: 400 });
  engine.away = true;
  const refused = { code: 'overloaded', reason: 'engine_away' };
  await expect(ana.call('groupcall:start', { roomId, kind: 'video', device: 'a' })).rejects.toMatchObject(
    refused,
  );
  expect(await bea.call('groupcall:get', { roomId })).toEqual({ call: null });
  engine.away = false;
  const { call } = await ana.call('groupcall:start', { roomId, kind: 'video', device: 'a' });
  engine.away = true;
  await expect(bea.call('groupcall:join', { roomId, callId: call.id, device: 'b' })).rejects.toMatchObject(
    refused,
  );
  expect(names((await bea.call('groupcall:get', { roomId })).call)).toEqual(['Ana']);
  await ana.call('groupcall:leave', { roomId, callId: call.id });
  expect(engine.rooms.size).toBe(1);
  engine.away = false;
  await vi.waitFor(() => expect(engine.rooms.size).toBe(0), patient);
});

test('an engine that was down removes a banned user, again and again while their token is valid', async () => {
  const { engine, ana, bea } = await begin(memoryStorage, { callGraceMs: 400 }, 1_500);
  const { call } = await ana.call('groupcall:start', { roomId, kind: 'video', device: 'a' });
  await bea.call('groupcall:join', { roomId, callId: call.id, device: 'b' });
  const inside = () => [...(engine.rooms.get(call.id) ?? [])];
  engine.away = true;
  await ana.call('member:ban', { roomId, userId: bea.id });
  expect(inside()).toEqual(['a', 'b']);
  engine.away = false;
  await vi.waitFor(() => expect(inside()).toEqual(['a']), patient);
  // With her old token, or under another name.
  engine.rooms.get(call.id)?.add('b').add('x');
  await vi.waitFor(() => expect(inside()).toEqual(['a']), patient);
  // Once it has lapsed nobody asks any more.
  await vi.waitFor(async () => {
    const { kept } = engine;
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(engine.kept).toBe(kept);
  }, patient);
  expect(inside()).toEqual(['a']);
  expect(names((await ana.call('groupcall:get', { roomId })).call)).toEqual(['Ana']);
});

test('leaving the room means leaving the call; ending the room or deleting the message ends it', async () => {
  const { engine, ana, bea, cai } = await begin();
  const { id } = await ana.call('room:create', { type: 'private', title: 'Club' });
  for (const { id: userId } of [bea, cai]) await ana.call('member:add', { roomId: id, userId });
  for (const peer of [bea, cai]) await peer.call('member:accept', { roomId: id });
  for (const peer of [ana, bea, cai]) await peer.call('room:join', { roomId: id });
  const { call } = await ana.call('groupcall:start', { roomId: id, kind: 'video', device: 'a' });
  await bea.call('groupcall:join', { roomId: id, callId: call.id, device: 'b' });
  await ana.call('member:remove', { roomId: id, userId: bea.id });
  expect(names(await line(cai, ({ seats, most }) => most === 2 && seats.length === 1))).toEqual(['Ana']);
  await vi.waitFor(() => expect([...(engine.rooms.get(call.id) ?? [])]).toEqual(['a']), patient);
  await ana.call('message:delete', { roomId: id, messageId: call.id });
  await vi.waitFor(() => expect(engine.rooms.size).toBe(0), patient);
  const { messages } = await ana.call('message:list', { roomId: id });
  expect(messages.at(-1)).not.toHaveProperty('groupCall');

  const next = await ana.call('groupcall:start', { roomId: id, kind: 'audio', device: 'a' });
  await cai.call('groupcall:join', { roomId: id, callId: next.call.id, device: 'c' });
  await expect(cai.call('groupcall:end', { roomId: id, callId: next.call.id })).rejects.toMatchObject({
    code: 'forbidden',
  });
  expect(await ana.call('groupcall:end', { roomId: id, callId: next.call.id })).toMatchObject({
    state: 'ended',
    most: 2,
  });
  const last = await ana.call('groupcall:start', { roomId: id, kind: 'audio', device: 'a' });
  await ana.call('room:end', { roomId: id });
  await line(cai, ({ state, seats }) => state === 'ended' && seats.length === 0);
  await vi.waitFor(() => expect(engine.rooms.has(last.call.id)).toBe(false), patient);
});

test('with relayOnly, each participant gets the setting and a TURN password of their own', async () => {
  const turn = { urls: 'turn:turn.example.org', secret: 'shared' };
  const calls = { group: ownEngine(), turn, relayOnly: true };
  const { ana, bea } = await threePeople(memoryStorage, { calls });
  const { call, access } = await ana.call('groupcall:start', { roomId, kind: 'audio', device: 'a' });
  const joined = await bea.call('groupcall:join', { roomId, callId: call.id, device: 'b' });
  for (const [{ id }, given] of [
    [ana, access],
    [bea, joined.access],
  ] as const) {
    const username = expect.stringMatching(new RegExp(`^\\d+:${id}$`)) as string;
    expect(given).toMatchObject({ relayOnly: true, iceServers: [{ urls: turn.urls, username }] });
  }
});

test('a transcript shows the call and its duration', async () => {
  const { chat, ana } = await begin();
  const { call } = await ana.call('groupcall:start', { roomId, kind: 'audio', device: 'a' });
  await ana.call('groupcall:leave', { roomId, callId: call.id });
  expect(await read(chat.exportRoom(roomId, { format: 'text', language: 'es' }))).toMatch(
    / Ana \(llamada \d+:\d\d\)\n/,
  );
  expect(await read(chat.exportRoom(roomId, { format: 'html' }))).toMatch(/\(call \d+:\d\d\)/);
});
