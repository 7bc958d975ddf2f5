// What admins read and do for the whole server, and the page for them.
import { ChatError } from '@chat/protocol';
import { expect, test, vi } from 'vitest';
import { rest } from '../files/file-fixtures.ts';
import { connect, message, startServer } from './harness.ts';

const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const users = {
  ana: { id: 'ana', name: 'Ana' },
  luis: { id: 'luis', name: 'Luis' },
  ada: { id: 'ada', name: 'Ada', role: 'admin' },
} as const;

const ids = new Map<string, string>();
const idIn = (roomId: string): string => {
  const id = ids.get(roomId) ?? crypto.randomUUID();
  ids.set(roomId, id);
  return id;
};

const start = async (options: Parameters<typeof startServer>[0] = {}) => {
  const server = await startServer({
    logger: quiet,
    authenticate: ({ token = '' }) => users[token as keyof typeof users] ?? null,
    ...options,
  });
  const [ana, ada] = await Promise.all(['ana', 'ada'].map((token) => connect(server.url, { token })));
  if (!ana || !ada) throw new Error('nobody is connected');
  return { ...server, ana, ada };
};

test('an admin reads the state and the figures of the node, and nobody else does', async () => {
  let now = 1_790_000_000_000;
  const { ana, ada, url } = await start({ now: () => now });
  await ana.call('room:join', { roomId: 'r' });
  await ana.call('message:send', message('r', 'hola'));
  await expect(ana.call('message:get', { roomId: 'r', messageId: crypto.randomUUID() })).rejects.toThrow(
    ChatError,
  );
  now += 5_000;
  const stats = await ada.call('server:stats', {});
  expect(stats).toMatchObject({
    at: now,
    startedAt: now - 5_000,
    health: 'ok',
    connections: 2,
    users: 2,
    rooms: 1,
    load: 'calm',
    fileBytes: 0,
    refused: 0,
  });
  expect(stats.memoryBytes).toBeGreaterThan(10_000_000);
  const sent = stats.commands.find(({ command }) => command === 'message:send');
  expect(sent).toEqual({ command: 'message:send', ok: 1, failed: 0, totalMs: sent?.totalMs });
  expect(sent?.totalMs).toBeGreaterThan(0);
  expect(stats.commands.find(({ command }) => command === 'message:get')).toMatchObject({ ok: 0, failed: 1 });

  expect((await rest(url, 'ada', 'GET', '/server/stats')).status).toBe(200);
  expect((await rest(url, 'ana', 'GET', '/server/stats')).status).toBe(403);
  expect((await rest(url, 'nobody', 'GET', '/server/stats')).status).toBe(401);
  expect((await ada.call('server:stats', {})).refused).toBe(1);
});

test('an admin ends the connections of a user', async () => {
  const { ana, ada, url } = await start();
  const closed = new Promise((resolve) => ana.socket.once('closed', resolve));
  expect((await rest(url, 'ana', 'DELETE', '/users/ada/connections')).status).toBe(403);
  expect((await rest(url, 'ada', 'DELETE', '/users/nobody/connections')).status).toBe(404);
  expect((await rest(url, 'ada', 'DELETE', '/users/ana/connections')).status).toBe(200);
  expect(await closed).toEqual({ code: 'unauthenticated' });
  await vi.waitFor(() => expect(ana.socket.connected).toBe(false));
  // Admins get the reply before their own connections end.
  await expect(ada.call('user:revoke', { userId: 'ada' })).resolves.toEqual({});
});

test('an admin finds the rooms with open reports and messages that wait', async () => {
  const { ana, ada, url } = await start();
  const luis = await connect(url, { token: 'luis' });
  for (const roomId of ['calm', 'held', 'reported']) {
    const approval = roomId === 'held' ? ('everyone' as const) : ('off' as const);
    await ana.call('room:create', { roomId, title: roomId, approval });
    await luis.call('room:join', { roomId });
  }
  // An ephemeral room is in the memory of this process only.
  await ana.call('room:create', { roomId: 'passing', retention: 'ephemeral' });
  await luis.call('room:join', { roomId: 'passing' });
  const held = luis.call('message:send', message('held', 'spam'));
  await expect(held).rejects.toMatchObject({ reason: 'pending_approval' });
  for (const roomId of ['calm', 'passing', 'reported'])
    await luis.call('message:send', message(roomId, 'spam', idIn(roomId)));
  await ana.call('room:join', { roomId: 'passing' });
  await ana.call('room:join', { roomId: 'reported' });
  for (const roomId of ['passing', 'reported'])
    await ana.call('message:report', { roomId, messageId: idIn(roomId) });
  expect(await ada.call('moderation:list', {})).toEqual({
    rooms: [
      { roomId: 'held', title: 'held', reports: 0, pending: 1 },
      { roomId: 'passing', title: '', reports: 1, pending: 0 },
      { roomId: 'reported', title: 'reported', reports: 1, pending: 0 },
    ],
    hasMore: false,
    cursor: 'reported',
  });
  expect((await rest(url, 'ada', 'GET', '/moderation?after=passing')).body).toMatchObject({
    rooms: [{ roomId: 'reported' }],
  });
  expect((await rest(url, 'ana', 'GET', '/moderation')).status).toBe(403);
});

test('an admin lists the rooms of a user', async () => {
  const { ana, ada, url } = await start();
  const luis = await connect(url, { token: 'luis' });
  for (const roomId of ['b', 'a']) await ana.call('room:create', { roomId });
  await luis.call('room:create', { roomId: 'c' });
  const roomsOf = async (input: { userId?: string; limit?: number; after?: string }) => {
    const { rooms, hasMore } = await ada.call('room:list', input);
    return [...rooms.map(({ room }) => room.id), hasMore];
  };
  expect(await roomsOf({})).toEqual(['a', 'b', 'c', false]);
  expect(await roomsOf({ userId: 'ana' })).toEqual(['a', 'b', false]);
  expect(await roomsOf({ userId: 'ana', limit: 1 })).toEqual(['a', true]);
  expect(await roomsOf({ userId: 'ana', limit: 1, after: 'a' })).toEqual(['b', false]);
  await expect(ana.call('room:list', { userId: 'ana' })).rejects.toMatchObject({ code: 'forbidden' });
  await expect(ada.call('room:list', { userId: 'ana', type: 'direct' })).rejects.toMatchObject({
    code: 'invalid',
    field: 'type',
  });
});

test('the page for admins is off by default, holds no data, and allows only its own scripts', async () => {
  const off = await startServer();
  expect((await fetch(`${off.url}/chat/admin`)).status).toBe(404);
  const { url } = await startServer({ adminPage: { signInUrl: '/login?a=1&b=2' } });
  const response = await fetch(`${url}/chat/admin`);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-security-policy')).toBe(
    "default-src 'none'; script-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  );
  expect(response.headers.get('cache-control')).toBe('no-store');
  const page = await response.text();
  expect(page).toContain('<chat-admin whole-page sign-in="/login?a=1&amp;b=2"></chat-admin>');
  expect(page.match(/<script[^>]*>[^<]*/g)).toEqual(['<script src="widget.js" defer>']);
  expect((await fetch(`${url}/chat/admin`, { method: 'POST' })).status).toBe(405);
  expect(await (await fetch(`${(await startServer({ adminPage: true })).url}/chat/admin`)).text()).toContain(
    '<chat-admin whole-page></chat-admin>',
  );
  await expect(startServer({ adminPage: { signInUrl: 'javascript:alert(1)' } })).rejects.toThrow(
    'adminPage.signInUrl must be a path or a URL',
  );
});
