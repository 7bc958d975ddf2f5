import { memoryStorage } from '@chat/server';
import { webPush } from '@chat/server/push';
import { sqliteStorage } from '@chat/server/sqlite';
import { describe, expect, test } from 'vitest';
import { state } from './chat/call-room.ts';
import { threePeople } from './chat/own-rooms-server.ts';
import { startPushService } from './push-service.ts';

describe.each([
  ['memory', () => memoryStorage()],
  ['SQLite', () => sqliteStorage(':memory:')],
] as const)('with %s', (_name, storage) => {
  /** Ana's call to Bea, who has a device and no page open. */
  const start = async () => {
    const service = await startPushService();
    const push = webPush({
      subject: 'mailto:ops@example.org',
      services: [service.host],
      agent: service.agent,
    });
    const limits = { presenceGraceMs: 0, callRingMs: 45_000 };
    const people = await threePeople(storage, { push, limits });
    const { ana, bea } = people;
    const { id: roomId } = await ana.call('room:create', { type: 'direct', userIds: [bea.id] });
    await ana.call('room:join', { roomId });
    await bea.call('notification:subscribe', service.device('Bea'));
    return { ...people, roomId, service };
  };
  const leave = async ({ ana, bea, roomId }: Awaited<ReturnType<typeof start>>) => {
    await bea.call('room:join', { roomId });
    await ana.until(
      (event) => event.type === 'presence:changed' && event.joined.some(({ user }) => user.id === bea.id),
    );
    bea.socket.disconnect();
    await ana.until((event) => event.type === 'presence:changed' && event.left.includes(bea.id));
  };

  test('an absent user gets a push while a call rings, and one that replaces it when the call ends', async () => {
    const all = await start();
    const { ana, roomId, service } = all;
    await leave(all);
    const { id: callId, startedAt } = await ana.call('call:start', { roomId, kind: 'video' });
    const { payload, headers, device } = await service.delivery(0);
    expect(device).toBe('Bea');
    expect(payload).toEqual({
      v: 1,
      roomId,
      title: '',
      messageId: callId,
      author: { name: 'Ana' },
      call: { kind: 'video', state: 'ringing' },
      at: startedAt,
    });
    expect(headers).toMatchObject({ urgency: 'high' });
    expect(Number(headers['ttl'])).toBeGreaterThan(30);
    expect(Number(headers['ttl'])).toBeLessThanOrEqual(45);
    await ana.call('call:hangup', { callId });
    const ended = await service.delivery(1);
    expect(ended.payload).toMatchObject({
      messageId: callId,
      call: { state: 'ended', outcome: 'cancelled' },
    });
    expect(ended.headers['topic']).toBe(headers['topic']);
  });

  test('a call sends no push to a present user or to one with level none', async () => {
    const all = await start();
    const { ana, bea, roomId, service } = all;
    await bea.call('room:join', { roomId });
    const { id: first } = await ana.call('call:start', { roomId, kind: 'audio' });
    await bea.until(state('ringing'));
    await ana.call('call:hangup', { callId: first });
    await bea.call('notification:settings', { roomId, level: 'none' });
    await leave(all);
    const { id: second } = await ana.call('call:start', { roomId, kind: 'audio' });
    await ana.call('call:hangup', { callId: second });
    await all.rest(bea, 'PATCH', '/notifications/settings', { roomId, level: null });
    const { id: third } = await ana.call('call:start', { roomId, kind: 'audio' });
    expect((await service.delivery(0)).payload).toMatchObject({ messageId: third, call: { kind: 'audio' } });
  });
});
