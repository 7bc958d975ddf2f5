// One visit to the portal that uses one feature after the other. The long run has a longer test for each
// feature.
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { useBrowser } from './browser.ts';
import { startExample } from './example.ts';
import { chooseEntry, enter, hears, say, sent, shows } from './portal.ts';

const { visit } = useBrowser();
const room = 'cita-42';
const phone = { viewport: { width: 390, height: 740 }, isMobile: true, hasTouch: true };
const bubble = (page: Page, text: string) =>
  page.locator('.talk > chat-messages [data-message]', { hasText: text });
const choose = async (page: Page, text: string, entry: string): Promise<void> => {
  await bubble(page, text).hover();
  await bubble(page, text).getByRole('button', { name: 'Acciones del mensaje' }).click();
  await chooseEntry(page, entry);
};
/** A finger goes down on a message, and moves; `during` runs before it goes up. */
const touch = async (page: Page, text: string, dx: number, during: () => Promise<unknown>): Promise<void> => {
  const session = await page.context().newCDPSession(page);
  const box = await bubble(page, text).locator('[part~=bubble]').boundingBox();
  const at = { x: box!.x + 30, y: box!.y + box!.height / 2 };
  const put = (type: 'touchStart' | 'touchMove' | 'touchEnd', x?: number) =>
    session.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: x === undefined ? [] : [{ x: at.x + x, y: at.y }],
    });
  await put('touchStart', 0);
  for (let step = 1; step <= 8 && dx > 0; step++) await put('touchMove', (dx * step) / 8);
  await during();
  await put('touchEnd');
  await session.detach();
};
const thread = (page: Page) => page.locator('chat-thread');
const pinned = (page: Page) => page.locator('chat-pin-bar .shown .text').innerText();

test(
  'a visit uses a slash command, a thread, a pin, a link, a private message, touch and moderation',
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

    // In a narrow composer, the menu of the header has the polls.
    await ana.page.locator('.poll-tool').waitFor({ state: 'attached' });
    await ana.page.locator('.poll-tool').waitFor({ state: 'hidden' });

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

    // A link to a message opens it for another.
    await ana.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await choose(ana.page, 'Turno 12', 'Copiar enlace');
    await shows(ana.page, 'Enlace copiado');
    const link = await ana.page.evaluate(() => navigator.clipboard.readText());
    expect(link).toContain(`#chat=${room}&message=`);
    await eva.page.goto(link);
    await eva.page.locator('chat-messages .found', { hasText: 'Turno 12' }).waitFor();

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

    // By touch: a long press lifts the message above a sheet, a swipe replies.
    const sheet = luis.page.getByRole('dialog').getByRole('menuitem', { name: 'Copiar texto' });
    await touch(luis.page, 'Para todos', 0, () => sheet.waitFor());
    expect(await luis.page.locator('chat-messages .lifted').innerText()).toContain('Para todos');
    await luis.page.keyboard.press('Escape');
    await sheet.waitFor({ state: 'detached' });
    await touch(luis.page, 'Para todos', 90, () => luis.page.locator('.swipe-arrow.ready').waitFor());
    await luis.page.locator('chat-composer .answering').waitFor();
    await say(luis.page, 'compra barato');
    await sent(luis.page, 'compra barato');
    await bubble(eva.page, 'compra barato').locator('.quote', { hasText: 'Para todos' }).waitFor();

    // A report reaches the moderator. The moderator mutes.
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
