// The meetings in a process of their own, with their page. No message text remains.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createChatClient } from '@chat/client';
import { expect, onTestFinished, test } from 'vitest';
import { startFirestore } from '../systems/firestore-emulator.ts';
import { askMeetings, secret, tokenOf } from '../systems/meeting-tokens.ts';
import { oldFrontEnd } from '../systems/old-front-end.ts';
import { useBrowser } from './browser.ts';
import { startExample } from './example.ts';
import { hears, isReady, say } from './portal.ts';

const { visit } = useBrowser();
const example = new URL('../../examples/meetings', import.meta.url).pathname;

const tempFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'chat-canary-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

/** Files below these folders that hold a text. */
const holding = (text: string, ...folders: string[]): string[] =>
  folders
    .flatMap((folder) => readdirSync(folder, { recursive: true, withFileTypes: true }))
    .filter((each) => each.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((path) => !path.includes('node_modules') && readFileSync(path).includes(text));

test.each(['embedded', 'firestore'] as const)('no canary remains: %s', { timeout: 120_000 }, async (kind) => {
  const firestore = kind === 'firestore' ? await startFirestore() : null;
  const temp = tempFolder();
  const running = await startExample('meetings', {
    JWT_SECRET: secret,
    TMPDIR: temp,
    ...(firestore && {
      FIRESTORE_EMULATOR_HOST: firestore.host,
      METADATA_SERVER_DETECTION: 'none',
      FIREBASE_PROJECT_ID: 'meetings',
    }),
  });
  const { url } = running;
  expect(running.output()).toContain(firestore ? 'Firestore, project meetings' : 'the embedded store');
  const [ana, eva] = await Promise.all([
    tokenOf({ sub: 'u-ana', name: 'Ana' }),
    tokenOf({ sub: 'u-eva', name: 'Eva' }),
  ]);
  const canary = `canary-${crypto.randomUUID()}`;
  const ask = askMeetings(url);
  const made = await ask(ana, 'POST', '', { title: 'A title that is kept' });
  const meetingId = made.body['id'] as string;
  const old = await oldFrontEnd(url, { token: ana });
  await old.ask('join-meeting', { meetingId });
  const client = createChatClient({ url, token: eva });
  onTestFinished(() => client.close());
  const room = client.room(meetingId);
  await room.join();

  // Every way in which a text comes to the server.
  expect(await old.ask('send-message', { meetingId, text: canary })).toMatchObject({ ok: true });
  const sent = await room.messages.send({ text: canary, data: { canary } });
  await room.messages.edit(sent.id, `${canary} edited`);
  await room.messages.send({ text: canary, to: ['u-ana'] });
  await room.messages.send({ text: canary, replyTo: sent.id, threadId: sent.id });
  const theirs = await old.hears('receive-message', ({ id }: { id: string }) => id === sent.id);
  expect(theirs).toMatchObject({ text: canary });
  const first = room.messages.get().items.find(({ author }) => author.id === 'u-ana');
  await room.reports.report(first!.id, canary);
  await room.reactions.add(first!.id, '👍');
  expect((await room.search({ q: canary })).hits.length).toBeGreaterThan(0);
  await room.messages.delete(sent.id);
  const rest = (path: string, body?: object) =>
    fetch(`${url}/chat/api/rooms/${meetingId}${path}`, {
      method: body ? 'POST' : 'GET',
      headers: { authorization: `Bearer ${eva}`, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
  expect((await rest('/messages', { id: crypto.randomUUID(), text: canary })).status).toBe(201);
  expect((await rest(`/search?q=${canary}`)).status).toBe(200);
  // Also what is refused, and what cannot be read.
  expect(await old.ask('send-message', { meetingId: canary, text: canary })).toMatchObject({ ok: false });
  expect((await rest('/messages', { id: canary, text: canary, [canary]: canary })).status).toBe(400);
  expect((await ask(ana, 'POST', '', `{"title":"${canary}`)).status).toBe(400);
  old.socket.emit('send-message', canary);
  expect(await old.ask(canary, canary)).toMatchObject({ ok: false });
  await ask(ana, 'PUT', `/${meetingId}/end`);
  await old.hears('meeting-ended');

  // As it runs, and when it has ended.
  const places = [running.folder, temp, example];
  expect(holding(canary, ...places)).toEqual([]);
  await running.stop();
  expect(holding(canary, ...places)).toEqual([]);
  expect(running.printed()).not.toContain(canary);
  expect(firestore?.content() ?? '').not.toContain(canary);
  // Stored messages are found, so the search works; with Firestore no file has any.
  const inFiles = holding(meetingId, ...places).length > 0;
  expect([inFiles, firestore?.content().includes('A title that is kept')]).toEqual(
    firestore ? [false, true] : [true, undefined],
  );
});

test('the server issues tokens only if that is enabled', { timeout: 60_000 }, async () => {
  const { url, output } = await startExample('meetings');
  expect(output()).toContain('nobody has a token');
  const token = await fetch(`${url}/demo/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"name":"Ana"}',
  });
  expect(token.status).toBe(404);
  const { page, complaints } = await visit({ locale: 'en-GB' });
  await page.goto(url);
  await page.getByLabel('Access token').fill('made up');
  await page.getByRole('button', { name: 'Start meeting' }).click();
  await page.getByText('That access token isn’t valid. Check it and try again.').waitFor();
  expect(complaints).toEqual([]);
});

test('two users talk in a meeting on the page, until one ends it', { timeout: 60_000 }, async () => {
  const { url } = await startExample('meetings', { DEMO_TOKENS: 'on' });
  const [ana, luis] = [await visit({ locale: 'en-GB' }), await visit({ locale: 'en-GB' })];
  await ana.page.goto(url);
  await ana.page.getByLabel('Your name').fill('Ana');
  await ana.page.getByLabel('Title').fill('Planning');
  await ana.page.getByRole('button', { name: 'Start meeting' }).click();
  await isReady(ana.page);
  await ana.page.locator('h1', { hasText: 'Planning' }).waitFor();
  await ana.page.getByText('Messages disappear when the meeting ends.').waitFor();
  expect(ana.page.url()).toContain('?meeting=');
  await luis.page.goto(ana.page.url());
  await luis.page.getByLabel('Your name').fill('Luis');
  await luis.page.getByRole('button', { name: 'Join' }).click();
  await isReady(luis.page);
  await say(luis.page, 'hello');
  await hears(ana.page, 'hello');
  // Only who made it can end it.
  expect(await luis.page.getByRole('button', { name: 'End for everyone' }).isVisible()).toBe(false);
  const databases = () => luis.page.evaluate(async () => (await indexedDB.databases()).length);
  expect(await databases()).toBe(0);
  await ana.page.getByRole('button', { name: 'End for everyone' }).click();
  await ana.page.getByRole('dialog').getByRole('button', { name: 'End for everyone' }).click();
  for (const { page, complaints } of [ana, luis]) {
    await page.getByText('The meeting has ended. Messages disappear').waitFor();
    expect(complaints).toEqual([]);
  }
});
