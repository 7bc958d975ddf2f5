// A chat moves to a window of its own and back, under a strict policy. `SCREENSHOTS=<folder>` keeps pictures.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createChatServer, type ChatServer } from '@chat/server';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';
import { longTest } from '../long-test.ts';
import { turnOf } from '../run-size.ts';
import { useBrowser, type Visit } from './browser.ts';

const { visit } = useBrowser();
const folder = process.env['SCREENSHOTS'];
const policy =
  "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self' blob:";

const listen = async (attributes = ''): Promise<{ chat: ChatServer; url: string }> => {
  const http = createServer((request, response) => {
    if (request.url === '/page.css')
      response
        .setHeader('content-type', 'text/css')
        .end('chat-room { --chat-accent: #b4005a } chat-room::part(title) { font-style: italic }');
    else if (request.url !== '/') response.writeHead(404).end();
    if (request.url !== '/') return;
    response
      .setHeader('content-type', 'text/html')
      .setHeader('content-security-policy', policy)
      .end(
        `<!doctype html><html lang="es"><link rel="stylesheet" href="/page.css"><body><script src="/chat/widget.js" data-room="r" data-name="Ana" ${attributes}></script>`,
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

const say = async (chat: ChatServer, text: string): Promise<string> => {
  const luis = chat.as({ id: 'luis', name: 'Luis' });
  await luis.call('room:join', { roomId: 'r' });
  const id = crypto.randomUUID();
  await luis.call('message:send', { roomId: 'r', id, text });
  return id;
};

const popOutLabel = 'Abrir en otra ventana';

interface Popped extends Visit {
  popup: Page;
  sockets: string[];
}

/** A visitor who opens the chat in a window. `above`: one that stays above others, where the browser has such. */
const popOut = async (url: string, options: BrowserContextOptions = {}, above = false): Promise<Popped> => {
  const { page, complaints } = await visit(options);
  const sockets: string[] = [];
  page.on('websocket', (socket) => sockets.push(socket.url()));
  if (!above) await page.addInitScript('delete window.documentPictureInPicture');
  await page.goto(url);
  // The faces of who is there move the buttons.
  await page.locator('header .people').waitFor();
  await page.locator('chat-composer textarea').fill('a medias');
  const more = page.getByRole('button', { name: 'Más' });
  if (await more.isVisible()) await more.click();
  const [popup] = await Promise.all([
    page.context().waitForEvent('page'),
    page
      .getByRole('menuitem', { name: popOutLabel })
      .or(page.getByRole('button', { name: popOutLabel }))
      .click(),
  ]);
  await popup.locator('chat-composer textarea').waitFor();
  return { page, popup, complaints, sockets };
};

const look = async (page: Page, name: string): Promise<void> => {
  if (folder) await page.screenshot({ path: `${folder}/pop-out-${name}.png`, animations: 'disabled' });
};

const windows = [
  { name: 'a window', above: false, colorScheme: 'light' },
  { name: 'a window in the dark', above: false, colorScheme: 'dark' },
  { name: 'picture in picture', above: true, colorScheme: 'light' },
] as const;

test.each(turnOf('windows of a popped-out chat', windows, 1))(
  '$name: the chat moves there with its state, works there, and returns',
  async (how) => {
    const { chat, url } = await listen('data-theme="' + how.colorScheme + '"');
    await say(chat, 'Buenos días');
    const { page, popup, complaints, sockets } = await popOut(url, {}, how.above);
    expect(await page.evaluate(() => 'documentPictureInPicture' in window)).toBe(how.above);
    const field = popup.locator('chat-composer textarea');
    await expect.poll(() => field.inputValue()).toBe('a medias');
    // The focus goes along.
    await expect.poll(() => field.evaluate((at) => at.matches(':focus'))).toBe(true);
    expect(await popup.title()).toBe('r');
    expect(await popup.evaluate(() => document.documentElement.lang)).toBe('es-ES');
    const title = popup.locator('header .title');
    expect(await title.evaluate((at) => getComputedStyle(at).fontStyle)).toBe('italic');
    expect(await page.locator('chat-room').count()).toBe(0);
    await page.getByText('El chat está abierto en otra ventana.').waitFor();

    await field.fill('desde la ventana');
    await field.press('Enter');
    await popup.locator('[part~=message-own] .text', { hasText: 'desde la ventana' }).waitFor();
    await say(chat, 'Te **leo**');
    await popup.locator('[data-message] strong', { hasText: 'leo' }).waitFor();
    // Parts drawn there for the first time have their styles.
    const row = popup.locator('[data-message]', { hasText: 'leo' });
    await row.hover();
    await row.getByRole('button', { name: 'Acciones del mensaje' }).click();
    await popup.getByRole('menuitem', { name: 'Copiar texto' }).waitFor();
    await look(popup, `menu-${how.name}`);
    await popup.keyboard.press('Escape');
    await popup.getByRole('button', { name: 'Buscar' }).click();
    const search = popup.locator('chat-search');
    await search.locator('input').first().waitFor();
    expect(await search.evaluate((at) => at.shadowRoot?.adoptedStyleSheets.length)).toBeGreaterThan(1);
    await look(popup, `search-${how.name}`);
    await popup.locator('.panel-top').getByRole('button', { name: 'Cerrar' }).click();
    await look(popup, how.name);
    await look(page, `page-${how.name}`);

    await popup.close({ runBeforeUnload: false }).catch(() => undefined);
    await page.locator('chat-room [data-message] strong', { hasText: 'leo' }).waitFor();
    await look(page, `back-${how.name}`);
    expect(await page.locator('chat-room .frame').evaluate((at) => getComputedStyle(at).display)).toBe(
      'flex',
    );
    await page.locator('chat-composer textarea').fill('ya en la página');
    await page.locator('chat-composer textarea').press('Enter');
    await page.locator('[part~=message-own] .text', { hasText: 'ya en la página' }).waitFor();
    expect(new Set(sockets).size).toBe(1);
    expect(sockets.length).toBe(1);
    expect(complaints).toEqual([]);
  },
);

test('messages seen in the window are marked as read, even if the page behind it is hidden', async () => {
  const { chat, url } = await listen();
  const { page, popup, complaints } = await popOut(url);
  // As it is behind another tab.
  await page.evaluate(() => {
    Object.defineProperty(document, 'visibilityState', { get: () => 'hidden' });
    Object.defineProperty(document, 'hidden', { get: () => true });
  });
  await say(chat, 'hola');
  await popup.locator('[data-message]', { hasText: 'hola' }).waitFor();
  const luis = chat.as({ id: 'luis', name: 'Luis' });
  const read = async () =>
    (await luis.call('receipt:list', { roomId: 'r' })).receipts.filter(({ userId }) => userId !== 'luis');
  await expect.poll(async () => (await read()).map(({ seq }) => seq)).toEqual([1]);
  expect(complaints).toEqual([]);
});

longTest('a launcher returns as it was, by the button in the header', {}, async () => {
  const { url } = await listen('data-layout="launcher" data-open=""');
  const { page, popup, complaints } = await popOut(url);
  expect(await page.locator('chat-launcher').count()).toBe(0);
  await popup.getByRole('button', { name: 'Más' }).click();
  // The click may have no answer any more: it ends the window that it is made in.
  await popup
    .getByRole('menuitem', { name: 'Volver a la página' })
    .click()
    .catch((error: unknown) => {
      if (!popup.isClosed()) throw error;
    });
  await page.locator('chat-room[layout=launcher][open] chat-composer').waitFor();
  await expect.poll(() => page.evaluate(() => document.activeElement?.localName)).toBe('chat-room');
  expect(complaints).toEqual([]);
});

longTest('features="-popout" removes the button; a phone has none', {}, async () => {
  const { url } = await listen('data-features="-popout"');
  const [desk, phone] = [await visit(), await visit({ isMobile: true, hasTouch: true })];
  await desk.page.goto(url);
  await phone.page.goto((await listen()).url);
  for (const { page } of [desk, phone]) {
    await page.getByRole('button', { name: 'Buscar' }).waitFor();
    expect(await page.getByRole('button', { name: popOutLabel }).count()).toBe(0);
  }
});
