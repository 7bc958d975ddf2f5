// The devices of a user in an encrypted group of the messenger: a recovery key, a code, a lost device, a safety number.
// `SCREENSHOTS=<folder>` keeps pictures.
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { picturesOf, smallPhone, useBrowser } from './browser.ts';
import { startExample } from './example.ts';
import { button, fillGroup, openRoom, signIn, signUp, submitGroup } from './messenger-pages.ts';
import { hears, say } from './portal.ts';

const { visit } = useBrowser();
const picture = picturesOf('encryption-devices-');

/** The line below the header of a device that reads nothing yet. */
const waits = (page: Page) =>
  page.locator('.encryption-bar').getByText('todavía no puede leer esta conversación');
const lock = (page: Page) => page.getByRole('button', { name: 'Cifrado', exact: true });

test('a lost device is replaced by a recovery key or a code, and removed', { timeout: 180_000 }, async () => {
  const messenger = await startExample('messenger');
  const [ana, luis, phone, tablet] = [
    await visit(),
    await visit(),
    await visit(smallPhone),
    await visit({ colorScheme: 'dark' }),
  ];
  await signUp(luis.page, messenger.url, 'Luis');
  await signUp(ana.page, messenger.url, 'Ana');
  await fillGroup(ana.page, 'Luis');
  await ana.page.getByRole('checkbox', { name: 'Cifrado de extremo a extremo' }).check();
  await submitGroup(ana.page);
  await lock(ana.page).waitFor();
  await say(ana.page, 'uno');
  await openRoom(luis.page, /Viaje/);
  await hears(luis.page, 'uno');
  await say(luis.page, 'dos');
  await hears(ana.page, 'uno', 'dos');

  await lock(ana.page).click();
  await button(ana.page, 'Crear clave de recuperación').waitFor();
  await picture(ana.page, 'nag');
  await button(ana.page, 'Crear clave de recuperación').click();
  const secret = (await ana.page.locator('.secret').getAttribute('aria-label')) ?? '';
  expect(secret).toMatch(/^(\w{4}-){13}\w{4}$/);
  await picture(ana.page, 'key');
  const download = ana.page.waitForEvent('download');
  await button(ana.page, 'Descargar').click();
  expect((await download).suggestedFilename()).toBe('recovery-key.txt');
  await button(ana.page, 'La he guardado').click();
  await ana.page.getByText('Este dispositivo', { exact: true }).waitFor();

  // A phone waits, and says so before anything is lost.
  await signIn(phone.page, messenger.url, 'Ana');
  await openRoom(phone.page, /Viaje/);
  await waits(phone.page).waitFor();
  await picture(phone.page, 'waiting');
  await button(phone.page, 'Continuar').click();
  const field = phone.page.getByLabel('Clave de recuperación');
  await field.fill(secret.slice(1));
  await button(phone.page, 'Recuperar mensajes').click();
  await phone.page.getByText('Falta un carácter').waitFor();
  await picture(phone.page, 'new-device');
  await field.fill(secret.toLowerCase());
  await button(phone.page, 'Recuperar mensajes').click();
  await phone.page.getByText('Este dispositivo', { exact: true }).waitFor();
  await picture(phone.page, 'devices-phone');
  await button(phone.page, 'Cerrar').click();
  await hears(phone.page, 'uno', 'dos');
  await say(phone.page, 'tres');
  await hears(luis.page, 'uno', 'dos', 'tres');

  // A tablet gets the keys from the first device.
  await signIn(tablet.page, messenger.url, 'Ana');
  await openRoom(tablet.page, /Viaje/);
  await button(tablet.page, 'Continuar').click();
  await button(tablet.page, 'Usar otro dispositivo').click();
  const code = (await tablet.page.locator('.code').textContent()) ?? '';
  await picture(tablet.page, 'code');
  await button(ana.page, 'Aprobar un dispositivo nuevo').click();
  await ana.page.getByLabel('Código').fill(code);
  await picture(ana.page, 'approve');
  await button(ana.page, 'Aprobar').click();
  await tablet.page.getByText('Este dispositivo', { exact: true }).waitFor();
  await hears(tablet.page, 'uno', 'dos', 'tres');
  await picture(tablet.page, 'devices-dark');

  // The phone is lost.
  await ana.page.getByLabel('Código').waitFor({ state: 'detached' });
  await expect.poll(() => ana.page.locator('.devices li').count()).toBe(3);
  await ana.page
    .getByRole('button', { name: /^Eliminar: .*Android|^Eliminar: / })
    .first()
    .click();
  await ana.page.getByText('¿Eliminar').waitFor();
  await picture(ana.page, 'remove');
  await ana.page.locator('.confirm .danger').click();
  await expect.poll(() => ana.page.locator('.devices li').count()).toBe(2);
  await say(luis.page, 'sin el móvil');
  await hears(ana.page, 'uno', 'dos', 'tres', 'sin el móvil');
  await waits(phone.page).waitFor();
  await picture(phone.page, 'removed');

  await lock(luis.page).click();
  await luis.page.getByRole('button', { name: 'Comparar número de seguridad: Ana' }).click();
  await luis.page.locator('.number span').first().waitFor();
  const number = await luis.page.locator('.number').getAttribute('aria-label');
  await picture(luis.page, 'number');
  await ana.page.getByRole('button', { name: 'Comparar número de seguridad: Luis' }).click();
  await ana.page.locator('.number span').first().waitFor();
  expect(await ana.page.locator('.number').getAttribute('aria-label')).toBe(number);
  await button(luis.page, 'Los números coinciden').click();
  await luis.page.getByText('Verificado', { exact: true }).waitFor();
  await picture(luis.page, 'verified');
  for (const { complaints } of [ana, luis, phone, tablet]) expect(complaints).toEqual([]);
});
