// Two users on a page with one room. One receives a direct message without leaving the room, answers,
// downloads the conversation and returns. `SCREENSHOTS=<folder>` keeps pictures.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createChatServer } from '@chat/server';
import { sqliteStorage } from '@chat/server/sqlite';
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';
import { useBrowser } from './browser.ts';
import { hears, isReady, say } from './portal.ts';

const { visit } = useBrowser();
const folder = process.env['SCREENSHOTS'];
const picture = async (page: Page, name: string): Promise<void> => {
  await page.evaluate('Promise.all(document.getAnimations().map((each) => each.finished.catch(() => {})))');
  if (folder) await page.screenshot({ path: join(folder, `${name}.png`) });
};
const phone = {
  viewport: { width: 320, height: 640 },
  isMobile: true,
  hasTouch: true,
  colorScheme: 'dark' as const,
};

const listen = async (): Promise<string> => {
  const http = createServer(({ url = '/' }, response) => {
    const { pathname, searchParams } = new URL(url, 'http://localhost');
    if (pathname !== '/') {
      response.writeHead(404).end();
      return;
    }
    response
      .setHeader('content-type', 'text/html')
      .end(
        `<!doctype html><html lang="es"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><body><script src="/chat/widget.js" data-room="plaza" data-name="${searchParams.get('name')}"></script>`,
      );
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const chat = createChatServer(http, { storage: sqliteStorage(':memory:') });
  onTestFinished(async () => {
    await chat.close();
    http.closeAllConnections();
    http.close();
  });
  return `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
};

const header = (page: Page) => page.locator('chat-room header');
const button = (page: Page) => header(page).locator('button.direct');
const rows = (page: Page) => page.locator('chat-direct .row');
const title = (page: Page) => header(page).locator('.title').innerText();

test('a direct message shows in the room that is open', { timeout: 120_000 }, async () => {
  const url = await listen();
  const [ana, luis] = [await visit(), await visit(phone)];
  for (const [{ page }, name] of [
    [ana, 'Ana'],
    [luis, 'Luis'],
  ] as const) {
    await page.goto(`${url}/?name=${name}`);
    await isReady(page);
  }
  await say(ana.page, 'Hola a todos');
  await hears(luis.page, 'Hola a todos');
  expect(await button(ana.page).count()).toBe(0);

  await luis.page.locator('chat-messages .author', { hasText: 'Ana' }).click();
  await luis.page.getByRole('button', { name: 'Enviar un mensaje' }).click();
  await expect.poll(() => title(luis.page)).toBe('Ana');
  await isReady(luis.page);
  await say(luis.page, 'Solo para ti');

  await expect.poll(() => button(ana.page).getAttribute('aria-label')).toBe('Mensajes directos, 1 sin leer');
  await picture(ana.page, 'direct-badge');
  await hears(ana.page, 'Hola a todos');
  await button(ana.page).focus();
  await ana.page.keyboard.press('Enter');
  await rows(ana.page).waitFor();
  expect(await rows(ana.page).innerText()).toMatch(/Luis[^]*Solo para ti/);
  await picture(ana.page, 'direct-panel');
  await ana.page.evaluate(axe.source);
  const violations = await ana.page.evaluate(
    "axe.run('chat-room').then(({ violations }) => violations.map(({ id }) => id))",
  );
  expect(violations).toEqual([]);
  await rows(ana.page).focus();
  await ana.page.keyboard.press('Enter');
  await hears(ana.page, 'Solo para ti');
  expect(await title(ana.page)).toBe('Luis');

  // Of two, both may take the conversation along.
  await header(ana.page).getByRole('button', { name: 'Más' }).click();
  await ana.page.getByRole('menuitem', { name: 'Descargar conversación' }).click();
  await picture(ana.page, 'direct-download');
  const saved = ana.page.waitForEvent('download');
  await ana.page.getByRole('menuitem', { name: 'Texto sin formato' }).click();
  expect((await saved).suggestedFilename()).toMatch(/\.txt$/);

  await ana.page.getByRole('button', { name: 'Volver' }).click();
  await hears(ana.page, 'Hola a todos');
  await expect.poll(() => button(ana.page).getAttribute('aria-label')).toBe('Mensajes directos');

  // Messages during an absence, and after a return.
  await ana.page.context().setOffline(true);
  await say(luis.page, 'Otra cosa');
  await ana.page.context().setOffline(false);
  await expect
    .poll(() => button(ana.page).getAttribute('aria-label'), { timeout: 30_000 })
    .toBe('Mensajes directos, 1 sin leer');
  await ana.page.reload();
  await expect.poll(() => button(ana.page).getAttribute('aria-label')).toBe('Mensajes directos, 1 sin leer');

  // On a phone it is in the menu of the header.
  await luis.page.getByRole('button', { name: 'Volver' }).click();
  await button(ana.page).click();
  await rows(ana.page).click();
  await isReady(ana.page);
  await say(ana.page, 'Entendido');
  const more = header(luis.page).locator('.more-tools');
  await expect.poll(() => more.textContent()).toContain('1 sin leer');
  await picture(luis.page, 'direct-phone-badge');
  await more.click();
  await luis.page.getByRole('menuitem', { name: 'Mensajes directos' }).click();
  await rows(luis.page).waitFor();
  await picture(luis.page, 'direct-phone');
  await rows(luis.page).click();
  await hears(luis.page, 'Solo para ti', 'Otra cosa', 'Entendido');
  expect([ana, luis].flatMap(({ complaints }) => complaints)).toEqual([]);
});
