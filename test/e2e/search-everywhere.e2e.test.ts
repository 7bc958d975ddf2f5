// A user searches all their rooms, from a page with one room and from the room list, and jumps to the
// results, also in threads. `SCREENSHOTS=<folder>` keeps pictures.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createChatServer } from '@chat/server';
import { sqliteStorage } from '@chat/server/sqlite';
import type { Page } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';
import { longTest } from '../long-test.ts';
import { useBrowser } from './browser.ts';
import { isReady } from './portal.ts';

const { visit } = useBrowser();
const folder = process.env['SCREENSHOTS'];
const picture = async (page: Page, name: string): Promise<void> => {
  await page.evaluate('Promise.all(document.getAnimations().map((each) => each.finished.catch(() => {})))');
  if (folder) await page.screenshot({ path: join(folder, `${name}.png`) });
};

const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' blob:; media-src 'self' blob:";
const bodies: Record<string, (name: string) => string> = {
  '/': (name) => `<script src="/chat/widget.js" data-room="plaza" data-name="${name}"></script>`,
  '/obras': (name) => `<script src="/chat/widget.js" data-room="obras" data-name="${name}"></script>`,
  '/messages': (name) =>
    `<script src="/chat/widget.js"></script><chat-rooms name="${name}"><chat-room></chat-room></chat-rooms>`,
};

const listen = async () => {
  const http = createServer(({ url = '/' }, response) => {
    const { pathname, searchParams } = new URL(url, 'http://localhost');
    const body = bodies[pathname]?.(searchParams.get('name') ?? 'Ana');
    if (body === undefined) return;
    response.setHeader('content-security-policy', policy);
    response
      .setHeader('content-type', 'text/html')
      .end(
        `<!doctype html><html lang="es"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><body>${body}`,
      );
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const chat = createChatServer(http, { storage: sqliteStorage(':memory:') });
  onTestFinished(async () => {
    await chat.close();
    http.closeAllConnections();
    http.close();
  });
  const marta = chat.as({ id: 'marta', name: 'Marta Soto' });
  const say = (roomId: string, text: string, threadId?: string) =>
    marta.call('message:send', {
      roomId,
      id: crypto.randomUUID(),
      text,
      ...(threadId === undefined ? {} : { threadId }),
    });
  await marta.call('room:create', { roomId: 'plaza', title: 'Plaza Mayor' });
  await marta.call('room:create', { roomId: 'obras', title: 'Obras municipales' });
  await marta.call('room:create', { roomId: 'otra', title: 'Sin Ana' });
  await say('plaza', 'Han abierto una zanja delante del quiosco');
  const first = await say('obras', 'La zanja de la calle Real se cierra el lunes');
  await say('obras', 'La zanja se vallará mañana, a primera hora', first.id);
  for (let index = 0; index < 300; index++) await say('obras', `Parte de obra número ${index}`);
  await say('otra', 'Aquí también hay una zanja');
  return `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
};

const openSearch = async (page: Page): Promise<void> => {
  const header = page.locator('chat-room header');
  const button = header.getByRole('button', { name: 'Buscar', exact: true });
  if (await button.isVisible()) await button.click();
  else {
    await header.getByRole('button', { name: 'Más' }).click();
    await page.getByRole('menuitem', { name: 'Buscar', exact: true }).click();
  }
  await page.locator('chat-search input[type=search]:focus').waitFor();
};
const hits = (page: Page) => page.locator('chat-search .hit');
const hit = (page: Page, text: string) => hits(page).filter({ hasText: text });
const places = (page: Page) => page.locator('chat-search .where').allInnerTexts();
const found = (page: Page, within = '.talk > chat-messages') => page.locator(`${within} .found`);
const title = (page: Page) => page.locator('chat-room header .title').innerText();

test('a search finds messages in another room, and jumps there and back', { timeout: 120_000 }, async () => {
  const url = await listen();
  const { page, complaints } = await visit();
  await page.goto(`${url}/obras`);
  await isReady(page);
  await page.goto(url);
  await isReady(page);
  await openSearch(page);
  await page.keyboard.type('zanja');
  await expect.poll(() => hits(page).count()).toBe(1);
  await page.getByLabel('Todas las conversaciones').check({ force: true });
  await expect.poll(() => hits(page).count()).toBe(3);
  // Messages of the same millisecond may come in either order.
  await expect
    .poll(async () => (await places(page)).toSorted())
    .toEqual(['Obras municipales', 'Obras municipales', 'Plaza Mayor']);
  await picture(page, 'everywhere-desktop');

  // By keyboard to one that is far up in the other room.
  await hit(page, 'calle Real').focus();
  await page.keyboard.press('Enter');
  await found(page).waitFor();
  expect(await found(page).innerText()).toContain('calle Real');
  expect(await title(page)).toBe('Obras municipales');
  await picture(page, 'everywhere-led');

  // The results are still there; a hit in a thread opens the thread.
  await openSearch(page);
  await expect.poll(() => hits(page).count()).toBe(3);
  await hit(page, 'se vallará').click();
  await found(page, 'chat-thread chat-messages').waitFor();
  expect(await found(page, 'chat-thread chat-messages').innerText()).toContain('se vallará');
  await picture(page, 'everywhere-thread');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Volver' }).click();
  await expect.poll(() => title(page)).toBe('Plaza Mayor');
  expect(complaints).toEqual([]);
});

longTest('the room list opens the room of a hit, also on a phone', { timeout: 120_000 }, async () => {
  const url = await listen();
  for (const [kind, options] of [
    ['desktop', {}],
    [
      'phone',
      {
        viewport: { width: 320, height: 640 },
        isMobile: true,
        hasTouch: true,
        colorScheme: 'dark' as const,
      },
    ],
  ] as const) {
    const { page, complaints } = await visit(options);
    for (const path of ['/obras', '/']) {
      await page.goto(`${url}${path}?name=${kind}`);
      await isReady(page);
    }
    await page.goto(`${url}/messages?name=${kind}`);
    await page.locator('chat-rooms .row', { hasText: 'Plaza Mayor' }).click();
    await isReady(page);
    await openSearch(page);
    await page.getByLabel('Todas las conversaciones').check({ force: true });
    await page.locator('chat-search input[type=search]').fill('zanja');
    await expect.poll(() => hits(page).count()).toBe(3);
    await picture(page, `everywhere-list-${kind}`);
    await hit(page, 'se vallará').click();
    await found(page, 'chat-thread chat-messages').waitFor();
    expect(await page.locator('chat-rooms').getAttribute('room')).toBe('obras');
    await picture(page, `everywhere-list-thread-${kind}`);
    expect(complaints).toEqual([]);
  }
});
