// Unique and protected accounts of the messenger, and the allowed origins of its front end.
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { oldFrontEnd } from './old-front-end.ts';
import { startMessenger } from './messenger-server.ts';

const error = (status: number, reason: string) => ({
  status,
  body: expect.objectContaining({ error: reason }) as object,
});

test('a username is unique, look-alikes included', async () => {
  const { ask, signUp } = await startMessenger();
  const named = (username: string) =>
    ask('/api/auth/signup', undefined, {
      username,
      email: `${Math.random()}@example.org`,
      password: 'a long one',
    });
  expect((await signUp('Alice')).status).toBe(201);
  for (const username of ['Alice', 'ALICE', 'AIice', 'аӏісе'])
    expect(await named(username)).toEqual(error(409, 'name_taken'));
  for (const username of ['Bot', 'Messenger', 'Administrador', 'Adrnin'])
    expect(await named(username)).toEqual(error(409, 'name_taken'));
  for (const username of ['Alice\u3164', 'Аlice']) expect((await named(username)).status).toBe(400);
  const both = await Promise.all([named('Twice'), named('Twice')]);
  expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409]);
});

test("only the server's user can read the account files", async () => {
  const { folder, signUp } = await startMessenger();
  expect((await signUp('ana')).status).toBe(201);
  for (const name of ['accounts.sqlite', 'accounts.sqlite-wal', 'accounts.secret'])
    expect([name, statSync(join(folder, name)).mode & 0o777]).toEqual([name, 0o600]);
});

test('common passwords are rejected, and a signed-in user can change theirs', async () => {
  const { ask, signUp } = await startMessenger();
  const { body } = await signUp('ana');
  const token = String(body['token']);
  const account = (password: string) => ({ username: 'ben', email: 'ben@example.org', password });
  for (const common of ['password', 'PASSWORD123', '12345678', 'contraseña'])
    expect(await ask('/api/auth/signup', undefined, account(common))).toEqual(error(400, 'password_common'));
  const change = (given: object, by?: string) => ask('/api/auth/password', by, given);
  expect((await change({ current: 'a long one', password: 'another long one' })).status).toBe(401);
  expect(await change({ current: 'a wrong one', password: 'another long one' }, token)).toEqual(
    error(400, 'wrong_password'),
  );
  expect(await change({ current: 'a long one', password: 'password' }, token)).toEqual(
    error(400, 'password_common'),
  );
  expect(await change({ current: 'a long one', password: 'another long one' }, token)).toEqual({
    status: 200,
    body: {},
  });
  const logIn = (password: string) =>
    ask('/api/auth/login', undefined, { email: 'ana@example.org', password });
  expect((await logIn('a long one')).status).toBe(401);
  expect((await logIn('another long one')).status).toBe(200);
  // The token of before is no longer good.
  expect((await ask('/api/users', token)).status).toBe(401);
});

test('an allowed origin can use every route, other origins none', async () => {
  const allowed = 'https://front.example';
  const { url } = await startMessenger({ origins: [allowed] });
  const asks = async (path: string, origin: string, method = 'POST') => {
    const headers = { origin, 'content-type': 'application/json' };
    const response = await fetch(`${url}${path}`, {
      method,
      headers,
      ...(method === 'POST' ? { body: '{}' } : {}),
    });
    return response.headers.get('access-control-allow-origin');
  };
  for (const path of ['/api/auth/login', '/api/chat/send'])
    for (const method of ['OPTIONS', 'POST']) {
      expect([path, method, await asks(path, allowed, method)]).toEqual([path, method, allowed]);
      expect([path, method, await asks(path, 'https://evil.example', method)]).toEqual([path, method, null]);
    }
});

test('members receive messages of a new group at once', async () => {
  const { url, person, ask } = await startMessenger();
  const [ana, ben] = [await person('ana'), await person('ben')];
  const away = await oldFrontEnd(url, { token: ben.token });
  const made = await ask('/api/chat/rooms', ana.token, { name: 'Trip', members: [ben.id] });
  const room = String(made.body['_id']);
  await ana.ask('chat message', { room, content: 'where to?' });
  const said = ({ content }: { content: string }) => content === 'where to?';
  for (const page of [ana, ben, away])
    expect(await page.hears('chat message', said)).toMatchObject({ sender: ana.id, receiver: [ben.id] });
  await ben.ask('join room', { room });
  await ana.ask('chat message', { room, content: 'to the sea' });
  await ben.hears('chat message', ({ content }: { content: string }) => content === 'to the sea');
  expect(ben.heard.filter(([event]) => event === 'chat message')).toHaveLength(2);
});
