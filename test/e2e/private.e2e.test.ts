// Three users of the portal: two write private messages, which the third never sees. `SCREENSHOTS=<folder>`
// keeps pictures.
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { picture, smallPhone, useBrowser } from './browser.ts';
import { startExample } from './example.ts';
import { enter, hears, say, shows } from './portal.ts';

const { visit } = useBrowser();
const chip = (page: Page) => page.locator('chat-composer .private-chip');
const bubble = (page: Page, text: string) => page.locator('chat-messages [data-message]', { hasText: text });

test('two users exchange private messages, and a third never sees them', { timeout: 90_000 }, async () => {
  const portal = await startExample('citas');
  const [ana, luis, eva] = [await visit(), await visit(smallPhone), await visit()];
  await enter(ana.page, portal.url, 'Ana', 'cita-42');
  await enter(luis.page, portal.url, 'Luis', 'cita-42');
  await enter(eva.page, portal.url, 'Eva', 'cita-42');
  await say(ana.page, 'Hola a todos');
  await hears(luis.page, 'Hola a todos');

  // From Luis's entry in the list of people.
  await ana.page.getByRole('button', { name: 'Ver personas' }).click();
  await ana.page.getByRole('button', { name: 'Acciones para Luis' }).click();
  await picture(ana.page, 'private-member-menu');
  await ana.page.getByRole('menuitem', { name: 'Mensaje privado' }).click();
  await shows(ana.page, 'Solo visible para Luis');
  await expect.poll(() => ana.page.evaluate('document.activeElement?.tagName')).toBe('CHAT-ROOM');
  await ana.page.keyboard.type('Solo para ti, Luis');
  await picture(ana.page, 'private-composer');
  await ana.page.keyboard.press('Enter');
  await hears(ana.page, 'Hola a todos', 'Solo para ti, Luis');
  await hears(luis.page, 'Hola a todos', 'Solo para ti, Luis');
  await shows(luis.page, 'Solo visible para usted');
  await expect
    .poll(() => bubble(luis.page, 'Solo para ti').getAttribute('aria-label'))
    .toContain('Solo visible para usted');

  // Luis answers on his phone from the message's menu, by keyboard.
  const received = bubble(luis.page, 'Solo para ti');
  await received.getByRole('button', { name: 'Acciones del mensaje' }).focus();
  await luis.page.keyboard.press('Enter');
  const entry = luis.page.getByRole('menuitem', { name: 'Responder en privado' });
  const more = luis.page.getByRole('menuitem', { name: 'Más' });
  await entry.or(more).first().waitFor();
  if (await more.isVisible()) await more.click();
  await entry.waitFor();
  await picture(luis.page, 'private-phone-menu');
  await entry.focus();
  await luis.page.keyboard.press('Enter');
  await shows(luis.page, 'Solo visible para Ana');
  await picture(luis.page, 'private-phone-composer');
  await say(luis.page, 'Solo para ti, Ana');
  await hears(ana.page, 'Hola a todos', 'Solo para ti, Luis', 'Solo para ti, Ana');

  // The chip stays until it is taken away; then everybody reads again.
  await luis.page.getByRole('button', { name: 'Escribir a todos' }).click();
  await chip(luis.page).waitFor({ state: 'detached' });
  await ana.page.locator('chat-composer textarea').press('Escape');
  await chip(ana.page).waitFor({ state: 'detached' });
  await say(luis.page, 'Ya para todos');
  await hears(eva.page, 'Hola a todos', 'Ya para todos');
  await picture(ana.page, 'private-list');
  await picture(luis.page, 'private-phone-list');

  // A returning member has them too; a new member does not.
  await luis.page.reload();
  await hears(luis.page, 'Hola a todos', 'Solo para ti, Luis', 'Solo para ti, Ana', 'Ya para todos');
  const dani = await visit({ colorScheme: 'dark' });
  await enter(dani.page, portal.url, 'Dani', 'cita-42');
  await hears(dani.page, 'Hola a todos', 'Ya para todos');
  expect([ana, luis, eva, dani].flatMap(({ complaints }) => complaints)).toEqual([]);
});
