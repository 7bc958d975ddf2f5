import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createChatClient } from '@chat/client';
import { decodeJwt } from 'jose';
import { expect, onTestFinished, test } from 'vitest';
import { oldFrontEnd } from './old-front-end.ts';
import { accountOf, password, startRooms } from './rooms-server.ts';

const email = 'ana@example.org';
const refused = (status: number, code: string) => ({
  status,
  body: expect.objectContaining({ code }) as unknown,
});

test('a user can sign up, log in and log out', async () => {
  const { url, folder, browser, signUp, ask } = await startRooms();
  const made = await signUp('Ana');
  expect(made).toMatchObject({ status: 200, body: { user: { name: 'Ana', email } } });
  const { id } = made.body['user'] as { id: string };
  const there = browser();
  expect(await there.post('/sign-in/email', { email, password })).toMatchObject({
    status: 200,
    body: { user: { id } },
  });
  const token = await there.token();
  expect(decodeJwt(token)).toMatchObject({ sub: id, name: 'Ana' });
  expect((await ask('/chat/api/rooms', token)).status).toBe(200);
  // Devices may get pushes while no page is open.
  const settings = await fetch(`${url}/chat/api/notifications/settings`, {
    method: 'PATCH',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ level: 'mentions' }),
  });
  expect(await settings.json()).toMatchObject({
    level: 'mentions',
    publicKey: expect.any(String) as unknown,
  });
  const signIn = (given: object) => browser().post('/sign-in/email', given);
  const wrong = refused(401, 'INVALID_EMAIL_OR_PASSWORD');
  expect(await signIn({ email, password: 'another one' })).toEqual(wrong);
  expect(await signIn({ email: 'nobody@example.org', password })).toEqual(wrong);

  // The session that ends is over on its open connections too; the other one goes on.
  const client = createChatClient({ url, token });
  onTestFinished(() => client.close());
  await client.connect();
  const over = new Promise<void>((resolve) => {
    client.on('status', () => client.status === 'refused' && resolve());
  });
  expect((await there.post('/sign-out')).status).toBe(200);
  await over;
  expect((await ask('/chat/api/rooms', token)).status).toBe(401);
  expect(await there.token()).toBe('');
  expect((await ask('/chat/api/rooms', await made.token())).status).toBe(200);

  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((each) => each.isFile());
  const bytes = files.map((each) => readFileSync(join(each.parentPath, each.name)));
  expect(bytes.length).toBeGreaterThan(1);
  expect(bytes.some((each) => each.includes(password))).toBe(false);
});

test('a name is unique among accounts and guests', async () => {
  const { url, browser, signUp, ask } = await startRooms();
  expect((await signUp('Ana')).status).toBe(200);
  const taken = refused(409, 'NAME_TAKEN');
  const named = (name: string) =>
    browser().post('/sign-up/email', { ...accountOf('x'), email: `${Math.random()}@example.org`, name });
  expect(await named('Ana')).toEqual(taken);
  expect(await named(' aNA ')).toEqual(taken);
  expect((await browser().post('/sign-up/email', { ...accountOf('Ben'), email })).status).toBe(422);
  expect(await named('a\u202Eb')).toEqual(refused(400, 'INVALID_NAME'));
  for (const name of ['  ', 'Ana\u3164', 'Аna'])
    expect(await named(name)).toEqual(refused(400, 'INVALID_NAME'));
  expect((await named('Alice')).status).toBe(200);
  for (const name of ['AIice', 'аӏісе']) expect(await named(name)).toEqual(taken);

  // An old front end, while the owner of the name is away.
  const old = await oldFrontEnd(url);
  for (const username of ['ana', 'AIice', 'аӏісе'])
    expect(await old.ask('add_user', { username })).toMatchObject({ ok: false, error: 'name_taken' });
  for (const username of ['Ana\u3164', 'Ana\uFE0F', 'Аna'])
    expect(await old.ask('add_user', { username })).toMatchObject({ ok: false, error: 'invalid' });
  expect(await old.hears('notification')).toMatchObject({ type: 'error', code: 'name_taken' });
  const eva = (await old.ask('add_user', { username: 'Eva' })) as { id: string; token: string };
  expect(await named('EVA')).toEqual(taken);
  const renamed = await fetch(`${url}/users/${eva.id}`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${eva.token}` },
    body: JSON.stringify({ username: 'Ana' }),
  });
  expect({ status: renamed.status, body: await renamed.json() }).toMatchObject({
    status: 409,
    body: { error: 'name_taken' },
  });
  old.socket.disconnect();
  await expect.poll(async () => (await named('Eva')).status).toBe(200);
  expect(await ask(`/users/${eva.id}`, eva.token)).toMatchObject({
    status: 409,
    body: { error: 'name_taken' },
  });

  // Of two at once, one has it.
  const both = await Promise.all([named('Twice'), named('Twice')]);
  expect(both.filter(({ status }) => status === 200)).toHaveLength(1);
});

test('names that sound like the operator are reserved, for accounts and guests', async () => {
  const { url, signUp } = await startRooms();
  const old = await oldFrontEnd(url);
  for (const name of ['Administrator', 'moderator', 'Supp0rt', 'Rooms', 'Administrador']) {
    expect([name, (await signUp(name)).status]).toEqual([name, 409]);
    expect([name, await old.ask('add_user', { username: name })]).toMatchObject([
      name,
      { ok: false, error: 'name_taken' },
    ]);
  }
  expect((await signUp('Roomsy')).status).toBe(200);
});

test("only the server's user can read the account files", async () => {
  const { folder, signUp } = await startRooms();
  await signUp('Ana');
  for (const name of ['accounts.sqlite', 'accounts.sqlite-wal', 'accounts.secret'])
    expect([name, statSync(join(folder, name)).mode & 0o777]).toEqual([name, 0o600]);
});

test('a password can be reset once by mail, until the link expires', async () => {
  const { folder, mails, browser, signUp, ask } = await startRooms();
  const ana = await signUp('Ana');
  const old = await ana.token();
  const forgot = (address: string) => browser().post('/request-password-reset', { email: address });
  const [known, unknown] = [await forgot(email), await forgot('nobody@example.org')];
  expect(unknown).toEqual(known);
  expect(known.status).toBe(200);
  expect(mails.map(({ to }) => to)).toEqual([email]);
  const found = (text = '') => /http:\/\/rooms\.example\/#\/reset\/(\S+)/.exec(text)?.[1] ?? '';
  const token = found(mails[0]?.text);
  const reset = (given: object) => browser().post('/reset-password', given);
  expect(await reset({ token: 'made up', newPassword: 'the new one' })).toEqual(
    refused(400, 'INVALID_TOKEN'),
  );
  expect(await reset({ token, newPassword: 'short' })).toEqual(refused(400, 'PASSWORD_TOO_SHORT'));
  expect((await reset({ token, newPassword: 'the new one' })).status).toBe(200);
  expect(await reset({ token, newPassword: 'a third one' })).toEqual(refused(400, 'INVALID_TOKEN'));

  // Sessions of the old password end.
  expect((await ask('/chat/api/rooms', old)).status).toBe(401);
  const signIn = (given: string) => browser().post('/sign-in/email', { email, password: given });
  expect((await signIn(password)).status).toBe(401);
  expect((await signIn('the new one')).status).toBe(200);

  await forgot(email);
  expect(mails).toHaveLength(2);
  const database = new DatabaseSync(join(folder, 'accounts.sqlite'));
  database.prepare('UPDATE verification SET expiresAt = ?').run(new Date(Date.now() - 1_000).toISOString());
  database.close();
  const late = found(mails[1]?.text);
  expect(await reset({ token: late, newPassword: 'too late now' })).toEqual(refused(400, 'INVALID_TOKEN'));
  expect((await signIn('the new one')).status).toBe(200);
});

test('erasing a user deletes their account and frees their name', async () => {
  const { url, browser, signUp } = await startRooms();
  const ana = await signUp('Ana');
  const { id } = ana.body['user'] as { id: string };
  const headers = { authorization: `Bearer ${await ana.token()}` };
  const erased = await fetch(`${url}/chat/api/users/${id}`, { method: 'DELETE', headers });
  expect(erased.status).toBe(200);
  await expect
    .poll(async () => (await browser().post('/sign-in/email', { email, password })).status)
    .toBe(401);
  expect(await ana.token()).toBe('');
  expect((await signUp('Ana')).status).toBe(200);
});

test('behind a proxy attempts are counted by the address in its header', async () => {
  const { browser } = await startRooms({ attemptsPerMinute: 1, behindProxy: true });
  const from = async (address: string) => {
    const guess = { email, password: 'a guess' };
    return (await browser().post('/sign-in/email', guess, { 'x-real-ip': address })).status;
  };
  expect([await from('10.0.0.1'), await from('10.0.0.1'), await from('10.0.0.2')]).toEqual([401, 429, 401]);
});

test('invalid accounts are rejected, and login attempts are rate-limited', async () => {
  const { url, browser, signUp } = await startRooms({ attemptsPerMinute: 5 });
  const bad = [
    [{ ...accountOf('Ana'), email: 'ana' }, 400],
    [{ ...accountOf('Ana'), password: 'short' }, 400],
    [{ ...accountOf('Ana'), name: 7 }, 400],
    ['{', 400],
  ] as const;
  for (const [given, status] of bad)
    expect((await browser().post('/sign-up/email', given)).status).toBe(status);
  expect((await browser().post('/sign-in/email', { email: 'x'.repeat(20_000) })).status).toBe(413);
  const ana = await signUp('Ana');
  // Other routes of the library are closed, and so are forms of other pages.
  expect((await ana.post('/update-user', { name: 'Ben' })).status).toBe(404);
  expect((await ana.post('/sign-out', {}, { origin: 'https://elsewhere.example' })).status).toBe(403);
  expect((await fetch(`${url}/api/auth/list-sessions`)).status).toBe(404);
  expect(await ana.token()).not.toBe('');

  const tries = [];
  for (let index = 0; index < 7; index += 1) {
    // Also with an invented address.
    const headers = { 'x-client-address': `10.0.0.${index}`, 'x-forwarded-for': `10.0.0.${index}` };
    const guess = { email, password: `guess ${index}` };
    tries.push((await browser().post('/sign-in/email', guess, headers)).status);
  }
  expect(tries).toEqual([401, 401, 401, 401, 401, 429, 429]);
});

test('common passwords are rejected, a password change works, and the cookie is HttpOnly', async () => {
  const { url, browser, signUp } = await startRooms({ publicUrl: 'https://rooms.example' });
  for (const common of ['password', 'Qwerty123'])
    expect(await browser().post('/sign-up/email', { ...accountOf('Ben'), password: common })).toEqual(
      refused(400, 'PASSWORD_COMMON'),
    );
  const ana = await signUp('Ana');
  const change = (currentPassword: string, newPassword: string) =>
    ana.post('/change-password', { currentPassword, newPassword, revokeOtherSessions: true });
  expect(
    (await browser().post('/change-password', { currentPassword: password, newPassword: 'another long one' }))
      .status,
  ).toBe(401);
  expect(await change('a wrong one', 'another long one')).toEqual(refused(400, 'INVALID_PASSWORD'));
  expect(await change(password, 'password')).toEqual(refused(400, 'PASSWORD_COMMON'));
  expect((await change(password, 'another long one')).status).toBe(200);
  const logIn = (given: string) =>
    fetch(`${url}/api/auth/sign-in/email`, {
      method: 'POST',
      headers: { origin: url, 'content-type': 'application/json' },
      body: JSON.stringify({ email, password: given }),
    });
  expect((await logIn(password)).status).toBe(401);
  const { status, headers } = await logIn('another long one');
  expect(status).toBe(200);
  const [cookie = ''] = headers.getSetCookie();
  for (const flag of [/^__Secure-/, /; HttpOnly/i, /; Secure/i, /; SameSite=Lax/i])
    expect(cookie).toMatch(flag);
});
