// Two users in one room: one searches old messages, and those that the other sends and edits meanwhile.
// `SCREENSHOTS=<folder>` keeps pictures.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createChatServer, type ChatServer } from '@chat/server';
import { sqliteStorage } from '@chat/server/sqlite';
import type { Page } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';
import { picture, smallPhone, useBrowser } from './browser.ts';
import { sent, shows } from './portal.ts';

const { visit } = useBrowser();

/** Pages of people by name and language, under the strictest policy that a page can have. */
const listen = async (): Promise<{ chat: ChatServer; url: (name: string, lang: string) => string }> => {
  const http = createServer(({ url = '/' }, response) => {
    const { pathname, searchParams } = new URL(url, 'http://localhost');
    if (pathname !== '/') {
      response.writeHead(404).end();
      return;
    }
    response.setHeader(
      'content-security-policy',
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' blob:; media-src 'self' blob:",
    );
    response.setHeader('content-type', 'text/html').end(
      `<!doctype html><html lang="${searchParams.get('lang')}"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><body>
       <script src="/chat/widget.js" data-room="plaza" data-name="${searchParams.get('name')}"></script>`,
    );
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const chat = createChatServer(http, { storage: sqliteStorage(':memory:') });
  onTestFinished(async () => {
    await chat.close();
    http.closeAllConnections();
    http.close();
  });
  const { port } = http.address() as AddressInfo;
  return { chat, url: (name, lang) => `http://127.0.0.1:${port}/?name=${name}&lang=${lang}` };
};

const say = (chat: ChatServer, text: string) =>
  chat
    .as({ id: 'marta', name: 'Marta Soto' })
    .call('message:send', { roomId: 'plaza', id: crypto.randomUUID(), text });

/** `menu`: what the button is in where the header is narrow. */
const openSearch = async (page: Page, button: string, what: string, menu?: string): Promise<void> => {
  if (menu !== undefined) await page.locator('chat-room header').getByRole('button', { name: menu }).click();
  const role = menu === undefined ? 'button' : 'menuitem';
  await page.getByRole(role, { name: button, exact: true }).click();
  await page.locator('chat-search input[type=search]:focus').waitFor();
  await page.keyboard.type(what);
};
const hits = (page: Page) => page.locator('chat-search .hit');

test(
  'a search finds old and new messages by their words, and jumps to them',
  { timeout: 120_000 },
  async () => {
    const { chat, url } = await listen();
    const marta = chat.as({ id: 'marta', name: 'Marta Soto' });
    await marta.call('room:create', { roomId: 'plaza', title: 'Plaza Mayor' });
    const old = await say(
      chat,
      'La reunión del barrio es el jueves, en el salón de actos del ayuntamiento; traed el acta firmada.',
    );
    for (let index = 0; index < 6_000; index++) await say(chat, `Mensaje número ${index}`);
    await say(chat, 'Aquí está el acta de la reunión: https://example.org/acta');

    const [ana, luis] = [await visit(), await visit(smallPhone)];
    await Promise.all([ana.page.goto(url('Ana', 'es')), luis.page.goto(url('Luis', 'ar'))]);
    await openSearch(ana.page, 'Buscar', 'reunion act');
    await expect.poll(() => hits(ana.page).count()).toBe(2);
    await picture(ana.page, 'search-desktop');
    await expect
      .poll(() => ana.page.locator('chat-search mark').allInnerTexts())
      .toEqual(['acta', 'reunión', 'acta', 'reunión', 'actos', 'acta']);
    await ana.page.keyboard.press('ArrowDown');
    await ana.page.keyboard.press('ArrowDown');
    await ana.page.keyboard.press('Enter');
    const found = (page: Page) => page.locator('chat-messages .found');
    await found(ana.page).waitFor();
    expect(await found(ana.page).innerText()).toContain('La reunión del barrio');
    await picture(ana.page, 'search-jump');
    // Messages between load while scrolling, from either side; the button leads to the newest.
    const gap = ana.page.locator('chat-messages .gap');
    await ana.page.locator('chat-messages .scroller').hover();
    for (const number of [20, 60, 100]) {
      const row = ana.page.getByText(`Mensaje número ${number}`, { exact: true });
      await expect
        .poll(async () => {
          await ana.page.mouse.wheel(0, 700);
          return row.count();
        })
        .toBe(1);
    }
    expect(await gap.count()).toBeLessThanOrEqual(1);
    await ana.page.getByRole('button', { name: 'Ir al final' }).click();
    await shows(ana.page, 'Aquí está el acta');
    await ana.page.locator('chat-messages .scroller').hover();
    for (const number of [5990, 5950, 5900]) {
      const row = ana.page.getByText(`Mensaje número ${number}`, { exact: true });
      await expect
        .poll(async () => {
          await ana.page.mouse.wheel(0, -700);
          return row.count();
        })
        .toBe(1);
    }
    await picture(ana.page, 'search-back');

    // On a phone, right to left, the panel covers the messages and makes way.
    await openSearch(luis.page, 'بحث', '"salón de actos"', 'المزيد');
    await expect.poll(() => hits(luis.page).count()).toBe(1);
    await picture(luis.page, 'search-phone-dark-rtl');
    await luis.page.locator('chat-search summary').click();
    await picture(luis.page, 'search-phone-filters');
    await hits(luis.page).click();
    await found(luis.page).waitFor();
    await luis.page.locator('chat-search').waitFor({ state: 'detached' });
    await picture(luis.page, 'search-phone-jump');

    // An edited message is found by its current text.
    await luis.page.locator('chat-composer textarea').fill('La reunión se aplaza, sin acta');
    await luis.page.locator('chat-composer textarea').press('Enter');
    await sent(luis.page, 'se aplaza');
    await marta.call('message:edit', { roomId: 'plaza', messageId: old.id, text: 'Ya no hay nada' });
    await ana.page.locator('chat-search input[type=search]').press('Enter');
    await expect.poll(() => hits(ana.page).first().innerText()).toContain('se aplaza');
    await expect.poll(() => hits(ana.page).count()).toBe(2);

    // Links alone, through a reconnect.
    await ana.page.locator('chat-search input[type=search]').fill('');
    await ana.page.context().setOffline(true);
    await ana.page.getByRole('button', { name: 'Enlaces' }).click();
    await ana.page.context().setOffline(false);
    await expect.poll(() => hits(ana.page).count(), { timeout: 20_000 }).toBe(1);
    expect(await hits(ana.page).innerText()).toContain('https://example.org/acta');
    await picture(ana.page, 'search-links');
    expect([ana, luis].flatMap(({ complaints }) => complaints)).toEqual([]);
  },
);
