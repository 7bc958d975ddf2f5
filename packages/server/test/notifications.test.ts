import { memoryStorage, type ChatServerOptions } from '@chat/server';
import { webPush } from '@chat/server/push';
import { sqliteStorage } from '@chat/server/sqlite';
import { describe, expect, test } from 'vitest';
import { connect, message, startServer, type Peer } from './chat/harness.ts';
import { startPushService, type PushService } from './push-service.ts';

const subject = 'mailto:ops@example.org';
/** A user without a connection is away at once. */
const limits = { presenceGraceMs: 0 };

const start = async (options: ChatServerOptions = {}) => {
  const service = await startPushService();
  const push = webPush({ subject, services: [service.host], agent: service.agent });
  const running = await startServer({ push, limits, ...options });
  return { ...running, service, ana: await inRoom(running.url, 'Ana') };
};
const inRoom = async (url: string, name: string, roomId = 'r'): Promise<Peer> => {
  const peer = await connect(url, { name });
  await peer.call('room:join', { roomId });
  return peer;
};
const gone = async (peer: Peer, ana: Peer): Promise<void> => {
  const { id } = peer.hello.user;
  // A user who joins and leaves within one window causes no event.
  await ana.until(
    (event) => event.type === 'presence:changed' && event.joined.some(({ user }) => user.id === id),
  );
  peer.socket.disconnect();
  await ana.until((event) => event.type === 'presence:changed' && event.left.includes(id));
};
const away = async (url: string, ana: Peer, service: PushService, name = 'Bea') => {
  const peer = await inRoom(url, name);
  await peer.call('notification:subscribe', service.device(name));
  await gone(peer, ana);
  return peer.hello;
};

describe.each([
  { name: 'memory', storage: () => memoryStorage() },
  { name: 'SQLite', storage: () => sqliteStorage(':memory:') },
])('with $name', ({ storage }) => {
  test('an absent user gets a push that only their browser can decrypt', async () => {
    const { url, ana, service } = await start({ storage: storage() });
    await away(url, ana, service);
    const sent = await ana.call('message:send', message('r', '¿Estás? 👋'));
    const { payload, headers, device } = await service.delivery(0);
    expect(device).toBe('Bea');
    expect(payload).toEqual({
      v: 1,
      roomId: 'r',
      title: 'r',
      messageId: sent.id,
      seq: sent.seq,
      author: { name: 'Ana' },
      text: '¿Estás? 👋',
      mention: false,
      at: sent.createdAt,
    });
    expect(headers).toMatchObject({ ttl: '86400', urgency: 'normal', 'content-encoding': 'aes128gcm' });
    expect(headers.authorization).toMatch(/^vapid t=.+, k=/);
    expect(headers.topic).not.toContain('r ');
  });

  test('levels, also per room, and quiet hours are respected', async () => {
    const at = Date.UTC(2026, 0, 15, 2, 30);
    const { url, ana, service } = await start({ storage: storage(), now: () => at });
    const names = ['Bea', 'Clara', 'Dani', 'Eva'];
    const people: Peer[] = [];
    for (const name of names) {
      const peer = await inRoom(url, name);
      await peer.call('notification:subscribe', service.device(name));
      people.push(peer);
    }
    const [bea, clara, dani, eva] = people as [Peer, Peer, Peer, Peer];
    const night = { from: '22:00', to: '07:00', timeZone: 'Europe/Madrid' };
    await bea.call('notification:settings', { level: 'none' });
    await clara.call('notification:settings', { level: 'none' });
    await clara.call('notification:settings', { roomId: 'r', level: 'mentions' });
    expect(await clara.call('notification:settings', {})).toMatchObject({
      level: 'none',
      rooms: { r: 'mentions' },
      publicKey: expect.stringMatching(/^[\w-]{87}$/) as string,
    });
    await dani.call('notification:settings', { quiet: night });
    await eva.call('notification:settings', { quiet: { ...night, timeZone: 'Asia/Tokyo' } });
    for (const peer of people) await gone(peer, ana);
    await ana.call('message:send', {
      ...message('r', 'hola'),
      mentions: people.map(({ hello }) => hello.user.id),
    });
    const told = [await service.delivery(0), await service.delivery(1)];
    expect(told.map(({ device }) => device).toSorted()).toEqual(['Clara', 'Eva']);
    expect(told[0]).toMatchObject({ payload: { mention: true }, headers: { urgency: 'high' } });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(service.deliveries).toHaveLength(2);
  });
});

test('a silenced room sends no push, not even for a mention', { timeout: 60_000 }, async () => {
  const { url, ana, service } = await start();
  const comes = async (name: string): Promise<Peer> => {
    const peer = await inRoom(url, name);
    await peer.call('notification:subscribe', service.device(name));
    return peer;
  };
  const [bea, clara, dani] = [await comes('Bea'), await comes('Clara'), await comes('Dani')];
  const until = Date.now() + 3_600_000;
  await bea.call('room:silence', { roomId: 'r', until });
  await clara.call('room:silence', { roomId: 'r', until });
  await clara.call('room:silence', { roomId: 'r', until: null });
  // A page that shows this room alone asks for it by name.
  expect(await bea.call('notification:settings', { roomId: 'r' })).toMatchObject({ silencedUntil: until });
  for (const [peer, roomId] of [
    [bea, undefined],
    [bea, 'other'],
    [clara, 'r'],
  ] as const)
    expect(await peer.call('notification:settings', roomId ? { roomId } : {})).not.toHaveProperty(
      'silencedUntil',
    );
  // A user who removed the room from the list gets no push either, although the device is registered.
  await dani.call('room:leave', { roomId: 'r', forget: true });
  dani.socket.disconnect();
  await expect
    .poll(() => ana.call('user:get', { userId: dani.hello.user.id }).then(({ status }) => status))
    .toBe('offline');
  const mentions = [bea, clara].map(({ hello }) => hello.user.id);
  await gone(bea, ana);
  await gone(clara, ana);
  await ana.call('message:send', { ...message('r', 'hola'), mentions });
  await ana.call('message:send', { ...message('r', 'otra vez'), mentions });
  await service.delivery(1);
  expect(service.deliveries.map(({ device }) => device)).toEqual(['Clara', 'Clara']);
});

const wav = Buffer.from('UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAEAfAAABAAgAZGF0YQAAAAA=', 'base64');

test.each([
  ['the names of its files', 'informe.pdf', {}, undefined],
  [
    'the kind and length of a voice note',
    'nota.wav',
    { durationMs: '4200', waveform: '0,50' },
    { kind: 'voice', durationMs: 4_200 },
  ],
  [
    'the kind and length of a recorded call',
    'Grabación 1.wav',
    { durationMs: '42000', callKind: 'audio' },
    { kind: 'audio', durationMs: 42_000 },
  ],
])('the push for a message without text has %s', async (_, name, fields, recording) => {
  const { url, ana, service } = await start();
  await away(url, ana, service);
  const form = new FormData();
  for (const [field, value] of Object.entries(fields)) form.append(field, value);
  const [content, type] = recording ? [wav, 'audio/wav'] : ['%PDF-1.4\n%%EOF', 'application/pdf'];
  form.append('file', new Blob([content], { type }), name);
  const headers = { authorization: `Bearer ${ana.hello.token}` };
  const response = await fetch(`${url}/chat/api/rooms/r/files`, { method: 'POST', headers, body: form });
  const { fileId } = (await response.json()) as { fileId: string };
  await ana.call('message:send', { ...message('r', ''), attachments: [{ fileId }] });
  const { payload } = await service.delivery(0);
  expect([payload.text, payload.recording]).toEqual([name, recording]);
});

test('settings that two pages change at once are all saved', async () => {
  const { ana } = await start();
  const rooms = ['a', 'b', 'c', 'd'];
  await Promise.all([
    ...rooms.map((roomId) => ana.call('notification:settings', { roomId, level: 'none' })),
    ana.call('notification:settings', { level: 'mentions' }),
  ]);
  expect(await ana.call('notification:settings', {})).toMatchObject({
    level: 'mentions',
    rooms: Object.fromEntries(rooms.map((roomId) => [roomId, 'none'])),
  });
});

test('the author and present, banned and unsubscribed users get no push', async () => {
  const { url, ana, service, chat } = await start();
  await ana.call('notification:subscribe', service.device('Ana'));
  const here = await inRoom(url, 'Here');
  await here.call('notification:subscribe', service.device('Here'));
  const banned = await away(url, ana, service, 'Banned');
  await ana.call('member:ban', { roomId: 'r', userId: banned.user.id });
  const over = await inRoom(url, 'Over');
  const device = service.device('Over');
  await over.call('notification:subscribe', device);
  await over.call('notification:unsubscribe', { endpoint: device.endpoint });
  await gone(over, ana);
  await away(url, ana, service, 'Last');
  await ana.call('message:send', message('r', 'hola'));
  expect((await service.delivery(0)).device).toBe('Last');
  // A user in another part of the page is away: connected, but not looking.
  await here.call('presence:set', { status: 'away' });
  const bot = chat.as({ id: 'bot', name: 'Bot' });
  await bot.call('message:send', message('r', 'otra vez'));
  await service.delivery(1);
  const told = service.deliveries.map((each) => each.device);
  for (const name of ['Banned', 'Over', 'Ana']) expect(told).not.toContain(name);
});

test('a burst of messages sends a device the first, then the last', { timeout: 60_000 }, async () => {
  const { url, ana, service } = await start();
  await away(url, ana, service);
  for (const text of ['uno', 'dos', 'tres']) await ana.call('message:send', message('r', text));
  expect((await service.delivery(0)).payload.text).toBe('uno');
  expect((await service.delivery(1)).payload.text).toBe('tres');
  expect(service.deliveries).toHaveLength(2);
});

test('a queued push is checked again before it is sent', { timeout: 60_000 }, async () => {
  const { url, ana, service } = await start();
  const bea = await away(url, ana, service);
  await away(url, ana, service, 'Clara');
  await ana.call('message:send', message('r', 'uno'));
  await service.delivery(1);
  const wrong = await ana.call('message:send', message('r', 'uy'));
  await ana.call('message:edit', { roomId: 'r', messageId: wrong.id, text: 'dos' });
  await ana.call('member:ban', { roomId: 'r', userId: bea.user.id });
  await service.delivery(2);
  expect(service.deliveries.map(({ device, payload }) => [device, payload.text]).slice(2)).toEqual([
    ['Clara', 'dos'],
  ]);
  const taken = await ana.call('message:send', message('r', 'tres'));
  await ana.call('message:delete', { roomId: 'r', messageId: taken.id });
  await ana.call('room:join', { roomId: 's' });
  const dani = await inRoom(url, 'Dani', 's');
  await dani.call('notification:subscribe', service.device('Dani'));
  dani.socket.disconnect();
  await expect
    .poll(() => ana.call('user:get', { userId: dani.hello.user.id }).then(({ status }) => status))
    .toBe('offline');
  for (const text of ['cuatro', 'cinco']) await ana.call('message:send', message('s', text));
  await service.delivery(4);
  expect(service.deliveries.map(({ payload }) => payload.text).slice(3)).toEqual(['cuatro', 'cinco']);
});

test('a message that is sent again causes no second push', async () => {
  const { url, ana, service } = await start();
  await away(url, ana, service);
  const one = message('r', 'uno');
  await ana.call('message:send', one);
  await service.delivery(0);
  await ana.call('message:send', one);
  await away(url, ana, service, 'Clara');
  await ana.call('message:send', message('r', 'dos'));
  await service.delivery(1);
  expect(service.deliveries.map(({ payload }) => payload.text)).toEqual(['uno', 'dos']);
});

test('a device that is gone is removed; a push to a busy service is retried', async () => {
  const storage = memoryStorage();
  const { url, ana, service } = await start({ storage });
  const { user } = await away(url, ana, service);
  service.answer(503, { 'retry-after': '0' });
  await ana.call('message:send', message('r', 'uno'));
  await expect.poll(() => service.requests()).toBeGreaterThan(1);
  service.answer(410);
  await ana.call('message:send', message('r', 'dos')); // the three tries of the first may be over
  await expect.poll(() => storage.notifications.subscriptions(user.id)).toEqual([]);
});

test('only endpoints of push services are accepted, and invalid settings are refused by name', async () => {
  const { ana, service, url } = await start();
  const device = service.device('Ana');
  const subscribe = (endpoint: string) => ana.call('notification:subscribe', { ...device, endpoint });
  for (const endpoint of [
    'https://localhost/push/x',
    'https://169.254.169.254/latest/meta-data',
    'https://fcm.googleapis.com.evil.example/x',
    'https://evil.example/fcm.googleapis.com/x',
    'https://api.push.apple.com:8443/x',
    'https://fcm.googleapis.com:8443/x',
  ])
    await expect(subscribe(endpoint)).rejects.toMatchObject({ code: 'invalid', field: 'endpoint' });
  for (const endpoint of ['http://fcm.googleapis.com/x', 'https://u:p@fcm.googleapis.com/x', 'nonsense'])
    await expect(subscribe(endpoint)).rejects.toMatchObject({ code: 'invalid' });
  await expect(subscribe('https://fcm.googleapis.com/fcm/send/abc')).resolves.toEqual({});
  const settings = (quiet: object) => ana.call('notification:settings', { quiet } as never);
  const quiet = { from: '22:00', to: '07:00', timeZone: 'Europe/Madrid' };
  await expect(settings({ ...quiet, from: '25:00' })).rejects.toMatchObject({ field: 'quiet.from' });
  await expect(settings({ ...quiet, timeZone: 'Mars/Base' })).rejects.toMatchObject({
    field: 'quiet.timeZone',
  });
  const rest = await fetch(`${url}/chat/api/notifications/settings`, {
    method: 'PATCH',
    headers: { authorization: `Bearer ${ana.hello.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ level: 'mentions' }),
  });
  expect(await rest.json()).toMatchObject({ level: 'mentions', rooms: {} });
});

test('without push, settings are saved and devices are refused', async () => {
  const { url } = await startServer();
  const ana = await connect(url, { name: 'Ana' });
  const settings = await ana.call('notification:settings', { level: 'none' });
  expect(settings).toEqual({ level: 'none', rooms: {} });
  const device = {
    endpoint: 'https://fcm.googleapis.com/x',
    keys: { p256dh: 'x'.repeat(87), auth: 'x'.repeat(22) },
  };
  await expect(ana.call('notification:subscribe', device)).rejects.toMatchObject({ code: 'not_found' });
});

test('an ephemeral room sends no push', async () => {
  const { url, ana, service, chat } = await start();
  const owner = chat.as({ id: 'root', name: 'Root' });
  await owner.call('room:create', { roomId: 'e', retention: 'ephemeral' });
  await ana.call('room:join', { roomId: 'e' });
  const bea = await inRoom(url, 'Bea', 'e');
  await bea.call('room:join', { roomId: 'r' });
  await bea.call('notification:subscribe', service.device('Bea'));
  await gone(bea, ana);
  await ana.call('message:send', message('e', 'sin rastro'));
  await ana.call('message:send', message('r', 'con rastro'));
  expect((await service.delivery(0)).payload.text).toBe('con rastro');
  expect(service.deliveries).toHaveLength(1);
});
