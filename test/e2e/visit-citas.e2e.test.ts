// One visit to the portal that uses one feature after the other. The long run has a longer test for each
// feature.
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { useBrowser } from './browser.ts';
import { startExample } from './example.ts';
import { enter, hears, say, sent, shows } from './portal.ts';

const { visit } = useBrowser();
const room = 'cita-42';
const phone = { viewport: { width: 390, height: 740 }, isMobile: true, hasTouch: true };
const bubble = (page: Page, text: string) =>
  page.locator('.talk > chat-messages [data-message]', { hasText: text });
const choose = async (page: Page, text: string, entry: string): Promise<void> => {
  await bubble(page, text).hover();
  await bubble(page, text).getByRole('button', { name: 'Acciones del mensaje' }).click();
  await page.getByRole('menuitem', { name: entry, exact: true }).click();
};
const thread = (page: Page) => page.locator('chat-thread');
const pinned = (page: Page) => page.locator('chat-pin-bar .shown .text').innerText();

test(
  'a visit uses a slash command, a thread, a pin, a private message and moderation',
  { timeout: 120_000 },
  async () => {
    const { url } = await startExample('citas');
    const [ana, luis, eva] = [await visit(), await visit(phone), await visit()];
    for (const [{ page }, name] of [
      [ana, 'Ana'],
      [luis, 'Luis'],
      [eva, 'Eva'],
    ] as const)
      await enter(page, url, name, room);

    // A command of the example, which only moderators have.
    await say(ana.page, '/turno 12');
    await hears(luis.page, 'Turno 12: puede pasar a la sala.');

    // A thread: one opens it, another sees that it has a reply.
    await choose(luis.page, 'Turno 12', 'Responder en un hilo');
    await thread(luis.page).locator('textarea').fill('Voy');
    await thread(luis.page).locator('textarea').press('Enter');
    await expect.poll(() => ana.page.locator('.thread-count').innerText()).toContain('1 respuesta');
    await hears(eva.page, 'Turno 12: puede pasar a la sala.');
    await luis.page.reload();
    await hears(luis.page, 'Turno 12: puede pasar a la sala.');

    // A pin is shown to everyone, and is gone for everyone.
    await choose(ana.page, 'Turno 12', 'Fijar');
    for (const { page } of [luis, eva]) await expect.poll(() => pinned(page)).toContain('Turno 12');
    await choose(ana.page, 'Turno 12', 'Dejar de fijar');
    await luis.page.locator('chat-pin-bar .shown').waitFor({ state: 'detached' });

    // A private message reaches one, and not the other.
    await ana.page.getByRole('button', { name: 'Ver personas' }).click();
    await ana.page.getByRole('button', { name: 'Acciones para Luis' }).click();
    await ana.page.getByRole('menuitem', { name: 'Mensaje privado' }).click();
    await shows(ana.page, 'Solo visible para Luis');
    await say(ana.page, 'Solo para ti');
    await hears(luis.page, 'Turno 12: puede pasar a la sala.', 'Solo para ti');
    await ana.page.getByRole('button', { name: 'Escribir a todos' }).click();
    await say(ana.page, 'Para todos');
    await hears(eva.page, 'Turno 12: puede pasar a la sala.', 'Para todos');

    // A report reaches the moderator, who mutes.
    await say(luis.page, 'compra barato');
    await sent(luis.page, 'compra barato');
    await choose(eva.page, 'compra barato', 'Denunciar');
    await eva.page.getByLabel('Insultos o acoso').check();
    await eva.page.getByRole('button', { name: 'Denunciar' }).click();
    await ana.page.getByRole('button', { name: 'Moderación, 1 denuncia pendiente' }).click();
    await ana.page.getByRole('button', { name: 'Descartar' }).click();
    await shows(ana.page, 'No hay denuncias pendientes');
    await ana.page.getByRole('button', { name: 'Cerrar' }).click();
    await choose(ana.page, 'compra barato', 'Moderar a Luis…');
    await ana.page.getByRole('menuitem', { name: 'Silenciar…' }).click();
    await ana.page.getByRole('menuitem', { name: 'Silenciar 10 minutos' }).click();
    await shows(luis.page, /Le han silenciado hasta las/);
    expect([ana, luis, eva].flatMap(({ complaints }) => complaints)).toEqual([]);
  },
);
