// A user erases their account, and an admin erases another one. A dialog names what is deleted, and all pages
// show the deletion. `SCREENSHOTS=<folder>` keeps pictures.
import { readFileSync } from 'node:fs';
import { firstOf, guests } from '@chat/server';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { picture, useBrowser } from './browser.ts';
import { ownChat } from './own-chat.ts';
import { hears, isReady, say, shows } from './portal.ts';

const { visit } = useBrowser();
const phone = {
  viewport: { width: 360, height: 700 },
  isMobile: true,
  hasTouch: true,
  colorScheme: 'dark' as const,
};

const card = (page: Page) => page.locator('chat-profile dialog');
const asked = (page: Page) => page.locator('chat-erase dialog');
const openOwn = async (page: Page, people: string, name: string): Promise<void> => {
  await page.getByRole('button', { name: people }).click();
  await page.locator('chat-members button.person', { hasText: name }).click();
  await card(page).locator('.own-data').waitFor();
};

test('a user exports their data and erases their account, and disappears for all users', async () => {
  const { enter } = await ownChat();
  const [ana, luis] = [await visit(), await visit(phone)];
  await enter(ana.page, 'Ana', 'en');
  await enter(luis.page, 'Luis', 'es');
  await say(ana.page, 'Nos vemos a las diez');
  await hears(luis.page, 'Nos vemos a las diez');
  await say(luis.page, 'Mi teléfono es el 600');
  await hears(ana.page, 'Nos vemos a las diez', 'Mi teléfono es el 600');

  await openOwn(luis.page, 'Ver personas', 'Luis');
  const download = luis.page.waitForEvent('download');
  await card(luis.page).getByRole('button', { name: 'Descargar mis datos' }).click();
  expect(readFileSync(await (await download).path(), 'utf8')).toContain('Mi teléfono es el 600');
  const opener = card(luis.page).getByRole('button', { name: 'Eliminar mi cuenta…' });
  await opener.scrollIntoViewIfNeeded();
  await picture(luis.page, 'erase-card-phone');
  await opener.click();
  await asked(luis.page).getByText('Tus mensajes, archivos, reacciones y perfil se eliminarán').waitFor();
  await picture(luis.page, 'erase-asked-phone');

  // Nothing is done before it has been understood, and Escape leads back to where one was.
  const erase = asked(luis.page).getByRole('button', { name: 'Eliminar definitivamente' });
  expect(await erase.isDisabled()).toBe(true);
  await luis.page.keyboard.press('Escape');
  await asked(luis.page).waitFor({ state: 'detached' });
  expect(await opener.evaluate((button) => button.matches(':focus'))).toBe(true);
  await luis.page.keyboard.press('Enter');
  await asked(luis.page).getByRole('checkbox').check();
  expect(await asked(luis.page).evaluate((dialog) => dialog.scrollWidth <= dialog.clientWidth)).toBe(true);
  await picture(luis.page, 'erase-sure-phone');
  await erase.click();

  await shows(luis.page, 'Tu cuenta y todo lo que publicaste se han eliminado.');
  await picture(luis.page, 'erase-done-phone');
  await expect.poll(() => luis.page.locator('dialog').count()).toBe(0);
  await hears(ana.page, 'Nos vemos a las diez', 'Message deleted');
  await shows(ana.page, 'Deleted user');
  await picture(ana.page, 'erase-seen');
  // A new member, and Luis under another id, find the same.
  const eva = await visit();
  await enter(eva.page, 'Eva', 'es');
  await hears(eva.page, 'Nos vemos a las diez', 'Mensaje eliminado');
  await luis.page.getByRole('button', { name: 'Reintentar' }).click();
  await isReady(luis.page);
  await hears(luis.page, 'Nos vemos a las diez', 'Mensaje eliminado');
  expect(await luis.page.locator('chat-messages .own').count()).toBe(0);
  await luis.page.locator('.panel').getByRole('button', { name: 'Cerrar' }).click();
  await say(luis.page, 'Otra vez aquí');
  await hears(ana.page, 'Nos vemos a las diez', 'Message deleted', 'Otra vez aquí');
  expect([ana, luis, eva].flatMap(({ complaints }) => complaints)).toEqual([]);
});

test('an admin can erase a user, and other users cannot', async () => {
  const boss = { id: 'jefa', name: 'Jefa', role: 'admin' as const };
  const { chat, enter } = await ownChat({
    authenticate: firstOf(({ name }) => (name === 'Jefa' ? boss : null), guests()),
  });
  const [luis, jefa] = [await visit(phone), await visit()];
  // Luis came first: the room is his, and that is not enough.
  await enter(luis.page, 'Luis', 'es');
  const ana = chat.as({ id: 'ana', name: 'Ana' });
  await ana.call('room:join', { roomId: 'plaza' });
  await ana.call('message:send', { roomId: 'plaza', id: crypto.randomUUID(), text: 'compra barato' });
  await enter(jefa.page, 'Jefa', 'es');
  await hears(jefa.page, 'compra barato');
  for (const { page } of [luis, jefa]) {
    await page.getByRole('button', { name: 'Ver personas' }).click();
    await page.getByRole('button', { name: 'Acciones para Ana' }).click();
    await page.getByRole('menuitem', { name: 'Vetar' }).waitFor();
  }
  expect(await luis.page.getByRole('menuitem', { name: 'Eliminar la cuenta de esta persona…' }).count()).toBe(
    0,
  );
  await picture(jefa.page, 'erase-menu');
  await jefa.page.getByRole('menuitem', { name: 'Eliminar la cuenta de esta persona…' }).click();
  await asked(jefa.page)
    .getByRole('heading', { name: /^¿Eliminar la cuenta de Ana\s?\?$/ })
    .waitFor();
  await asked(jefa.page).getByRole('checkbox').check();
  await picture(jefa.page, 'erase-person');
  await asked(jefa.page).getByRole('button', { name: 'Eliminar definitivamente' }).click();
  await asked(jefa.page).waitFor({ state: 'detached' });
  await hears(jefa.page, 'Mensaje eliminado');
  await luis.page.keyboard.press('Escape');
  await luis.page.locator('.panel').getByRole('button', { name: 'Cerrar' }).click();
  await hears(luis.page, 'Mensaje eliminado');
  expect([luis, jefa].flatMap(({ complaints }) => complaints)).toEqual([]);
});
