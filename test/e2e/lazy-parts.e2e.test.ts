// Lazy parts load only when they are needed, and again if a load failed.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createChatServer, type ChatServer } from '@chat/server';
import type { Page } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';
import { useBrowser } from './browser.ts';

const { visit } = useBrowser();

const listen = async (): Promise<{ chat: ChatServer; url: string }> => {
  const http = createServer((request, response) => {
    if (request.url !== '/') {
      response.writeHead(404).end();
      return;
    }
    response
      .setHeader('content-type', 'text/html')
      .end(
        '<!doctype html><html lang="es"><body><script src="/chat/widget.js" data-room="r" data-name="Ana"></script>',
      );
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const chat = createChatServer(http);
  onTestFinished(async () => {
    await chat.close();
    http.closeAllConnections();
    http.close();
  });
  return { chat, url: `http://127.0.0.1:${(http.address() as AddressInfo).port}/` };
};

const say = async (chat: ChatServer, text: string): Promise<void> => {
  const luis = chat.as({ id: 'luis', name: 'Luis' });
  await luis.call('room:join', { roomId: 'r' });
  await luis.call('message:send', { roomId: 'r', id: crypto.randomUUID(), text });
};

const chunksOf = (page: Page): string[] => {
  const chunks: string[] = [];
  page.on('request', (request) => {
    const name = /\/chunk-([a-z-]+?)-[^/]*$/.exec(request.url())?.[1];
    if (name) chunks.push(name);
  });
  return chunks;
};

// Before the connection its store and the language; then what else the client can do, and, once the page stands, who has written to me
// alone, and styles for what may follow.
const everyPage = ['es', 'indexed', 'client', 'direct', 'deferred'];

test('plain text loads only the language and styles; markup loads the text renderer', async () => {
  const { chat, url } = await listen();
  await say(chat, 'Buenos días.');
  const { page, complaints } = await visit();
  const chunks = chunksOf(page);
  await page.goto(url);
  await page.locator('[data-message]', { hasText: 'Buenos días.' }).waitFor();
  await expect.poll(() => new Set(chunks)).toEqual(new Set(everyPage));
  await say(chat, 'Es **importante**.');
  await page.locator('[data-message] strong', { hasText: 'importante' }).waitFor();
  expect(new Set(chunks)).toEqual(new Set([...everyPage, 'text']));
  expect(complaints).toEqual([]);
});

test('a part that fails to load leaves the text readable, and is loaded again', async () => {
  const { chat, url } = await listen();
  await say(chat, 'Es **importante**.');
  const { page } = await visit();
  await page.route('**/chunk-text-*', (route) => route.abort());
  await page.goto(url);
  await page.locator('[data-message] .text', { hasText: 'Es **importante**.' }).waitFor();
  await page.unroute('**/chunk-text-*');
  const strong = page.locator('[data-message] strong');
  await expect.poll(() => strong.allTextContents()).toEqual(['importante']);
});

test('a list shows its end and stays there before the deferred parts load', async () => {
  const { chat, url } = await listen();
  await say(chat, 'lo primero');
  for (let n = 2; n <= 60; n++) await say(chat, `aviso ${n}`);
  const { page } = await visit();
  await page.route('**/chunk-deferred-*', (route) => route.abort());
  await page.goto(url);
  const rows = page.locator('[data-message]');
  await rows.filter({ hasText: 'aviso 60' }).waitFor();
  expect(await rows.count()).toBe(40);
  const fromEnd = () =>
    page
      .locator('.scroller')
      .evaluate(({ scrollHeight, clientHeight, scrollTop }) => scrollHeight - clientHeight - scrollTop);
  await say(chat, 'aviso 61');
  await rows.filter({ hasText: 'aviso 61' }).waitFor();
  await expect.poll(fromEnd).toBeLessThan(2);
  await page.unroute('**/chunk-deferred-*');
  const first = rows.filter({ hasText: 'lo primero' });
  await expect
    .poll(async () => {
      await page.locator('.scroller').evaluate((scroller) => scroller.scrollBy(0, -300));
      return first.count();
    })
    .toBeGreaterThan(0);
});

test('the menu loads when it is first opened', async () => {
  const { chat, url } = await listen();
  await say(chat, 'hola');
  const { page, complaints } = await visit();
  const chunks = chunksOf(page);
  await page.goto(url);
  const row = page.locator('[data-message]', { hasText: 'hola' });
  await row.hover();
  await row.locator('.more').click();
  await page.getByRole('menuitem', { name: 'Responder', exact: true }).click();
  await page.locator('.answering', { hasText: 'Luis' }).waitFor();
  expect(chunks).toContain('menu');
  expect(complaints).toEqual([]);
});

test('on a touchscreen the code for gestures is loaded before the first touch, which replies', async () => {
  const { chat, url } = await listen();
  await say(chat, 'hola');
  const { page, complaints } = await visit({
    viewport: { width: 390, height: 740 },
    isMobile: true,
    hasTouch: true,
  });
  await page.goto(url);
  const bubble = page.locator('[data-message] .bubble', { hasText: 'hola' });
  await bubble.waitFor();
  await page.waitForLoadState('networkidle');
  const { x, y, width, height } = (await bubble.boundingBox())!;
  const session = await page.context().newCDPSession(page);
  const finger = (type: 'touchStart' | 'touchMove' | 'touchEnd', dx?: number) =>
    session.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: dx === undefined ? [] : [{ x: x + width / 2 + dx, y: y + height / 2 }],
    });
  await finger('touchStart', 0);
  for (let dx = 12; dx <= 96; dx += 12) await finger('touchMove', dx);
  await finger('touchEnd');
  await page.locator('.answering', { hasText: 'Luis' }).waitFor();
  expect(complaints).toEqual([]);
});

test('text typed before the deferred parts load is handled when they load', async () => {
  const { chat, url } = await listen();
  await say(chat, 'hola');
  const { page, complaints } = await visit();
  await page.goto(url);
  const field = page.locator('chat-composer textarea');
  for (const [typed, offered] of [
    ['Gracias, @lu', 'Luis'],
    ['Gracias :tada', 'tada'],
    ['Gracias :tada:', 'Gracias 🎉'],
  ] as const) {
    let bring = (): void => {};
    const isWanted = new Promise<void>((resolve) => (bring = resolve));
    await page.route('**/chunk-writing-*', async (route) => {
      await isWanted;
      await route.continue();
    });
    await page.reload();
    await page.locator('chat-room header .present').waitFor();
    await field.pressSequentially(typed);
    bring();
    const options = page.locator('chat-composer [role=option]');
    const shown = async () =>
      typed.endsWith(':') ? field.inputValue() : (await options.allInnerTexts()).join();
    await expect.poll(shown).toContain(offered);
    await page.unroute('**/chunk-writing-*');
    await field.fill('');
  }
  expect(complaints).toEqual([]);
});
