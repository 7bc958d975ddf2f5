// A user writes, reads and acts in Firefox and in WebKit, with another who uses the client in Node.
// `SCREENSHOTS=<folder>` keeps pictures.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createChatClient } from '@chat/client';
import { diskFiles } from '@chat/server';
import sharp from 'sharp';
import { expect, onTestFinished, test } from 'vitest';
import { startFirefox, startWebkit } from './driven-browsers.ts';
import { DrivenPage, keys, type Target } from './driven-page.ts';
import { ownChat } from './own-chat.ts';

const screenshots = process.env['SCREENSHOTS'];

const field: Target = { css: '.talk chat-composer >> textarea' };
const row = (text: string): Target => ({ css: '.talk > chat-messages >> [data-message]', text });
const bubble = (text: string): Target => ({
  css: '.talk > chat-messages >> [data-message] [part~=bubble]',
  text,
});
const within = (text: string, css: string): Target => ({
  css: `.talk > chat-messages >> [data-message]:has(${css})`,
  text,
});
const button = (name: string): Target => ({ css: 'button', name });
const tool = (name: string): Target => ({ css: '.toolbar button', name });
const entry = (name: string): Target => ({ css: '[role=menuitem]', name });
const menu: Target = { css: '[role=menu]' };

test.each([
  { browser: 'Firefox', start: startFirefox },
  { browser: 'WebKit', start: startWebkit },
])('a user writes, reads and acts in $browser', { timeout: 240_000 }, async ({ browser, start }) => {
  const folder = mkdtempSync(join(tmpdir(), 'chat-browsers-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const { line, watchedPage } = await ownChat({ files: diskFiles(folder) });
  const driver = await start();
  const page = new DrivenPage(driver);
  const picture = async (name: string): Promise<void> => {
    if (screenshots) writeFileSync(join(screenshots, `${browser}-${name}.png`), await driver.screenshot());
  };
  // In small letters: WebKit's driver now and then forgets the Shift of the first one.
  const send = async (text: string): Promise<void> => {
    await page.click(field);
    await page.type(text);
    await page.press(keys.Enter);
  };
  const complaints = () => driver.run('complaints');

  await driver.resize(1200, 800);
  await driver.open(watchedPage('Ana', 'en', 'line'));
  await page.waitFor(field);
  await page.waitFor({ css: 'chat-room >> header .present' });
  const luis = createChatClient({ url: new URL(watchedPage('Luis', 'en')).origin, name: 'Luis' });
  onTestFinished(() => luis.close());
  const room = luis.room('plaza');
  await room.join();
  const items = () => room.messages.get().items;
  const received = (text: string) => items().filter((each) => each.text === text);
  const receives = async (text: string): Promise<void> => {
    await expect.poll(() => received(text).length).toBe(1);
  };

  // The first messages, a reply and a reaction from the toolbar.
  await send('good morning');
  await receives('good morning');
  await room.messages.send({ text: 'Hello Ana' });
  await page.waitFor(row('Hello Ana'));
  await page.hover(bubble('Hello Ana'));
  await page.click(tool('Reply'));
  await page.focused(field);
  await page.type('shall we begin?');
  await page.press(keys.Enter);
  await receives('shall we begin?');
  expect(received('shall we begin?')[0]?.replyTo).toBeTruthy();
  await page.waitFor(within('shall we begin?', '.quote'));
  await page.hover(bubble('Hello Ana'));
  await page.click({ css: '.toolbar .quick' });
  await page.waitFor(within('Hello Ana', '.reaction'));
  await expect.poll(() => received('Hello Ana')[0]?.reactions.length).toBe(1);
  await picture('messages');

  // The menu, by right click and by keys.
  await page.click(bubble('Hello Ana'), 'right');
  await page.waitFor(menu);
  await picture('menu');
  await page.press(keys.Escape);
  await page.gone(menu);
  for (const opening of [[keys.Shift, keys.F10], [keys.Enter]]) {
    await page.with(row('Hello Ana'), ([element]) => element?.focus());
    await page.press(...opening);
    await page.waitFor(menu);
    await page.press(keys.Down);
    await page.press(keys.Escape);
    await page.gone(menu);
  }

  // A thread.
  await page.click(bubble('Hello Ana'), 'right');
  await page.click(entry('Reply in thread'));
  await page.click({ css: 'chat-thread >> textarea' });
  await page.type('in the thread');
  await page.press(keys.Enter);
  await page.waitFor({ css: 'chat-thread >> [data-message]', text: 'in the thread' });
  await page.waitFor({ css: '.talk > chat-messages >> .thread-count', text: '1 reply' });
  await picture('thread');
  await page.press(keys.Escape);
  await page.gone({ css: 'chat-thread' });

  // An emoji from the picker.
  await page.click(button('Add an emoji'));
  await page.focused({ css: '.picker input' });
  await page.type('party popper');
  await page.click({ css: '.picker .found .emoji' });
  await expect
    .poll(() => page.with(field, ([element]) => (element as HTMLTextAreaElement).value.trim()))
    .toBe('🎉');
  await page.press(keys.Enter);
  await expect.poll(() => items().some(({ text }) => text.trim() === '🎉')).toBe(true);

  // Search, and on to the message.
  await page.click(button('Search'));
  await page.focused({ css: 'chat-search >> input[type=search]' });
  await page.type('morning');
  await page.click({ css: 'chat-search >> .hit', text: 'good morning' });
  await page.waitFor({ css: 'chat-messages >> .found', text: 'good morning' });
  await picture('search');
  await page.press(keys.Escape);
  await page.gone({ css: 'chat-search' });

  // An edited message, and a deleted one that comes back.
  await page.click(bubble('good morning'), 'right');
  await page.click(entry('Edit'));
  await page.focused(field);
  await page.type(' all');
  await page.press(keys.Enter);
  await receives('good morning all');
  await page.waitFor(row('edited'));
  await page.click(bubble('shall we begin?'), 'right');
  await page.click(entry('Delete'));
  await page.gone(row('shall we begin?'));
  await page.click(button('Undo'));
  await page.waitFor(row('shall we begin?'));
  expect(received('shall we begin?')).toHaveLength(1);

  // A picture.
  const path = join(folder, 'garden.png');
  await sharp({ create: { width: 300, height: 200, channels: 3, background: '#7aa' } })
    .png()
    .toFile(path);
  await page.choose({ css: '.talk chat-composer >> input[type=file]' }, path);
  await page.waitFor({ css: '.talk chat-composer >> .tile' });
  await page.click(button('Send'));
  const isDrawn = () =>
    page.with({ css: 'chat-messages >> .picture >> img' }, (all) =>
      all.map((each) => (each as HTMLImageElement).naturalWidth > 0),
    );
  await expect.poll(isDrawn).toEqual([true]);
  await expect.poll(() => items().at(-1)?.attachments.length).toBe(1);
  await picture('picture');

  // Without a connection: what both write meanwhile arrives once.
  line.cut();
  await send('written offline');
  await page.waitFor(row('written offline'));
  await room.messages.send({ text: 'Sent meanwhile' });
  expect(received('written offline')).toEqual([]);
  await picture('offline');
  line.mend();
  await expect.poll(() => received('written offline').length, { timeout: 60_000 }).toBe(1);
  await page.waitFor(row('Sent meanwhile'));
  await page.waitFor({ css: '.talk > chat-messages >> .message.own.sent', text: 'written offline' });
  expect(await page.count(row('written offline'))).toBe(1);
  expect(await complaints()).toEqual([]);

  // From right to left, and on a phone's width.
  await driver.open(watchedPage('Ana', 'ar', 'line'));
  await page.waitFor(row('written offline'));
  await page.waitFor({ css: 'chat-room >> [dir=rtl]' });
  await page.click(bubble('Hello Ana'), 'right');
  await page.waitFor(menu);
  await picture('right-to-left');
  const isInside = ([element]: HTMLElement[]) => {
    const { left, right } = element?.getBoundingClientRect() ?? { left: -1, right: 0 };
    return left >= 0 && right <= innerWidth;
  };
  expect(await page.with(menu, isInside)).toBe(true);
  await page.press(keys.Escape);
  await page.gone(menu);
  // The toolbar of WebKit's browser is no narrower than 447 px.
  await driver.resize(390, 740);
  await expect.poll(() => driver.run('innerWidth <= 450')).toBe(true);
  await send('from a phone');
  await page.waitFor({ css: '.talk > chat-messages >> .message.own.sent', text: 'from a phone' });
  await page.click(bubble('from a phone'), 'right');
  await page.waitFor(menu);
  expect(await page.with(menu, isInside)).toBe(true);
  expect(await driver.run('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
  await picture('phone');
  // By a press in the sheet.
  await page.click(entry('رد'));
  await page.gone(menu);
  await page.focused(field);
  await send('a reply');
  await receives('a reply');
  expect(received('a reply')[0]?.replyTo).toBeTruthy();
  await picture('phone-reply');
  expect(await complaints()).toEqual([]);
  expect(driver.version).toMatch(/^(Firefox|WebKitGTK) \d+/);
});
