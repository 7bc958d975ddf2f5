// Two users in a thread of the portal, one of them on a phone. `SCREENSHOTS=<folder>` keeps pictures.
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { useBrowser } from './browser.ts';
import { startExample } from './example.ts';
import { enter, say } from './portal.ts';

const { visit } = useBrowser();
const folder = process.env['SCREENSHOTS'];
const picture = async (page: Page, name: string): Promise<void> => {
  // The panel has slid in.
  await page.evaluate('Promise.all(document.getAnimations().map((each) => each.finished.catch(() => {})))');
  if (folder) await page.screenshot({ path: join(folder, `${name}.png`) });
};
const phone = {
  viewport: { width: 320, height: 640 },
  isMobile: true,
  hasTouch: true,
  colorScheme: 'dark' as const,
};
const list = (page: Page) => page.locator('.talk > chat-messages');
const thread = (page: Page) => page.locator('chat-thread');
const texts = (page: Page, of: 'room' | 'thread') =>
  (of === 'room' ? list(page) : thread(page).locator('chat-messages'))
    .locator('[part~=bubble] .text')
    .allInnerTexts();
const hearsIn = async (page: Page, of: 'room' | 'thread', ...expected: unknown[]): Promise<void> => {
  await expect.poll(() => texts(page, of), { timeout: 15_000 }).toEqual(expected);
};
const reply = async (page: Page, text: string): Promise<void> => {
  const field = thread(page).locator('textarea');
  await field.fill(text);
  await field.press('Enter');
};
const count = (page: Page) => list(page).locator('.thread-count');

test('two users talk in a thread, and send a reply to the room, too', { timeout: 90_000 }, async () => {
  const portal = await startExample('citas');
  const [ana, luis] = [await visit(), await visit(phone)];
  await enter(ana.page, portal.url, 'Ana', 'cita-42');
  await enter(luis.page, portal.url, 'Luis', 'cita-42');
  await say(ana.page, '¿Cuándo quedamos para revisar los papeles?');
  await hearsIn(luis.page, 'room', '¿Cuándo quedamos para revisar los papeles?');

  // Luis opens it from the menu, by keyboard, on his phone.
  const received = list(luis.page).locator('[data-message]').first();
  await received.getByRole('button', { name: 'Acciones del mensaje' }).focus();
  await luis.page.keyboard.press('Enter');
  const entry = luis.page.getByRole('menuitem', { name: 'Responder en un hilo' });
  await entry.waitFor();
  await entry.focus();
  await luis.page.keyboard.press('Enter');
  await thread(luis.page).locator('textarea').waitFor();
  await reply(luis.page, 'El martes a las diez');
  await hearsIn(luis.page, 'thread', '¿Cuándo quedamos para revisar los papeles?', 'El martes a las diez');
  await picture(luis.page, 'thread-phone');

  // Ana sees that there is one, and no message more.
  await expect.poll(() => count(ana.page).innerText()).toContain('1 respuesta');
  await hearsIn(ana.page, 'room', '¿Cuándo quedamos para revisar los papeles?');
  await picture(ana.page, 'thread-count');
  await count(ana.page).focus();
  await ana.page.keyboard.press('Enter');
  await hearsIn(ana.page, 'thread', '¿Cuándo quedamos para revisar los papeles?', 'El martes a las diez');
  await thread(ana.page).getByLabel('Enviar también a la conversación').check();
  await reply(ana.page, 'Vale, el martes');
  await expect.poll(() => texts(luis.page, 'thread')).toHaveLength(3);
  await hearsIn(ana.page, 'room', '¿Cuándo quedamos para revisar los papeles?', 'Vale, el martes');
  await expect
    .poll(() => thread(ana.page).getByLabel('Enviar también a la conversación').isChecked())
    .toBe(false);
  await picture(ana.page, 'thread-wide');

  // Back in the room, the message that came from the thread leads there again.
  await luis.page.keyboard.press('Escape');
  await thread(luis.page).waitFor({ state: 'detached' });
  await expect.poll(() => count(luis.page).innerText()).toContain('2 respuestas');
  await picture(luis.page, 'thread-phone-room');
  await list(luis.page).locator('.thread-origin').click();
  await expect.poll(() => texts(luis.page, 'thread')).toHaveLength(3);

  await ana.page.keyboard.press('Escape');
  await thread(ana.page).waitFor({ state: 'detached' });
  // The first message goes; its thread stays, for who comes later too.
  await list(ana.page)
    .locator('[data-message]')
    .first()
    .getByRole('button', { name: 'Acciones del mensaje' })
    .click();
  await ana.page.getByRole('menuitem', { name: 'Eliminar' }).click();
  await ana.page.reload();
  const eva = await visit({ locale: 'ar', colorScheme: 'dark' });
  await enter(eva.page, portal.url, 'Eva', 'cita-42');
  await eva.page.evaluate("document.querySelector('chat-room').lang = 'ar'");
  await expect.poll(() => count(eva.page).innerText()).toContain('ردّان');
  await picture(eva.page, 'thread-arabic-room');
  await count(eva.page).click();
  await hearsIn(eva.page, 'thread', expect.any(String), 'El martes a las diez', 'Vale, el martes');
  await picture(eva.page, 'thread-arabic');
  expect([ana, luis, eva].flatMap(({ complaints }) => complaints)).toEqual([]);
});
