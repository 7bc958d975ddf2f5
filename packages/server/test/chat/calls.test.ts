import { createServer } from 'node:http';
import { randomUUID } from 'node:crypto';
import { createChatServer, type ChatServerOptions } from '@chat/server';
import { describe, expect, test } from 'vitest';
import { inDirectRoom, is, lineOf, state } from './call-room.ts';
import { connect, startServer, type Peer } from './harness.ts';
import { storages } from './own-rooms-server.ts';

describe.each(storages)('calls in %s', (_, make) => {
  test('ring on every device, are accepted by one, and end as one message with its duration', async () => {
    const { ana, bea, cai, roomId, tabOf } = await inDirectRoom(make);
    const tab = await tabOf(bea);
    const call = await ana.call('call:start', { roomId, kind: 'video', device: 'a' });
    expect(call).toMatchObject({
      state: 'ringing',
      kind: 'video',
      caller: { userId: ana.id, name: 'Ana', device: 'a' },
      callee: { userId: bea.id, name: 'Bea' },
    });
    const callId = call.id;
    for (const place of [bea, tab]) await place.until(state('ringing'));
    const answers = await Promise.allSettled([
      bea.call('call:accept', { callId, device: 'b1' }),
      tab.call('call:accept', { callId, device: 'b2' }),
    ]);
    const [won] = answers.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
    const lost = answers.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []));
    expect(lost).toMatchObject([{ code: 'conflict', reason: 'answered_elsewhere' }]);
    expect(['b1', 'b2']).toContain(won?.callee.device);
    for (const place of [ana, bea, tab])
      await place.until(is((each) => each.callee.device === won?.callee.device));
    // The third person knows nothing of it.
    expect(cai.events.some(({ type }) => type === 'call:changed')).toBe(false);
    await bea.call('call:hangup', { callId });
    for (const place of [ana, bea, tab]) await place.until(state('ended'));
    expect(await lineOf(ana, callId)).toMatchObject({
      state: 'ended',
      outcome: 'completed',
      durationMs: expect.any(Number),
    });
    const { messages } = await ana.call('message:list', { roomId });
    expect(messages).toMatchObject([
      { id: callId, kind: 'call', author: { id: ana.id }, call: { callee: bea.id, outcome: 'completed' } },
    ]);
    expect(await ana.call('call:hangup', { callId })).toMatchObject({ state: 'ended', outcome: 'completed' });
    await expect(bea.call('call:accept', { callId })).rejects.toMatchObject({ reason: 'call_ended' });
  });

  test('end as rejected, cancelled, missed or busy, the same on both sides', async () => {
    const { ana, bea, roomId } = await inDirectRoom(make);
    const outcome = async (
      { ana, bea }: Pick<Awaited<ReturnType<typeof inDirectRoom>>, 'ana' | 'bea'>,
      callId: string,
    ) => {
      const both = await Promise.all(
        [ana, bea].map((peer) => peer.until(is(({ id, state: now }) => id === callId && now === 'ended'))),
      );
      const seen = both.map((event) => event.type === 'call:changed' && event.call.outcome);
      expect([...seen, (await lineOf(ana, callId))?.outcome]).toEqual(
        Array.from({ length: 3 }, () => seen[0]),
      );
      return seen[0];
    };
    const start = () => ana.call('call:start', { roomId, kind: 'audio' });
    const rejected = await start();
    await bea.call('call:reject', { callId: rejected.id });
    expect(await outcome({ ana, bea }, rejected.id)).toBe('rejected');
    const busy = await start();
    await bea.call('call:reject', { callId: busy.id, busy: true });
    expect(await outcome({ ana, bea }, busy.id)).toBe('busy');
    const cancelled = await start();
    await ana.call('call:hangup', { callId: cancelled.id });
    expect(await outcome({ ana, bea }, cancelled.id)).toBe('cancelled');
    const brief = await inDirectRoom(make, { callRingMs: 300 });
    const missed = await brief.ana.call('call:start', { roomId: brief.roomId, kind: 'audio' });
    expect(await outcome(brief, missed.id)).toBe('missed');
  });

  test('continue after a restart if the users return, and end if they do not', async () => {
    const storage = make();
    const options: ChatServerOptions = { storage, limits: { callGraceMs: 4_000 } };
    const first = await startServer(options);
    const [ana, bea] = [await connect(first.url, { name: 'Ana' }), await connect(first.url, { name: 'Bea' })];
    for (const peer of [ana, bea]) await peer.call('room:join', { roomId: 'cita' });
    const { id: callId } = await ana.call('call:start', { roomId: 'cita', kind: 'video', device: 'a' });
    await bea.call('call:accept', { callId, device: 'b' });
    await first.stop();
    const second = await startServer(options);
    const back = async (peer: Peer, device: string) => {
      const again = await connect(second.url, { token: peer.hello.token ?? '' });
      await again.until(is(({ id, state: now }) => id === callId && now === 'active'));
      await again.call('room:join', { roomId: 'cita' });
      return { peer: again, call: await again.call('call:join', { callId, device }) };
    };
    const here = await back(ana, 'a');
    expect(here.call).toMatchObject({ state: 'active', caller: { device: 'a' }, callee: { away: true } });
    const there = await back(bea, 'b');
    expect(there.call.callee).not.toHaveProperty('away');
    await here.peer.call('call:signal', { callId, device: 'a', signal: { candidate: null } });
    expect(await there.peer.until(({ type }) => type === 'call:signal')).toMatchObject({
      callId,
      from: ana.hello.user.id,
      signal: { candidate: null },
    });
    await second.stop();
    // Nobody comes back to the third.
    const third = await startServer(options);
    const late = await connect(third.url, { token: ana.hello.token ?? '' });
    await late.until(is(({ id, outcome }) => id === callId && outcome === 'lost'));
    const { messages } = await late.call('message:list', { roomId: 'cita' });
    expect(messages[0]?.call).toMatchObject({ state: 'ended', outcome: 'lost' });
    expect(messages[0]?.call).not.toHaveProperty('durationMs');
  });
});

describe('a disconnected device', () => {
  test('can rejoin within the grace period by its id, and loses the call after it', async () => {
    const { ana, bea, roomId, url, tabOf } = await inDirectRoom(storages[0][1], { callGraceMs: 3_000 });
    const { id: callId } = await ana.call('call:start', { roomId, kind: 'audio', device: 'a' });
    await bea.call('call:accept', { callId, device: 'b' });
    const tab = await tabOf(bea);
    await expect(tab.call('call:join', { callId, device: 'c' })).rejects.toMatchObject({
      reason: 'answered_elsewhere',
    });
    bea.socket.disconnect();
    await ana.until(is(({ callee }) => callee.away === true));
    const signal = { candidate: null };
    await expect(ana.call('call:signal', { callId, device: 'a', signal })).rejects.toMatchObject({
      reason: 'peer_away',
    });
    const back = await connect(url, { token: bea.hello.token ?? '' });
    await back.until(state('active'));
    expect(await back.call('call:join', { callId, device: 'b' })).toMatchObject({ callee: { device: 'b' } });
    await ana.call('call:signal', { callId, device: 'a', signal });
    await back.until(({ type }) => type === 'call:signal');
    expect(tab.events.some(({ type }) => type === 'call:signal')).toBe(false);
    back.socket.disconnect();
    await ana.until(is(({ outcome }) => outcome === 'lost'));
    expect(await lineOf(ana, callId)).toMatchObject({ outcome: 'lost', durationMs: expect.any(Number) });
  });

  test('leaves a missed call if it was ringing; removing a member or ending the room ends a call', async () => {
    const { ana, bea, roomId, tabOf } = await inDirectRoom(storages[0][1], { callGraceMs: 100 });
    const tab = await tabOf(ana);
    const { id: callId } = await tab.call('call:start', { roomId, kind: 'audio' });
    tab.socket.disconnect();
    await bea.until(is(({ id, outcome }) => id === callId && outcome === 'missed'));
    const room = await ana.call('room:create', { type: 'private', userIds: [bea.id] });
    await bea.call('member:accept', { roomId: room.id });
    const first = await ana.call('call:start', { roomId: room.id, kind: 'audio' });
    await bea.call('call:accept', { callId: first.id });
    await ana.call('member:remove', { roomId: room.id, userId: bea.id });
    await ana.until(is(({ id, outcome }) => id === first.id && outcome === 'completed'));
    await ana.call('member:add', { roomId: room.id, userId: bea.id });
    await bea.call('member:accept', { roomId: room.id });
    const second = await ana.call('call:start', { roomId: room.id, kind: 'audio' });
    await ana.call('room:end', { roomId: room.id });
    await bea.until(is(({ id, outcome }) => id === second.id && outcome === 'missed'));
    const { messages } = await ana.call('message:list', { roomId: room.id });
    expect(messages.map((each) => each.call?.outcome)).toEqual(['completed', 'missed']);
  });
});

test('a retry with the same id returns the same call, but not the call of another user', async () => {
  const { ana, bea, roomId, rest } = await inDirectRoom(storages[0][1]);
  const id = randomUUID();
  const call = await ana.call('call:start', { roomId, kind: 'video', id });
  expect(await ana.call('call:start', { roomId, kind: 'video', id })).toMatchObject({
    id: call.id,
    state: 'ringing',
  });
  await expect(bea.call('call:start', { roomId, kind: 'video', id })).rejects.toMatchObject({
    reason: 'id_reused',
  });
  expect(await bea.call('call:accept', { callId: id })).toMatchObject({ state: 'active' });
  await expect(ana.call('message:edit', { roomId, messageId: id, text: 'no' })).rejects.toMatchObject({
    code: 'conflict',
  });
  await ana.call('message:delete', { roomId, messageId: id });
  await bea.until(state('ended'));
  const started = await rest(ana, 'POST', `/rooms/${encodeURIComponent(roomId)}/calls`, {
    kind: 'audio',
    device: 'a',
  });
  expect([started.status, started.json.state]).toEqual([201, 'ringing']);
  expect(await ana.call('call:join', { callId: started.json.id, device: 'a' })).toMatchObject({
    caller: { device: 'a' },
  });
});

test('a participant sees the recording, and gets a password for the TURN server', async () => {
  const now = 1_700_000_000_000;
  const secret = 'shared with coturn';
  const { url } = await startServer({
    now: () => now,
    calls: {
      relayOnly: true,
      iceServers: [{ urls: 'stun:stun.example.org' }],
      turn: { urls: 'turn:turn.example.org', secret },
    },
  });
  const [ana, bea, cai] = [
    await connect(url, { name: 'Ana' }),
    await connect(url, { name: 'Bea' }),
    await connect(url, { name: 'Cai' }),
  ];
  await ana.call('room:join', { roomId: 'cita' });
  await bea.call('room:join', { roomId: 'cita' });
  const { id: callId } = await ana.call('call:start', { roomId: 'cita', kind: 'video' });
  await bea.call('call:accept', { callId });
  await expect(cai.call('call:ice', { callId })).rejects.toMatchObject({ code: 'not_found' });
  const username = `${now / 1_000 + 3_600}:${ana.hello.user.id}`;
  const { createHmac } = await import('node:crypto');
  const credential = createHmac('sha1', secret).update(username).digest('base64');
  expect(await ana.call('call:ice', { callId })).toEqual({
    iceServers: [{ urls: 'stun:stun.example.org' }, { urls: 'turn:turn.example.org', username, credential }],
    expiresAt: now + 3_600_000,
    relayOnly: true,
  });
  const asked = { callId, signal: { anew: 'ask' as const } };
  await ana.call('call:signal', asked);
  await bea.until((event) => event.type === 'call:signal' && event.signal.anew === 'ask');
  await bea.call('call:record', { callId, recording: true });
  await ana.until(is(({ callee }) => callee.recording === true));
  await bea.call('call:record', { callId, recording: false });
  await ana.until(
    is(({ callee, callee: { recording } }) => callee.device !== undefined && recording === undefined),
  );
  await bea.call('call:hangup', { callId });
  await expect(ana.call('call:ice', { callId })).rejects.toMatchObject({ reason: 'call_ended' });
  const make = (calls: ChatServerOptions['calls']) => () =>
    createChatServer(createServer(), { calls: calls! });
  expect(make({ turn: { urls: 'http://x', secret } })).toThrow('calls.turn.urls');
  expect(make({ turn: { urls: 'turn:x', secret: '' } })).toThrow('calls.turn.secret');
  expect(make({ relayOnly: true })).toThrow('calls.relayOnly');
});
