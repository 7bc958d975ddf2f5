// A video call in an encrypted conversation of the messenger, which goes on after a reload. The server sees no fingerprint.
// `SCREENSHOTS=<folder>` keeps pictures.
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { picturesOf, smallPhone, useBrowser } from './browser.ts';
import { call, fakeDevices, flows, permissions, press, start } from './call-pages.ts';
import { startExample } from './example.ts';
import { openRoom, signUp, writeTo } from './messenger-pages.ts';
import { say } from './portal.ts';

const { visit } = useBrowser(fakeDevices);
const picture = picturesOf('encryption-calls-');

/** The frames of all websockets that a page opens from now on. */
const framesOf = (page: Page): string[] => {
  const frames: string[] = [];
  page.on('websocket', (socket) => {
    socket.on('framesent', ({ payload }) => frames.push(String(payload)));
    socket.on('framereceived', ({ payload }) => frames.push(String(payload)));
  });
  return frames;
};

test('two users of an encrypted conversation call each other', { timeout: 120_000 }, async () => {
  const messenger = await startExample('messenger');
  const [ana, luis] = [await visit({ permissions }), await visit({ ...smallPhone, permissions })];
  const frames = [ana, luis].map(({ page }) => framesOf(page));
  await signUp(luis.page, messenger.url, 'Luis');
  await signUp(ana.page, messenger.url, 'Ana');
  await writeTo(ana.page, 'Luis', true);
  await say(ana.page, 'hola');
  await openRoom(luis.page, /Ana/);

  await start(ana.page, 'Videollamada');
  await press(luis.page, 'Contestar');
  for (const { page } of [ana, luis]) {
    await flows(page);
    await call(page).getByRole('img', { name: 'Cifrada de extremo a extremo' }).waitFor();
  }
  await picture(ana.page, 'talking');
  await picture(luis.page, 'talking-phone');

  await ana.page.reload();
  await openRoom(ana.page, /Luis/);
  for (const { page } of [ana, luis]) await flows(page);
  await press(luis.page, 'Colgar');
  await call(ana.page).getByText('Llamada finalizada').waitFor();

  const all = frames.flat();
  expect(all.some((frame) => frame.includes('call:signal'))).toBe(true);
  expect(all.filter((frame) => /fingerprint|candidate:|"shows"/.test(frame))).toEqual([]);
});
