import { readFileSync } from 'node:fs';
// Moderation of a room in two browsers. `SCREENSHOTS=<folder>` leaves pictures there.
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { useBrowser } from './browser.ts';
import { startExample } from './example.ts';
import { enter, hears, say, sent, shows } from './portal.ts';

const { visit } = useBrowser();
const folder = process.env['SCREENSHOTS'];
const look = async (page: Page, name: string): Promise<void> => {
  if (folder) await page.screenshot({ path: `${folder}/moderation-${name}.png` });
};

const phone = { viewport: { width: 390, height: 740 }, isMobile: true, hasTouch: true };
const menuOf = async (page: Page, text: string): Promise<void> => {
  const row = page.locator('chat-messages [data-message]', { hasText: text });
  await row.hover();
  await row.getByRole('button', { name: 'Acciones del mensaje' }).click();
};

test(
  'a moderator resolves a report and mutes a user; the history records both',
  { timeout: 120_000 },
  async () => {
    const portal = await startExample('citas');
    const [ana, luis, marta] = [await visit(), await visit({ ...phone, colorScheme: 'dark' }), await visit()];
    await enter(ana.page, portal.url, 'Ana', 'cita-42');
    await enter(marta.page, portal.url, 'Marta', 'cita-42');
    await enter(luis.page, portal.url, 'Luis', 'cita-42');
    await say(marta.page, 'Bienvenido');
    await sent(marta.page, 'Bienvenido');
    await say(luis.page, 'compra barato');
    await hears(ana.page, 'Bienvenido', 'compra barato');

    // Luis is no moderator: he can report, and that is all.
    expect(await luis.page.getByRole('button', { name: 'Moderación' }).count()).toBe(0);
    await menuOf(luis.page, 'Bienvenido');
    await luis.page.getByRole('menuitem', { name: 'Denunciar' }).click();
    await luis.page.getByLabel('Insultos o acoso').check();
    await luis.page.getByPlaceholder('Añada detalles').fill('no me gusta');
    await look(luis.page, 'report-phone-dark');
    await luis.page.getByRole('button', { name: 'Denunciar' }).click();
    await shows(luis.page, 'Gracias. Los moderadores lo revisarán.');
    await expect.poll(() => luis.page.getByRole('dialog').count()).toBe(0);

    await ana.page.getByRole('button', { name: 'Moderación, 1 denuncia pendiente' }).click();
    await shows(ana.page, 'Insultos o acoso: no me gusta');
    await look(ana.page, 'queue');
    await ana.page.getByRole('button', { name: 'Ver en la conversación' }).click();
    // The panel covers the messages here, and makes way.
    await ana.page.locator('chat-messages .found', { hasText: 'Bienvenido' }).waitFor();
    await ana.page.getByRole('button', { name: 'Moderación, 1 denuncia pendiente' }).click();
    await ana.page.getByRole('button', { name: 'Descartar' }).click();
    await shows(ana.page, 'No hay denuncias pendientes');

    await ana.page.getByRole('button', { name: 'Cerrar' }).click();
    await menuOf(ana.page, 'compra barato');
    await ana.page.getByRole('menuitem', { name: 'Moderar a Luis…' }).click();
    await look(ana.page, 'person-menu');
    await ana.page.getByRole('menuitem', { name: 'Silenciar…' }).click();
    await ana.page.getByRole('menuitem', { name: 'Silenciar 10 minutos' }).click();
    await shows(luis.page, /Le han silenciado hasta las/);

    await ana.page.getByRole('button', { name: 'Moderación' }).click();
    await ana.page.getByRole('tab', { name: 'Registro' }).click();
    await shows(ana.page, /Ana silenció a Luis hasta/);
    await shows(ana.page, 'Ana resolvió una denuncia sobre Marta');
    await look(ana.page, 'history');

    // The room changes hands: Luis runs it too, and Ana may go.
    await ana.page.getByRole('button', { name: 'Cerrar' }).click();
    await menuOf(ana.page, 'compra barato');
    await ana.page.getByRole('menuitem', { name: 'Moderar a Luis…' }).click();
    await ana.page.getByRole('menuitem', { name: 'Nombrar anfitrión' }).click();
    await ana.page.getByRole('menuitem', { name: /^¿Nombrar anfitrión a Luis\s?\?$/ }).click();
    await luis.page.getByRole('button', { name: 'Ver personas' }).click();
    await expect.poll(() => luis.page.locator('chat-members').getByText('Anfitrión').count()).toBe(2);
    expect([...ana.complaints, ...luis.complaints, ...marta.complaints]).toEqual([]);
  },
);

test(
  'slow mode counts down, and a ban keeps a user out until it is lifted',
  { timeout: 120_000 },
  async () => {
    const portal = await startExample('citas');
    const [ana, luis] = [await visit({ colorScheme: 'dark' }), await visit(phone)];
    await enter(ana.page, portal.url, 'Ana', 'cita-42');
    await enter(luis.page, portal.url, 'Luis', 'cita-42');
    await ana.page.getByRole('button', { name: 'Moderación' }).click();
    await ana.page.getByRole('tab', { name: 'Ajustes' }).click();
    await ana.page.getByLabel('Modo lento').selectOption({ label: '10 segundos' });
    await look(ana.page, 'settings-dark');
    await ana.page.getByRole('button', { name: 'Guardar' }).click();
    await ana.page.getByText('Guardado', { exact: true }).waitFor();
    await shows(luis.page, 'Modo lento: un mensaje cada 10 segundos');
    await say(luis.page, 'uno');
    await shows(luis.page, /podrá escribir en [1-9]\d? s/);
    await luis.page.locator('chat-composer textarea').fill('dos');
    expect(await luis.page.getByRole('button', { name: 'Enviar' }).isDisabled()).toBe(true);
    await look(luis.page, 'slow-mode-phone');
    await expect
      .poll(() => luis.page.getByRole('button', { name: 'Enviar' }).isEnabled(), { timeout: 15_000 })
      .toBe(true);
    await luis.page.locator('chat-composer textarea').press('Enter');
    await hears(ana.page, 'uno', 'dos');

    const downloading = ana.page.waitForEvent('download');
    await ana.page.getByRole('button', { name: 'Texto sin formato' }).click();
    const download = await downloading;
    expect(download.suggestedFilename()).toMatch(/\.txt$/);
    expect(readFileSync(await download.path(), 'utf8')).toMatch(/Luis\n {4}uno\n[^]*Luis\n {4}dos\n/);
    // Only the owner sets the retention; all members see it.
    await ana.page.getByLabel('Conservar mensajes').selectOption({ label: '30 días' });
    await ana.page.getByRole('button', { name: 'Guardar' }).click();
    await ana.page.getByText('Guardado', { exact: true }).waitFor();
    await look(ana.page, 'settings-retention-dark');

    await ana.page.getByRole('button', { name: 'Cerrar' }).click();
    await ana.page.getByRole('button', { name: /Ver personas/ }).click();
    await ana.page.getByRole('button', { name: 'Acciones para Luis' }).click();
    await look(ana.page, 'member-menu-dark');
    await ana.page.getByRole('menuitem', { name: 'Vetar' }).click();
    await ana.page.getByRole('menuitem', { name: '¿Vetar a Luis en esta conversación?' }).click();
    await shows(luis.page, 'No puede entrar en esta sala.');
    await ana.page.getByRole('button', { name: 'Moderación' }).click();
    await ana.page.getByRole('tab', { name: 'Vetados' }).click();
    await ana.page.getByRole('button', { name: 'Levantar el veto' }).click();
    await shows(ana.page, 'No hay nadie vetado');
    await enter(luis.page, portal.url, 'Luis', 'cita-42');
    await hears(luis.page, 'uno', 'dos');
    expect([...ana.complaints, ...luis.complaints]).toEqual([]);
  },
);
