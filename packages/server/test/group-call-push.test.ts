import { memoryStorage } from '@chat/server';
import { webPush } from '@chat/server/push';
import { sqliteStorage } from '@chat/server/sqlite';
import { expect, test } from 'vitest';
import { ownEngine } from './chat/own-engine.ts';
import { threePeople } from './chat/own-rooms-server.ts';
import type { Peer } from './chat/harness.ts';
import { startPushService } from './push-service.ts';

const roomId = 'plaza';

test.each([
  ['memory', () => memoryStorage()],
  ['SQLite', () => sqliteStorage(':memory:')],
] as const)(
  'absent users get a push when a group call starts and when it ends, with %s',
  async (_name, storage) => {
    const service = await startPushService();
    const push = webPush({
      subject: 'mailto:ops@example.org',
      services: [service.host],
      agent: service.agent,
    });
    const options = { push, calls: { group: ownEngine() }, limits: { presenceGraceMs: 0 } };
    const { ana, bea, cai } = await threePeople(storage, options);
    for (const [peer, name] of [
      [ana, 'Ana'],
      [bea, 'Bea'],
      [cai, 'Cai'],
    ] as const)
      await peer.call('notification:subscribe', service.device(name));
    await cai.call('notification:settings', { roomId, level: 'mentions' });
    const gone = async (peer: Peer & { id: string }): Promise<void> => {
      await ana.until(
        (event) => event.type === 'presence:changed' && event.joined.some(({ user }) => user.id === peer.id),
      );
      peer.socket.disconnect();
      await ana.until((event) => event.type === 'presence:changed' && event.left.includes(peer.id));
    };
    await gone(bea);
    await gone(cai);

    const start = { roomId, kind: 'video', device: 'a' } as const;
    const { call } = await ana.call('groupcall:start', { ...start, id: crypto.randomUUID() });
    // The same again is no news.
    await ana.call('groupcall:start', { ...start, id: call.id });
    const { payload, headers, device } = await service.delivery(0);
    expect(device).toBe('Bea');
    expect(payload).toEqual({
      v: 1,
      roomId,
      title: roomId,
      messageId: call.id,
      author: { name: 'Ana' },
      groupCall: { kind: 'video', state: 'active' },
      at: call.startedAt,
    });
    expect(headers).toMatchObject({ urgency: 'high', ttl: '3600' });
    await ana.call('groupcall:leave', { roomId, callId: call.id });
    const over = await service.delivery(1);
    expect(over).toMatchObject({
      device: 'Bea',
      payload: { messageId: call.id, groupCall: { state: 'ended' } },
    });
    expect(over.headers['topic']).toBe(headers['topic']);

    // Another call: its starter, and members who want mentions only, got no push in between.
    const next = await ana.call('groupcall:start', { ...start, kind: 'audio' });
    expect(await service.delivery(2)).toMatchObject({ device: 'Bea', payload: { messageId: next.call.id } });
  },
);
