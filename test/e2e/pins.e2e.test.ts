// Two users of the portal, one on a phone: a message is pinned, shown to the other, jumped to, and unpinned.
// `SCREENSHOTS=<folder>` keeps pictures.
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { picture, smallPhone, useBrowser } from './browser.ts';
import { startExample } from './example.ts';
import { layLine } from './line.ts';
import { enter, hears, say } from './portal.ts';

const { visit } = useBrowser();
const bubble = (page: Page, text: string) => page.locator('chat-messages [data-message]', { hasText: text });
const bar = (page: Page) => page.locator('chat-pin-bar');
const shown = (page: Page) => bar(page).locator('.shown .text');
const choose = async (page: Page, text: string, entry: string): Promise<void> => {
  await bubble(page, text).hover();
  await bubble(page, text).getByRole('button', { name: 'Acciones del mensaje' }).click();
  await page.getByRole('menuitem', { name: entry, exact: true }).click();
};

test(
  'pins show for both users, on a phone, for later visitors and after a disconnection',
  { timeout: 180_000 },
  async () => {
    const portal = await startExample('citas');
    const line = await layLine(portal.url);
    const [ana, luis] = [await visit(), await visit(smallPhone)];
    await enter(ana.page, portal.url, 'Ana', 'cita-42');
    await enter(luis.page, line.url, 'Luis', 'cita-42');
    await say(ana.page, 'La sala es la 3, segunda planta');
    await say(ana.page, 'Traed el DNI y la carta de la cita, por favor, con una copia de cada uno');
    await hears(
      luis.page,
      'La sala es la 3, segunda planta',
      'Traed el DNI y la carta de la cita, por favor, con una copia de cada uno',
    );
    await choose(ana.page, 'La sala es la 3', 'Fijar');
    await expect.poll(() => shown(luis.page).innerText()).toContain('La sala es la 3');
    await choose(ana.page, 'Traed el DNI', 'Fijar');
    await expect.poll(() => shown(luis.page).innerText()).toContain('Traed el DNI');
    await expect.poll(() => shown(ana.page).innerText()).toContain('Traed el DNI');
    await picture(ana.page, 'pins-desktop');
    await picture(luis.page, 'pins-phone');

    // Members who are not moderators have no such entry.
    await bubble(luis.page, 'La sala es la 3').hover();
    await bubble(luis.page, 'La sala es la 3').getByRole('button', { name: 'Acciones del mensaje' }).click();
    await luis.page.getByRole('menuitem', { name: 'Responder', exact: true }).waitFor();
    expect(await luis.page.getByRole('menuitem', { name: 'Fijar' }).count()).toBe(0);
    await luis.page.keyboard.press('Escape');
    // At the end, the list follows new messages.
    await luis.page
      .locator('chat-messages .scroller')
      .evaluate((list) => list.scrollTo(0, list.scrollHeight));

    // Far above what is shown: the bar leads there, and so does the panel.
    for (let n = 0; n < 30; n++) await say(ana.page, `Línea ${n}`);
    await bubble(luis.page, 'Línea 29').waitFor();
    await bar(luis.page).getByRole('button', { name: 'Siguiente' }).click();
    await expect.poll(() => shown(luis.page).innerText()).toContain('La sala es la 3');
    await bar(luis.page).locator('.shown').click();
    await luis.page.locator('chat-messages .found', { hasText: 'La sala es la 3' }).waitFor();
    await picture(luis.page, 'pins-phone-found');
    await bar(luis.page).getByRole('button', { name: 'Mensajes fijados' }).click();
    await luis.page.locator('chat-pins li').nth(1).waitFor();
    await picture(luis.page, 'pins-phone-panel');
    await luis.page.locator('chat-pins .pin', { hasText: 'Traed el DNI' }).click();
    await luis.page.locator('chat-pins').waitFor({ state: 'detached' });
    await luis.page.locator('chat-messages .found', { hasText: 'Traed el DNI' }).waitFor();

    // Away while one goes; it is gone on coming back, in a second tab of the same person too.
    const tab = await luis.page.context().newPage();
    await enter(tab, line.url, 'Luis', 'cita-42');
    await expect.poll(() => shown(tab).innerText()).toContain('Traed el DNI');
    line.cut();
    await bar(ana.page).getByRole('button', { name: 'Mensajes fijados' }).click();
    await ana.page.locator('chat-pins li').nth(1).waitFor();
    await picture(ana.page, 'pins-desktop-panel');
    await ana.page.locator('chat-pins li', { hasText: 'Traed el DNI' }).getByTitle('Dejar de fijar').click();
    await ana.page.locator('chat-pins li').nth(1).waitFor({ state: 'detached' });
    line.mend();
    for (const page of [luis.page, tab])
      await expect.poll(() => shown(page).innerText(), { timeout: 60_000 }).toContain('La sala es la 3');

    const eva = await visit({ colorScheme: 'dark' });
    await enter(eva.page, portal.url, 'Eva', 'cita-42');
    await expect.poll(() => shown(eva.page).innerText()).toContain('La sala es la 3');
    await ana.page.keyboard.press('Escape');
    await ana.page.locator('chat-pins').waitFor({ state: 'detached' });
    await choose(ana.page, 'Línea 29', 'Fijar');
    await expect.poll(() => shown(eva.page).innerText()).toContain('Línea 29');
    await picture(eva.page, 'pins-dark');

    // Moderators and the author see the earlier text of an edited message.
    await choose(ana.page, 'Línea 28', 'Editar');
    await say(ana.page, 'Línea veintiocho');
    await bubble(luis.page, 'Línea veintiocho').waitFor();
    await choose(ana.page, 'Línea veintiocho', 'Más');
    await ana.page.getByRole('menuitem', { name: 'Historial de ediciones', exact: true }).click();
    await ana.page.locator('chat-versions li', { hasText: 'Línea 28' }).waitFor();
    await picture(ana.page, 'versions');
    await ana.page.getByRole('button', { name: 'Cerrar' }).click();
    await ana.page.locator('chat-versions').waitFor({ state: 'detached' });
    expect([ana, luis, eva].flatMap(({ complaints }) => complaints)).toEqual([]);
  },
);
