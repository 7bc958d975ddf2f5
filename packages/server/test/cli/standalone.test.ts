// `npx @chat/server`: what it serves, who is the admin, and what it says if it cannot start.
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { createChatClient } from '@chat/client';
import { SignJWT } from 'jose';
import { expect, onTestFinished, test } from 'vitest';
import { runCommand, startCommand, temporaryFolder } from './run-command.ts';

const minute = { timeout: 60_000 };

const clientOf = (url: string, who: { name?: string; token?: string }) => {
  const client = createChatClient({ url, ...who });
  onTestFinished(() => client.close());
  return client;
};

/** Signs in at the form. Returns the response. */
const signIn = (url: string, password: string, headers: Record<string, string> = { origin: url }) =>
  fetch(url.endsWith('page') ? url : `${url}/admin`, {
    method: 'POST',
    redirect: 'manual',
    headers,
    body: new URLSearchParams({ password }),
  });

const cookieOf = (response: Response): string => response.headers.getSetCookie()[0]?.split(';')[0] ?? '';

test('two clients talk, and a restart keeps their messages and the password', minute, async () => {
  const data = join(temporaryFolder(), 'new');
  const first = await startCommand(['--data', data]);
  const [ana, luis] = ['Ana', 'Luis'].map((name) => clientOf(first.url, { name }));
  await luis?.room('lobby').join();
  await ana?.room('lobby').join();
  await ana?.room('lobby').messages.send({ text: 'hola' });
  await expect
    .poll(() =>
      luis
        ?.room('lobby')
        .messages.get()
        .items.map(({ text }) => text),
    )
    .toEqual(['hola']);
  const password = readFileSync(join(data, 'admin-password'), 'utf8').trim();
  expect(first.banner).toContain(password);
  expect(statSync(join(data, 'admin-password')).mode & 0o77).toBe(0);
  expect(statSync(data).mode & 0o77).toBe(0);
  await Promise.all([ana?.close(), luis?.close()]);
  expect(await first.stop()).toBe(0);

  const second = await startCommand(['--data', data]);
  // Only the start that created it prints it: output often ends in a log.
  expect(second.banner).not.toContain(password);
  expect(second.banner).toContain(join(data, 'admin-password'));
  expect((await signIn(second.url, password)).status).toBe(303);
  const eva = clientOf(second.url, { name: 'Eva' });
  await eva.room('lobby').join();
  expect(
    eva
      .room('lobby')
      .messages.get()
      .items.map(({ text }) => text),
  ).toEqual(['hola']);
});

test('the admin signs in with the password, moderates, and signs out', minute, async () => {
  const { url } = await startCommand(['--data', temporaryFolder()], {
    CHAT_ADMIN_PASSWORD: 'correct horse battery',
  });
  const ana = clientOf(url, { name: 'Ana' });
  const room = ana.room('lobby');
  await room.join();
  const { id } = await room.messages.send({ text: 'spam' });
  const remove = (cookie: string) =>
    fetch(`${url}/chat/api/rooms/lobby/messages/${id}`, {
      method: 'DELETE',
      headers: { cookie, origin: url },
    });

  expect((await remove('chat-admin=guessed')).status).toBe(401);
  expect((await signIn(url, 'correct horse')).status).toBe(403);
  // Neither another site nor a request without an origin signs in.
  expect((await signIn(url, 'correct horse battery', { origin: 'https://elsewhere.example' })).status).toBe(
    403,
  );
  expect((await signIn(url, 'correct horse battery', {})).status).toBe(403);
  const signedIn = await signIn(url, 'correct horse battery');
  expect(signedIn.headers.getSetCookie()[0]).toMatch(/; HttpOnly; SameSite=Strict$/);
  const cookie = cookieOf(signedIn);
  expect(await (await fetch(url, { headers: { cookie } })).text()).toContain('You are the admin.');
  expect(await (await fetch(`${url}/chat/admin`)).text()).toContain('sign-in="/admin?then=page"');
  const fromPage = await signIn(`${url}/admin?then=page`, 'correct horse battery', { origin: url });
  expect(fromPage.headers.get('location')).toBe('/chat/admin');
  expect(signedIn.headers.get('location')).toBe('/');
  expect((await remove(cookie)).status).toBe(200);
  await expect.poll(() => room.messages.get().items[0]?.deletedAt).toBeTypeOf('number');

  const out = await fetch(`${url}/admin/sign-out`, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie, origin: url },
  });
  expect(out.status).toBe(303);
  expect(out.headers.getSetCookie()[0]).toMatch(/^chat-admin=; .*Max-Age=0/);
  expect((await remove(cookie)).status).toBe(401);
  expect(await (await fetch(url, { headers: { cookie } })).text()).not.toContain('You are the admin.');
});

test('a password cannot be guessed by trying', minute, async () => {
  const { url } = await startCommand(['--data', temporaryFolder(), '--proxy-header', 'X-Real-IP'], {
    CHAT_ADMIN_PASSWORD: 'correct horse battery',
  });
  const from = (address: string) => ({ origin: url, 'x-real-ip': address });
  const statuses: number[] = [];
  for (let tries = 0; tries < 7; tries += 1)
    statuses.push((await signIn(url, `guess ${tries}`, from('192.0.2.1'))).status);
  expect(statuses).toEqual([403, 403, 403, 403, 403, 429, 429]);
  // Not even with the right one; other visitors are not affected.
  const refused = await signIn(url, 'correct horse battery', from('192.0.2.1'));
  expect([refused.status, Number(refused.headers.get('retry-after')) > 0]).toEqual([429, true]);
  expect((await signIn(url, 'correct horse battery', from('192.0.2.2'))).status).toBe(303);
  const tooLarge = await signIn(url, 'x'.repeat(10_000), from('192.0.2.3'));
  expect(tooLarge.status).toBe(400);
});

test('its pages have the strictest policy, escape everything, and exist or not', minute, async () => {
  const { url } = await startCommand(['--data', temporaryFolder(), '--title', '<Ayuda & más>']);
  const page = await fetch(`${url}/?room=plaza`);
  expect(page.headers.get('content-security-policy')).toBe(
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' blob:; media-src 'self' blob:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  );
  const text = await page.text();
  expect(text).toContain('<h1>&lt;Ayuda &amp; más&gt;</h1>');
  expect(text).toContain('<chat-room room="plaza">');
  const hostile = await (await fetch(`${url}/?room=${encodeURIComponent('"><script>')}`)).text();
  expect(hostile).toContain('<chat-room room="&quot;&gt;&lt;script&gt;">');
  expect((await fetch(`${url}/?room=${'x'.repeat(1_000)}`)).status).toBe(400);
  const statuses = await Promise.all(
    ['/demo.css', '/admin', '/chat/widget.js', '/chat/health', '/favicon.ico', '/admin-password'].map(
      async (path) => (await fetch(url + path)).status,
    ),
  );
  expect(statuses).toEqual([200, 200, 200, 200, 404, 404]);
});

test('guests cannot take the name of the admin; without guests only tokens enter', minute, async () => {
  const open = await startCommand(['--data', temporaryFolder()]);
  await expect(clientOf(open.url, { name: 'Admin' }).room('lobby').join()).rejects.toMatchObject({
    code: 'conflict',
    reason: 'name_taken',
  });
  const secret = 's'.repeat(32);
  const closed = await startCommand(['--data', temporaryFolder(), '--no-guests'], { CHAT_SECRET: secret });
  await expect(clientOf(closed.url, { name: 'Ana' }).room('lobby').join()).rejects.toMatchObject({
    code: 'unauthenticated',
  });
  const token = await new SignJWT({ name: 'Luis' })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject('7')
    .setExpirationTime('5m')
    .sign(new TextEncoder().encode(secret));
  const luis = clientOf(closed.url, { token });
  await luis.room('lobby').join();
  expect(luis.user?.id).toBe('7');
});

test('pages of another origin are admitted only if a flag names it', minute, async () => {
  const { url } = await startCommand(['--data', temporaryFolder()], {
    CHAT_ORIGIN: 'https://a.example, https://b.example/',
  });
  const statusFor = async (origin: string) =>
    (await fetch(`${url}/chat/socket/?EIO=4&transport=polling`, { headers: { origin } })).status;
  expect(await statusFor('https://a.example')).toBe(200);
  expect(await statusFor('https://b.example')).toBe(200);
  expect(await statusFor('https://c.example')).toBe(403);
});

test.each<[string, string[], string, Record<string, string>?]>([
  ['an unknown flag', ['--colour', 'red'], "Unknown option '--colour'"],
  ['a flag without its value', ['--port'], "Option '--port <value>' argument missing"],
  ['a bad port', ['--port', '70000'], '70000 is not a port'],
  ['a bad origin', ['--origin', 'www.example.org'], 'www.example.org is not an origin'],
  ['a bad room', ['--room', 'x'.repeat(200)], 'x'.repeat(200) + ' is not the id of a room'],
  ['an unknown command', ['chat'], 'there is no command chat'],
  ['no guests and no secret', ['--no-guests'], '--no-guests needs CHAT_SECRET'],
  ['a short password', [], 'CHAT_ADMIN_PASSWORD must have at least 12', { CHAT_ADMIN_PASSWORD: 'admin' }],
  ['a short secret', [], 'secret must have at least 32 bytes', { CHAT_SECRET: 'short' }],
])('%s is named', minute, async (_what, args, message, env = {}) => {
  const { code, stderr } = await runCommand(args, { env: { ...env, CHAT_DATA: temporaryFolder() } });
  expect(stderr).toMatch(/^chat: /);
  expect(stderr).toContain(message);
  expect(stderr).toContain('npx @chat/server --help');
  expect(stderr).not.toMatch(/^ +at /m);
  expect(code).toBe(2);
});

test('a taken port, a folder that cannot be used and a Node without SQLite are named', minute, async () => {
  const folder = temporaryFolder();
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  onTestFinished(() => void taken.close());
  const { port } = taken.address() as AddressInfo;
  const onTakenPort = await runCommand(['--port', String(port), '--data', join(folder, 'port')]);
  expect(onTakenPort).toMatchObject({ code: 2, stderr: expect.stringContaining(`port ${port} is in use`) });
  // The next start shows the password: this one did not.
  expect(() => readFileSync(join(folder, 'port', 'admin-password'))).toThrow('ENOENT');

  writeFileSync(join(folder, 'file'), '');
  const inFile = await runCommand(['--port', '0', '--data', join(folder, 'file')]);
  expect(inFile).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('Choose another one with --data'),
  });

  const old = await runCommand(['--port', '0', '--data', folder], { node: ['--no-experimental-sqlite'] });
  expect(old).toMatchObject({ code: 2, stderr: expect.stringContaining('Install Node 22.13 or newer') });

  await startCommand(['--data', join(folder, 'shared')]);
  const second = await runCommand(['--port', '0', '--data', join(folder, 'shared')]);
  expect(second).toMatchObject({ code: 2, stderr: expect.stringContaining('another process') });
});

test('--help lists every flag and variable', minute, async () => {
  const { code, stdout } = await runCommand(['--help']);
  expect(code).toBe(0);
  const guide = ['standalone', 'backup']
    .map((name) => readFileSync(new URL(`../../../../docs/guides/${name}.md`, import.meta.url), 'utf8'))
    .join('');
  const named = stdout.match(/--[a-z][\w-]+|\b(?:CHAT_\w+|AWS_\w+|PORT|HOST)\b/g) ?? [];
  expect(named.length).toBeGreaterThan(12);
  for (const name of named) expect(guide).toContain(`\`${name}`);
});
