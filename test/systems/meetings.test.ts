import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createChatClient } from '@chat/client';
import { jwt } from '@chat/server';
import { SignJWT } from 'jose';
import { expect, onTestFinished, test } from 'vitest';
import { oldVocabulary } from '../../examples/meetings/old-vocabulary.ts';
import { startServer } from '../../packages/server/test/chat/harness.ts';
import { oldFrontEnd } from './old-front-end.ts';

const secret = 'the secret of the service that has the users';
const tokenOf = (claims: object, key = secret) =>
  new SignJWT({ ...claims })
    .setProtectedHeader({ alg: 'HS256' })
    .setExpirationTime('1h')
    .sign(new TextEncoder().encode(key));

const start = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'chat-meetings-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const running = await startServer({
    storage: join(folder, 'chat.sqlite'),
    authenticate: jwt({ secret }),
    rooms: { autoCreate: false, defaults: { retention: 'ephemeral' } },
    files: false,
    limits: { presenceGraceMs: 300 },
    dialects: [oldVocabulary],
  });
  const ask = async (token: string | null, method: string, path: string, body?: object) => {
    const response = await fetch(`${running.url}/api/meetings${path}`, {
      method,
      headers: {
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...(body ? { 'content-type': 'application/json' } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  return { ...running, ask, folder };
};

const anyString = expect.any(String) as string;

test('two old pages and a new one are in the same meeting, and nothing of it is on the disk', async () => {
  const { url, ask, folder, stop } = await start();
  const [ana, ben, eva] = await Promise.all([
    tokenOf({ sub: 'u-ana', name: 'Ana' }),
    tokenOf({ id: 'u-ben', name: 'Ben' }),
    tokenOf({ sub: 'u-eva', name: 'Eva' }),
  ]);
  const { status, body } = await ask(ana, 'POST', '', { title: 'Planning' });
  expect(status).toBe(201);
  expect(body).toEqual({
    id: anyString,
    creator: 'u-ana',
    status: 'active',
    createdAt: anyString,
    title: 'Planning',
  });
  const meetingId = body['id'] as string;
  expect((await ask(ben, 'GET', `/${meetingId}`)).body).toEqual(body);

  const [one, other] = await Promise.all([
    oldFrontEnd(url, { token: ana }),
    oldFrontEnd(url, { token: ben }),
  ]);
  expect(await one.ask('join-meeting', { meetingId })).toMatchObject({ ok: true, meetingId });
  await other.ask('join-meeting', { meetingId });
  expect(await one.hears('user-joined')).toEqual({ meetingId, user: { id: 'u-ben', name: 'Ben' } });

  const client = createChatClient({ url, token: eva });
  onTestFinished(() => client.close());
  const room = client.room(meetingId);
  await room.join();
  await one.hears('user-joined', ({ user }: { user: { id: string } }) => user.id === 'u-eva');

  const canary = `canary ${crypto.randomUUID()}`;
  expect(await one.ask('send-message', { meetingId, text: canary })).toMatchObject({ ok: true });
  const said = { id: anyString, meetingId, user: { id: 'u-ana', name: 'Ana' }, text: canary, at: anyString };
  expect(await other.hears('receive-message')).toEqual(said);
  await expect.poll(() => room.messages.get().items.map(({ text }) => text)).toEqual([canary]);
  const fromPage = `canary ${crypto.randomUUID()}`;
  await room.messages.send({ text: fromPage });
  for (const each of [one, other])
    await each.hears('receive-message', ({ text }: { text: string }) => text === fromPage);
  expect(one.heard.filter(([event]) => event === 'receive-message')).toHaveLength(1);

  await other.ask('leave-meeting', { meetingId });
  expect(await one.hears('user-left')).toEqual({ meetingId, user: { id: 'u-ben', name: 'Ben' } });

  // It ends for everybody in it, by whoever made it.
  expect((await ask(ben, 'PUT', `/${meetingId}/end`)).status).toBe(403);
  expect(await ask(ana, 'PUT', `/${meetingId}/end`)).toMatchObject({
    status: 200,
    body: { status: 'ended' },
  });
  expect(await one.hears('meeting-ended')).toEqual({ meetingId });
  const again = await other.ask('join-meeting', { meetingId });
  expect(again).toEqual({ ok: false, error: 'room_ended', message: anyString });
  expect(await one.ask('send-message', { meetingId, text: 'late' })).toMatchObject({ error: 'room_ended' });

  await stop();
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((each) => each.isFile());
  expect(files.length).toBeGreaterThan(0);
  const holding = (what: string) =>
    files.filter(({ parentPath, name }) => readFileSync(join(parentPath, name)).includes(what));
  expect(holding(meetingId).length).toBeGreaterThan(0); // what is kept is found
  expect(holding(canary)).toEqual([]);
  expect(holding(fromPage)).toEqual([]);
});

test('who has no valid token is nobody, and what is unknown is not found', async () => {
  const { url, ask } = await start();
  const forged = await tokenOf(
    { sub: 'u-ana', name: 'Ana' },
    'a secret that somebody has made up by himself',
  );
  for (const token of [null, 'nonsense', forged]) {
    expect((await ask(token, 'POST', '', {})).status).toBe(401);
    expect((await ask(token, 'GET', '/unknown')).status).toBe(401);
    expect((await ask(token, 'PUT', '/unknown/end')).status).toBe(401);
    await expect(oldFrontEnd(url, { token })).rejects.toThrow(/token/);
  }
  await expect(oldFrontEnd(url)).rejects.toMatchObject({ data: { ok: false, error: 'unauthenticated' } });
  const ana = await tokenOf({ sub: 'u-ana', name: 'Ana' });
  expect((await ask(ana, 'GET', '/unknown')).status).toBe(404);
  expect((await ask(ana, 'PUT', '/unknown/end')).status).toBe(404);
  const page = await oldFrontEnd(url, { token: ana });
  const refused = (error: string) => ({ ok: false, error, message: anyString });
  expect(await page.ask('join-meeting', { meetingId: 'unknown' })).toEqual(refused('not_found'));
  expect(await page.hears('error')).toEqual({ code: 'not_found', message: anyString });
  expect(await page.ask('join-meeting')).toEqual(refused('invalid'));
  expect(await page.ask('send-message', { meetingId: 'unknown', text: 'x' })).toEqual(refused('not_found'));
  expect(await page.ask('leave-meeting', { meetingId: 7 })).toEqual(refused('invalid'));
});
