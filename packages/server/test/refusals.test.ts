// Refusals are logged for the developer, with the option to change, and at a limited rate.
import type { Logger } from '@chat/server';
import { guests, firstOf, jwt } from '@chat/server';
import { SignJWT } from 'jose';
import { expect, test } from 'vitest';
import { connect, startServer } from './chat/harness.ts';

const recorder = () => {
  const warnings: string[] = [];
  const ignore = (): void => undefined;
  const logger: Logger = {
    debug: ignore,
    info: ignore,
    warn: (_fields, text) => warnings.push(text),
    error: (_fields, text) => warnings.push(text),
  };
  return { logger, warnings };
};

test('a refused origin is logged once for socket and REST, with the option to change', async () => {
  const { logger, warnings } = recorder();
  const { url } = await startServer({ logger, files: false });
  const from = (origin: string) => ({ extraHeaders: { origin } });
  for (let tries = 0; tries < 3; tries += 1)
    await expect(connect(url, { name: 'Ana' }, from('https://page.example'))).rejects.toThrow(
      'websocket error',
    );
  await fetch(`${url}/chat/api/rooms`, { headers: { origin: 'https://page.example' } });
  expect(warnings).toEqual([
    expect.stringMatching(
      /^pages of the origin https:\/\/page\.example are refused: add it to the option cors\.origin/,
    ),
  ]);
  await fetch(`${url}/chat/api/rooms`, { headers: { origin: 'null' } });
  expect(warnings.at(-1)).toContain('allow-same-origin');
  for (let at = 0; at < 200; at += 1)
    await fetch(`${url}/chat/api/rooms`, { headers: { origin: `https://made-up-${at}.example` } });
  expect(warnings.length).toBeLessThan(60);
  expect(warnings.at(-1)).toBe('further rejected origins are not logged');
});

test('a refused token is logged with its cause, once a minute for each cause', async () => {
  const { logger, warnings } = recorder();
  let now = Date.now();
  const secret = 'the secret that the server knows, 32 bytes';
  const { url } = await startServer({
    logger,
    files: false,
    now: () => now,
    authenticate: firstOf(jwt({ secret }), guests()),
  });
  const sign = (key: string) =>
    new SignJWT({ name: 'Ana' })
      .setSubject('ana')
      .setProtectedHeader({ alg: 'HS256' })
      .sign(new TextEncoder().encode(key));
  const wrong = await sign('another secret, of another application');
  for (let tries = 0; tries < 3; tries += 1)
    await expect(connect(url, { token: wrong })).rejects.toThrow('signature');
  const cause =
    'a sign-in was refused: the token was refused: its signature is wrong; the same cause is logged once a minute';
  expect(warnings).toEqual([cause]);
  await expect(connect(url, { token: 'nonsense' })).rejects.toThrow('refused');
  expect(warnings).toHaveLength(2);
  now += 60_000;
  await expect(connect(url, { token: wrong })).rejects.toThrow('signature');
  expect(warnings.slice(2)).toEqual([cause]);
});

test('a visitor without a name and an expired token are not logged', async () => {
  const { logger, warnings } = recorder();
  const secret = 'the secret that the server knows, 32 bytes';
  const { url } = await startServer({
    logger,
    files: false,
    authenticate: firstOf(jwt({ secret }), guests()),
  });
  await expect(connect(url, {})).rejects.toMatchObject({ reason: 'name_required' });
  const old = await new SignJWT({ name: 'Ana', exp: 1 })
    .setSubject('ana')
    .setProtectedHeader({ alg: 'HS256' })
    .sign(new TextEncoder().encode(secret));
  await expect(connect(url, { token: old })).rejects.toMatchObject({ code: 'expired' });
  expect(warnings).toEqual([]);
});

test('null from authenticate is logged once, since most such visitors are just not signed in', async () => {
  const { logger, warnings } = recorder();
  const { url } = await startServer({ logger, files: false, authenticate: () => null });
  for (let tries = 0; tries < 3; tries += 1)
    await expect(connect(url, {})).rejects.toThrow('a valid token or name is required');
  expect(warnings).toEqual([expect.stringContaining('authenticate returned null')]);
});
