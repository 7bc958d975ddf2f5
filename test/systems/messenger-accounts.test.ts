import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeJwt } from 'jose';
import { expect, test } from 'vitest';
import { oldFrontEnd } from './old-front-end.ts';
import { startMessenger } from './messenger-server.ts';

const anyString = expect.any(String) as string;
const email = 'ana@example.org';
const password = 'a long one';
const refused = (status: number, error: string) => ({ status, body: { error, message: anyString } });

test('a user can sign up, log in and log out', async () => {
  const { url, folder, ask, signUp } = await startMessenger();
  const made = await signUp('ana');
  const user = { _id: anyString, username: 'ana', email };
  expect(made).toEqual({ status: 201, body: { user, token: anyString } });
  const { _id } = made.body['user'] as { _id: string };
  const logIn = (given: object) => ask('/api/auth/login', undefined, given);
  const { status, body } = await logIn({ email, password });
  expect({ status, body }).toEqual({ status: 200, body: { user: { ...user, _id }, token: anyString } });
  const token = String(body['token']);
  expect(decodeJwt(token)).toMatchObject({ sub: _id, name: 'ana' });

  // The token opens the routes, the old front end's socket and the chat's own API.
  expect((await ask('/api/users?search=x', token)).status).toBe(200);
  await oldFrontEnd(url, { token });
  expect(await ask('/chat/api/rooms', token)).toMatchObject({ status: 200, body: { rooms: [] } });

  expect(await signUp('ana')).toEqual(refused(409, 'email_taken'));
  expect(
    await ask('/api/auth/signup', undefined, { username: 'b', email: 'ANA@example.org', password }),
  ).toEqual(refused(409, 'email_taken'));
  expect(await logIn({ email, password: 'another one' })).toEqual(refused(401, 'wrong_password'));
  expect(await logIn({ email: 'nobody@example.org', password })).toEqual(refused(401, 'wrong_password'));

  const other = await oldFrontEnd(url, { token });
  const gone = new Promise((resolve) => other.socket.once('disconnect', resolve));
  expect((await ask('/api/auth/logout', token, {})).status).toBe(200);
  await gone;
  expect((await ask('/api/users?search=x', token)).status).toBe(401);
  await expect(oldFrontEnd(url, { token })).rejects.toMatchObject({ data: { error: 'unauthenticated' } });
  expect(await ask('/api/auth/logout', token, {})).toEqual(refused(401, 'unauthenticated'));
  expect(await ask('/api/auth/logout', undefined, {})).toEqual(refused(401, 'unauthenticated'));

  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((each) => each.isFile());
  for (const each of files)
    expect({
      name: each.name,
      has: readFileSync(join(each.parentPath, each.name)).includes(password),
    }).toEqual({
      name: each.name,
      has: false,
    });
});

test('a password can be reset once with an emailed link', async () => {
  const { url, mails, ask, signUp } = await startMessenger();
  const { body } = await signUp('ana');
  const old = String(body['token']);
  const page = await oldFrontEnd(url, { token: old });
  const gone = new Promise((resolve) => page.socket.once('disconnect', resolve));
  for (const each of [email, 'nobody@example.org', 'no address'])
    expect(await ask('/api/auth/forgot', undefined, { email: each })).toEqual({ status: 202, body: {} });
  expect(mails.map(({ to }) => to)).toEqual([email]);
  const [, found = ''] = /https:\/\/messenger\.example\/#\/reset\/(\S+)/.exec(mails[0]?.text ?? '') ?? [];
  const reset = (given: object) => ask('/api/auth/reset', undefined, given);
  expect(await reset({ token: 'made up', password: 'the new one' })).toEqual(refused(400, 'invalid_token'));
  expect(await reset({ token: found, password: 'short' })).toEqual(refused(400, 'password_too_short'));
  expect((await reset({ token: found, password: 'the new one' })).status).toBe(200);
  expect(await reset({ token: found, password: 'a third one' })).toEqual(refused(400, 'invalid_token'));

  // Sessions of the old password end.
  await gone;
  expect((await ask('/api/users?search=x', old)).status).toBe(401);
  expect((await ask('/api/auth/login', undefined, { email, password })).status).toBe(401);
  expect((await ask('/api/auth/login', undefined, { email, password: 'the new one' })).status).toBe(200);
});

test('of two simultaneous sign-ups with one email address, one succeeds', async () => {
  const { signUp } = await startMessenger();
  const both = await Promise.all([signUp('ana'), signUp('ana')]);
  const [made, other] = both.toSorted((a, b) => a.status - b.status);
  expect(made?.status).toBe(201);
  expect(other).toEqual(refused(409, 'email_taken'));
});

test('invalid accounts are rejected, and login attempts are rate-limited', async () => {
  const { url, ask } = await startMessenger({ attemptsPerMinute: 5 });
  const given = { username: 'ana', email, password };
  for (const field of Object.keys(given))
    for (const value of [undefined, 7, '', {}])
      expect(await ask('/api/auth/signup', undefined, { ...given, [field]: value })).toEqual(
        refused(400, 'invalid'),
      );
  expect(await ask('/api/auth/signup', undefined, { ...given, username: 'a\u202Eb' })).toEqual(
    refused(400, 'invalid'),
  );
  expect(await ask('/api/auth/signup', undefined, { ...given, email: 'ana' })).toEqual(
    refused(400, 'invalid_email'),
  );
  expect(await ask('/api/auth/login', undefined, {})).toEqual(refused(400, 'invalid'));
  expect(await ask('/api/auth/forgot', undefined, {})).toEqual(refused(400, 'invalid'));
  expect(await ask('/api/auth/reset', undefined, { password })).toEqual(refused(400, 'invalid'));
  const garbage = await fetch(`${url}/api/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{',
  });
  expect(garbage.status).toBe(400);

  const tries = [];
  for (let index = 0; index < 7; index += 1)
    tries.push((await ask('/api/auth/login', undefined, { email, password: `guess ${index}` })).status);
  expect(tries).toEqual([401, 401, 401, 401, 401, 429, 429]);
});

test('attempts are counted by the address from the proxy, and only behind a proxy', async () => {
  const logIns = async (behindProxy: boolean) => {
    const { url } = await startMessenger({ attemptsPerMinute: 2, behindProxy });
    const logIn = async (address: string) => {
      const answer = await fetch(`${url}/api/auth/login`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-real-ip': address, 'x-forwarded-for': '10.9.9.9' },
        body: JSON.stringify({ email, password }),
      });
      return answer.status;
    };
    const tries: number[] = [];
    for (const address of ['10.0.0.1', '10.0.0.1', '10.0.0.1', '10.0.0.2']) tries.push(await logIn(address));
    return tries;
  };
  expect(await logIns(true)).toEqual([401, 401, 429, 401]);
  expect(await logIns(false)).toEqual([401, 401, 429, 429]);
});
