// After a live event, its page shows the recording with the chat of each moment next to it. `SCREENSHOTS=<folder>`
// keeps pictures.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createChatClient, type ChatRoom } from '@chat/client';
import type { Page } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';
import { violations } from './axe.ts';
import { picturesOf, useBrowser } from './browser.ts';
import { startExample } from './example.ts';
import { hears, isReady } from './portal.ts';
import { makeVideo } from './replay-video.ts';

const { visit } = useBrowser();
const picture = picturesOf('live-events-replay-');

/** Serves a film, in parts where the browser asks for them. Returns its address. */
const serve = async (film: Buffer): Promise<string> => {
  const http = createServer((request, response) => {
    const [, from = '0', to = ''] = /bytes=(\d+)-(\d*)/.exec(request.headers.range ?? '') ?? [];
    const part = film.subarray(Number(from), to ? Number(to) + 1 : film.length);
    response.writeHead(206, {
      'accept-ranges': 'bytes',
      'content-length': part.length,
      'content-range': `bytes ${from}-${Number(from) + part.length - 1}/${film.length}`,
      'content-type': 'video/webm',
    });
    response.end(part);
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    http.closeAllConnections();
    http.close();
  });
  return `http://localhost:${(http.address() as AddressInfo).port}/film.webm`;
};

const filmOf = async (page: Page): Promise<Buffer> => {
  const address = await page.evaluate(makeVideo, 120);
  const bytes = await page.evaluate(
    async (film) => [...new Uint8Array(await (await fetch(film)).arrayBuffer())],
    address,
  );
  return Buffer.from(bytes);
};

const goTo = (page: Page, ms: number): Promise<void> =>
  page.locator('#stage video').evaluate((video, seconds) => {
    (video as HTMLVideoElement).currentTime = seconds;
  }, ms / 1_000);

/** Where a message is in the recording, ms. */
const offsetIn = async (room: ChatRoom, createdAt: number): Promise<number> => {
  const { segments } = await room.recordings.get('broadcast');
  return createdAt - (segments[0]?.at ?? 0);
};

test('after an event, the chat follows its recording', { timeout: 180_000 }, async () => {
  const { url } = await startExample('live-events');
  const guest = await visit({ locale: 'en-GB' });
  await guest.page.goto(url);
  const videoUrl = await serve(await filmOf(guest.page));
  const send = (method: string, path: string, body: object): Promise<Response> =>
    fetch(`${url}/api/events${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const plan = { title: 'Spring concert', videoUrl, startsAt: '2030-12-01T12:00:00Z' };
  const { id } = (await (await send('POST', '', plan)).json()) as { id: string };
  await send('PATCH', `/${id}`, { status: 'active' });
  const client = createChatClient({ url, name: 'Eva' });
  onTestFinished(() => client.close());
  const room = client.room(id);
  await room.join();
  const first = await room.messages.send({ text: 'What a beginning!' });

  await guest.page.goto(`${url}/?event=${id}`);
  await guest.page.getByLabel('Your name').fill('Ana');
  await guest.page.keyboard.press('Enter');
  await isReady(guest.page);
  await hears(guest.page, 'What a beginning!');
  const second = await room.messages.send({ text: 'Encore!' });
  await hears(guest.page, 'What a beginning!', 'Encore!');
  await picture(guest.page, 'during');
  await send('PUT', `/${id}/end`, {});

  // The page turns to the recording, at its beginning.
  const replay = guest.page.locator('chat-replay');
  await replay.getByRole('heading', { name: 'Chat replay' }).waitFor();
  await expect.poll(() => guest.page.locator('chat-room').isVisible()).toBe(false);
  const shown = (page: Page) => page.locator('chat-replay [part~=bubble] .text').allInnerTexts();
  await goTo(guest.page, await offsetIn(room, second.createdAt - 1));
  await expect.poll(() => shown(guest.page)).toEqual(['What a beginning!']);
  await goTo(guest.page, (await offsetIn(room, second.createdAt)) + 5);
  await expect.poll(() => shown(guest.page)).toEqual(['What a beginning!', 'Encore!']);
  await goTo(guest.page, (await offsetIn(room, first.createdAt)) - 1);
  await expect.poll(() => shown(guest.page)).toEqual([]);
  await goTo(guest.page, 60_000);
  await expect.poll(() => shown(guest.page)).toHaveLength(2);
  await picture(guest.page, 'after');
  expect(await violations(guest.page)).toEqual([]);

  // Whoever comes later, on a phone.
  const later = await visit({
    locale: 'en-GB',
    viewport: { width: 390, height: 780 },
    isMobile: true,
    hasTouch: true,
    colorScheme: 'dark',
  });
  await later.page.goto(url);
  await later.page.getByLabel('Your name').fill('Luis');
  await later.page.getByText('Other days').click();
  await later.page.getByLabel('Day', { exact: true }).fill('2030-12-01');
  await later.page.getByRole('button', { name: /^Spring concert/ }).click();
  await later.page.locator('chat-replay').waitFor();
  await goTo(later.page, 60_000);
  await expect.poll(() => shown(later.page)).toHaveLength(2);
  expect(await later.page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  await picture(later.page, 'after-phone-dark');
  expect(await violations(later.page)).toEqual([]);
  expect([...guest.complaints, ...later.complaints]).toEqual([]);
});
