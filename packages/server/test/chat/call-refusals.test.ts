import { describe, expect, test } from 'vitest';
import { defaultLimits } from '@chat/protocol';
import type { ChatServerOptions } from '@chat/server';
import { connect, startServer } from './harness.ts';
import { inDirectRoom } from './call-room.ts';
import { storages } from './own-rooms-server.ts';

describe('refusals', () => {
  test('are the same by socket and by REST', async () => {
    const { ana, bea, cai, roomId, rest } = await inDirectRoom(storages[0][1], { maxSignalBytes: 200 });
    const both = async (
      peer: typeof ana,
      method: string,
      path: string,
      body: object,
      command: never,
      input: object,
    ) => {
      const refused = await (peer.call as (name: string, input: object) => Promise<unknown>)(
        command,
        input,
      ).then(
        () => null,
        (error: { code: string; reason?: string }) => error,
      );
      const { json } = await rest(peer, method, path, body);
      expect(json.error).toMatchObject({
        code: refused?.code,
        ...(refused?.reason ? { reason: refused.reason } : {}),
      });
      return refused?.reason ?? refused?.code;
    };
    const inRoom = `/rooms/${encodeURIComponent(roomId)}/calls`;
    const start = { kind: 'audio' };
    expect(await both(cai, 'POST', inRoom, start, 'call:start' as never, { roomId, ...start })).toBe(
      'not_found',
    );
    expect(
      await both(ana, 'POST', '/rooms/plaza/calls', start, 'call:start' as never, {
        roomId: 'plaza',
        ...start,
      }),
    ).toBe('not_two');
    await bea.call('room:leave', { roomId: 'plaza' });
    await cai.call('room:leave', { roomId: 'plaza' });
    expect(
      await both(ana, 'POST', '/rooms/plaza/calls', start, 'call:start' as never, {
        roomId: 'plaza',
        ...start,
      }),
    ).toBe('nobody_to_call');
    const { id: callId } = await ana.call('call:start', { roomId, kind: 'audio', device: 'a' });
    expect(await both(bea, 'POST', inRoom, start, 'call:start' as never, { roomId, ...start })).toBe(
      'call_exists',
    );
    for (const [method, path, command, input] of [
      ['PUT', 'answer', 'call:accept', {}],
      ['PUT', 'rejection', 'call:reject', {}],
      ['PUT', 'end', 'call:hangup', {}],
      ['PUT', 'device', 'call:join', {}],
      ['PUT', 'recording', 'call:record', { recording: true }],
      ['POST', 'signals', 'call:signal', { signal: {} }],
    ] as const) {
      expect(
        await both(cai, method, `/calls/${callId}/${path}`, input, command as never, { callId, ...input }),
      ).toBe('not_found');
    }
    const signal = { candidate: null };
    const signals = `/calls/${callId}/signals`;
    expect(
      await both(ana, 'POST', signals, { device: 'a', signal }, 'call:signal' as never, {
        callId,
        device: 'a',
        signal,
      }),
    ).toBe('not_answered');
    expect(await both(ana, 'PUT', `/calls/${callId}/answer`, {}, 'call:accept' as never, { callId })).toBe(
      'forbidden',
    );
    await bea.call('call:accept', { callId, device: 'b' });
    expect(
      await both(ana, 'POST', signals, { device: 'x', signal }, 'call:signal' as never, {
        callId,
        device: 'x',
        signal,
      }),
    ).toBe('answered_elsewhere');
    const large = { description: { type: 'offer', sdp: 'v'.repeat(200) } };
    expect(
      await both(ana, 'POST', signals, { device: 'a', signal: large }, 'call:signal' as never, {
        callId,
        device: 'a',
        signal: large,
      }),
    ).toBe('too_large');
    await expect(ana.call('call:signal', { callId, device: 'a', signal: large as never })).rejects.toThrow(
      'at most 200 bytes',
    );
    await expect(
      ana.call('call:signal', { callId, device: 'a', signal: { other: 1 } as never }),
    ).rejects.toMatchObject({ code: 'invalid' });
    // Another call finds them busy, and who is in one begins no other.
    const other = await cai.call('room:create', { type: 'direct', userIds: [bea.id] });
    const busy = await cai.call('call:start', { roomId: other.id, kind: 'audio' });
    expect(busy).toMatchObject({ state: 'ended', outcome: 'busy' });
    await expect(bea.call('call:start', { roomId: other.id, kind: 'audio' })).rejects.toMatchObject({
      reason: 'in_call',
    });
    expect((await rest(ana, 'GET', '/calls')).json.calls).toMatchObject([{ id: callId, state: 'active' }]);
    expect((await rest(cai, 'GET', '/calls')).json.calls).toEqual([]);
  });

  test('include calls in public rooms, unless the server has them', async () => {
    const start = async (options: ChatServerOptions) => {
      const { url } = await startServer(options);
      const [ana] = await Promise.all(
        ['Ana', 'Bea'].map(async (name) => {
          const peer = await connect(url, { name });
          await peer.call('room:join', { roomId: 'plaza' });
          return peer;
        }),
      );
      return { ana: ana!, called: ana!.call('call:start', { roomId: 'plaza', kind: 'audio' }) };
    };
    const { callsInPublicRooms } = defaultLimits;
    const { ana, called } = await start({ limits: { callsInPublicRooms } });
    await expect(called).rejects.toMatchObject({ code: 'forbidden', reason: 'public_room' });
    expect(ana.hello.limits).toMatchObject({ callsInPublicRooms: 0 });
    const asked = await start({ limits: { callsInPublicRooms }, calls: { publicRooms: true } });
    expect(await asked.called).toMatchObject({ state: 'ringing' });
    expect(asked.ana.hello.limits).toMatchObject({ callsInPublicRooms: 1 });
  });

  test('include rate limits for signals and calls', async () => {
    const { ana, bea, roomId } = await inDirectRoom(storages[0][1], {
      signalBurst: 3,
      signalsPerSecond: 0.1,
      callsPerMinute: 1,
    });
    const { id: callId } = await ana.call('call:start', { roomId, kind: 'audio', device: 'a' });
    await bea.call('call:accept', { callId, device: 'b' });
    const send = () => ana.call('call:signal', { callId, device: 'a', signal: { candidate: null } });
    for (let index = 0; index < 3; index += 1) await send();
    await expect(send()).rejects.toMatchObject({ code: 'rate_limited', retryAfterMs: expect.any(Number) });
    await ana.call('call:hangup', { callId });
    await expect(ana.call('call:start', { roomId, kind: 'audio' })).rejects.toMatchObject({
      code: 'rate_limited',
    });
  });
});
