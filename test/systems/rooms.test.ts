import { createChatClient } from '@chat/client';
import { guests, type ChatServer, type Hooks } from '@chat/server';
import { expect, onTestFinished, test } from 'vitest';
import { oldVocabulary } from '../../examples/rooms/old-vocabulary.ts';
import { createPublicRooms } from '../../examples/rooms/public-rooms.ts';
import { connect, startServer } from '../../packages/server/test/chat/harness.ts';
import { oldFrontEnd } from './old-front-end.ts';

const start = async (hooks: Hooks = {}) => {
  let chat: ChatServer | undefined;
  const publicRooms = createPublicRooms(() => chat as ChatServer);
  const running = await startServer({
    authenticate: guests({ unique: 'server' }),
    rooms: { autoCreate: false, create: 'everyone' },
    limits: { presenceGraceMs: 300 },
    hooks: [publicRooms.hooks, hooks],
    dialects: [oldVocabulary(publicRooms)],
  });
  ({ chat } = running);
  const ask = async (path: string, token?: string, body?: object, method = body ? 'POST' : 'GET') => {
    const response = await fetch(`${running.url}${path}`, {
      method,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body ? { 'content-type': 'application/json' } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  const user = async (username: string) => {
    const page = await oldFrontEnd(running.url);
    const added = (await page.ask('add_user', { username })) as { id: string; token: string };
    return { ...page, ...added };
  };
  return { ...running, ask, user };
};

const anyString = expect.any(String) as string;
const dot =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

test('two old pages and a new one chat in the same room', async () => {
  const { url, ask, user } = await start();
  const [ana, ben] = await Promise.all([user('ana'), user('ben')]);
  expect(await ana.hears('user_added')).toEqual({ id: ana.id, username: 'ana', token: ana.token });
  expect(await ask('/rooms', ana.token, { name: 'lobby' })).toEqual({
    status: 201,
    body: { id: 'lobby', name: 'lobby', users: 0 },
  });
  const room = 'lobby';
  await ana.ask('join_room', { room });
  expect(await ana.hears('room_joined')).toEqual({
    room,
    users: [{ id: ana.id, username: 'ana' }],
    messages: [],
  });
  await ben.ask('join_room', { room });
  expect(await ana.hears('notification')).toEqual({
    type: 'join',
    room,
    user: { id: ben.id, username: 'ben' },
  });
  const client = createChatClient({ url, name: 'eva' });
  onTestFinished(() => client.close());
  const eva = client.room(room);
  await eva.join();
  await ana.hears('notification', (said: { user?: { username: string } }) => said.user?.username === 'eva');

  await ana.ask('send_message', { room, text: 'hello' });
  const said = {
    id: anyString,
    room,
    user: { id: ana.id, username: 'ana' },
    text: 'hello',
    at: anyString,
    seq: 1,
  };
  for (const each of [ana, ben]) expect(await each.hears('receive_message')).toEqual(said);
  await expect.poll(() => eva.messages.get().items.map(({ text }) => text)).toEqual(['hello']);
  await eva.messages.send({ text: 'from the page' });
  await ben.hears('receive_message', ({ text }: { text: string }) => text === 'from the page');

  // An image, as a data URL and as bytes; the result can be shown.
  await ana.ask('send_message', { room, text: 'a dot', image: `data:image/png;base64,${dot}` });
  await ben.ask('send_message', { room, text: 'another', image: Buffer.from(dot, 'base64') });
  for (const text of ['a dot', 'another']) {
    const { image } = (await ben.hears(
      'receive_message',
      (each: { text: string }) => each.text === text,
    )) as { image: string };
    const shown = await fetch(image);
    expect(shown.headers.get('content-type')).toBe('image/png');
  }
  await expect.poll(() => eva.messages.get().items.at(-1)?.attachments).toHaveLength(1);

  const page = await ask(`/rooms/${room}/messages?before=3&limit=1`, ben.token);
  expect(page.body).toMatchObject({ messages: [{ text: 'from the page', seq: 2 }], hasMore: true });
  expect((await ask('/rooms')).body).toEqual([{ id: 'lobby', name: 'lobby', users: 3 }]);
  expect((await ask(`/users/${ben.id}`, ana.token)).body).toMatchObject({ id: ben.id, username: 'ben' });

  const renamed = await ask(`/users/${ben.id}`, ben.token, { username: 'benito', about: 'hi' }, 'PATCH');
  expect(renamed).toMatchObject({ status: 200, body: { id: ben.id, username: 'benito', about: 'hi' } });
  expect((await ask(`/users/${ben.id}`, ana.token)).body).toMatchObject({ username: 'benito', about: 'hi' });

  await ben.ask('leave_room', { room });
  await ana.hears(
    'notification',
    ({ type, user: who }: { type: string; user: { id: string } }) => type === 'leave' && who.id === ben.id,
  );
});

test('a rejected event gets an error response and emits a notification', async () => {
  const { url, ask, user } = await start();
  const ana = await user('ana');
  await ask('/rooms', ana.token, { name: 'lobby' });
  const refused = (error: string) => ({ ok: false, error, message: anyString });
  const page = await oldFrontEnd(url);
  expect(await page.ask('add_user', { username: 'Ana' })).toEqual(refused('name_taken'));
  expect(await page.hears('notification')).toEqual({ type: 'error', code: 'name_taken', message: anyString });
  expect(page.heard.some(([event]) => event === 'user_added')).toBe(false);
  expect(await page.ask('join_room', { room: 'lobby' })).toEqual(refused('unauthenticated'));
  expect(await page.ask('add_user', {})).toEqual(refused('invalid'));

  expect(await ana.ask('join_room', { room: 'attic' })).toEqual(refused('not_found'));
  expect(await ana.ask('leave_room', { room: 'lobby' })).toEqual(refused('not_joined'));
  expect(await ana.ask('send_message', { room: 'lobby', text: 'x' })).toEqual(refused('not_joined'));
  await ana.ask('join_room', { room: 'lobby' });
  expect(await ana.ask('join_room', { room: 'lobby' })).toEqual(refused('already_joined'));
  const send = (image: unknown) => ana.ask('send_message', { room: 'lobby', text: 'x', image });
  expect(await send('https://elsewhere.example/a.png')).toEqual(refused('invalid'));
  expect(await send({ some: 'thing' })).toEqual(refused('invalid'));
  expect(await send(Buffer.from('no image at all'))).toEqual(refused('invalid'));
  expect(await send(Buffer.alloc(1_048_577))).toEqual(refused('too_large'));
  expect(await ana.ask('send_message', { room: 'lobby' })).toEqual(refused('invalid'));
  expect(ana.heard.some(([event]) => event === 'receive_message')).toBe(false);

  expect((await ask('/rooms', undefined, { name: 'attic' })).status).toBe(401);
  expect((await ask('/rooms', ana.token, { name: 'lobby' })).status).toBe(409);
  expect((await ask('/rooms', ana.token, { name: 'a/b' })).status).toBe(400);
  expect((await ask('/rooms/lobby/messages')).status).toBe(401);
  expect((await ask('/rooms/attic/messages', ana.token)).status).toBe(404);
  expect((await ask('/users/unknown', ana.token)).status).toBe(404);
  expect(await ask(`/users/${ana.id}`)).toMatchObject({ status: 401, body: { error: 'unauthenticated' } });
  const rename = (id: string, username: unknown, token?: string) =>
    ask(`/users/${id}`, token, { username }, 'PATCH');
  expect((await rename(ana.id, 'anita')).status).toBe(401);
  expect((await rename(ana.id, 7, ana.token)).status).toBe(400);
  const ben = await user('ben');
  expect((await rename(ben.id, 'mine', ana.token)).status).toBe(403);
  expect(await rename(ben.id, 'Ana', ben.token)).toMatchObject({
    status: 409,
    body: { error: 'name_taken' },
  });
});

test('a user who joins later gets the latest messages, and can page through older ones', async () => {
  const { ask, user } = await start();
  const [ana, ben] = [await user('ana'), await user('ben')];
  const room = 'lobby';
  await ask('/rooms', ana.token, { name: room });
  await ana.ask('join_room', { room });
  for (const text of ['one', 'two', 'three']) await ana.ask('send_message', { room, text });
  await ben.ask('join_room', { room });
  const { messages, users } = (await ben.hears('room_joined')) as {
    messages: { text: string; user: object; seq: number }[];
    users: { username: string }[];
  };
  expect(messages.map(({ text, seq }) => [text, seq])).toEqual([
    ['one', 1],
    ['two', 2],
    ['three', 3],
  ]);
  expect(messages[0]?.user).toEqual({ id: ana.id, username: 'ana' });
  expect(users.map(({ username }) => username).toSorted()).toEqual(['ana', 'ben']);
  const texts = async (query: string) => {
    const { body } = await ask(`/rooms/${room}/messages${query}`, ben.token);
    return [(body['messages'] as { text: string }[]).map(({ text }) => text), body['hasMore']];
  };
  expect(await texts('')).toEqual([['one', 'two', 'three'], false]);
  expect(await texts('?limit=2')).toEqual([['two', 'three'], true]);
  expect(await texts('?before=2')).toEqual([['one'], false]);
  for (const query of ['?limit=x', '?limit=0', '?before=-1', '?before=soon'])
    expect([query, (await ask(`/rooms/${room}/messages${query}`, ben.token)).status]).toEqual([query, 400]);
  for (const body of [{}, { name: 7 }, { name: '' }])
    expect([body, (await ask('/rooms', ana.token, body)).status]).toEqual([body, 400]);
});

test('the room list is paginated', async () => {
  const { ask, user } = await start();
  const { token } = await user('ana');
  for (const name of ['b', 'd', 'a', 'c']) await ask('/rooms', token, { name });
  const ids = async (query: string) =>
    ((await ask(`/rooms${query}`)).body as unknown as { id: string }[]).map(({ id }) => id);
  expect(await ids('')).toEqual(['a', 'b', 'c', 'd']);
  expect(await ids('?limit=3')).toEqual(['a', 'b', 'c']);
  expect(await ids('?after=b&limit=1')).toEqual(['c']);
  expect(await ids('?after=bb')).toEqual(['c', 'd']);
  expect(await ids('?after=d')).toEqual([]);
  for (const limit of ['0', '1001', '1.5', 'x'])
    expect([limit, (await ask(`/rooms?limit=${limit}`)).status]).toEqual([limit, 400]);
});

test('concurrent room list requests share one read, and the next list shows changes', async () => {
  let reads = 0;
  const { url, ask, user } = await start({ 'after:room:list': async () => void (reads += 1) });
  const ana = await user('ana');
  const list = async () => (await ask('/rooms')).body;
  expect(await list()).toEqual([]);
  await Promise.all(Array.from({ length: 50 }, list));
  expect(reads).toBe(1);

  const eva = await connect(url, { name: 'eva' });
  await eva.call('room:create', { roomId: 'lobby', type: 'public', title: 'Lobby' });
  expect(await list()).toEqual([{ id: 'lobby', name: 'Lobby', users: 0 }]);
  await ana.ask('join_room', { room: 'lobby' });
  expect(await list()).toEqual([{ id: 'lobby', name: 'Lobby', users: 1 }]);
  await eva.call('room:join', { roomId: 'lobby' });
  expect(await list()).toEqual([{ id: 'lobby', name: 'Lobby', users: 2 }]);
  expect(reads).toBe(2);
  await eva.call('room:update', { roomId: 'lobby', title: 'Hall' });
  expect(await list()).toEqual([{ id: 'lobby', name: 'Hall', users: 2 }]);
  expect(reads).toBe(3);
});
