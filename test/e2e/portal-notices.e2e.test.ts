// The toasts of the portal when an action fails, and its question before a call ends. `SCREENSHOTS=<folder>`
// keeps pictures.
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { longTest } from '../long-test.ts';
import { violations } from './axe.ts';
import { picturesOf, useBrowser } from './browser.ts';
import { call, fakeDevices, flows, permissions, press } from './call-pages.ts';
import { startExample } from './example.ts';
import { enter } from './portal.ts';

const { visit } = useBrowser(fakeDevices);
const phone = {
  viewport: { width: 360, height: 740 },
  isMobile: true,
  hasTouch: true,
  colorScheme: 'dark' as const,
  permissions,
};
const picture = picturesOf('notices-');
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

test(
  'on a phone no toast covers the call button, the tabs or the composer',
  { timeout: 90_000 },
  async () => {
    const { url } = await startExample('citas');
    const [ana, luis] = [await visit(phone), await visit()];
    await enter(ana.page, url, 'Ana', 'cita-7');
    await enter(luis.page, url, 'Luis', 'cita-7');
    const entered = ana.page.locator('.toast', { hasText: 'Luis ha entrado.' });
    await entered.waitFor();
    // It stays while it is pointed at.
    await entered.dispatchEvent('pointerenter');
    await button(ana.page, 'Iniciar videollamada').waitFor();
    await picture(ana.page, 'entered-phone-dark');
    const notice = await entered.boundingBox();
    for (const other of ['header.site', '.stage', '.tabs', 'chat-room header', 'chat-composer']) {
      const box = await ana.page.locator(other).boundingBox();
      const isClear = notice && box && (notice.y >= box.y + box.height || box.y >= notice.y + notice.height);
      expect([other, isClear]).toEqual([other, true]);
    }
  },
);

longTest(
  'a user in a call cannot start another, and confirms before leaving ends it',
  { timeout: 180_000 },
  async () => {
    const { url } = await startExample('citas');
    const [ana, luis, marta] = [
      await visit(phone),
      await visit({ permissions }),
      await visit({ permissions }),
    ];
    await enter(ana.page, url, 'Ana', 'cita-7');
    await enter(luis.page, url, 'Luis', 'cita-7');
    await button(ana.page, 'Iniciar videollamada').click();
    await press(luis.page, 'Contestar');
    for (const { page } of [ana, luis]) await flows(page);

    // The same person, in another appointment at the same time.
    const tab = await ana.page.context().newPage();
    await enter(tab, url, 'Ana', 'cita-8');
    await enter(marta.page, url, 'Marta', 'cita-8');
    await button(tab, 'Iniciar videollamada').click();
    const wrong = tab.locator('.toast.bad', { hasText: 'Ya está en otra llamada.' });
    await wrong.waitFor();
    await wrong.hover(); // it stays while it is pointed at
    await picture(tab, 'error-phone-dark');
    expect(await violations(tab)).toEqual([]);
    await wrong.getByRole('button', { name: 'Ocultar el aviso' }).click();
    await wrong.waitFor({ state: 'detached' });
    // It can be tried again.
    await expect.poll(() => button(tab, 'Iniciar videollamada').isEnabled()).toBe(true);
    await tab.close();

    // The call has the whole screen of the phone until it is made small.
    await button(ana.page, 'Chat').press('Enter');
    const leave = button(ana.page, 'Salir').first();
    const dialog = ana.page.getByRole('dialog', { name: '¿Salir de la cita?' });
    await leave.click();
    await dialog.waitFor();
    await picture(ana.page, 'leave-phone-dark');
    expect(await violations(ana.page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Quedarse' }).click();
    for (const { page } of [ana, luis]) await flows(page);
    await leave.click();
    await dialog.getByRole('button', { name: 'Salir' }).click();
    await ana.page.getByRole('button', { name: 'Unirse' }).waitFor();
    await expect
      .poll(() => luis.page.locator('chat-messages .call-line').allInnerTexts())
      .toEqual([expect.stringMatching(/^Videollamada · \d:\d\d$/)]);
    expect(await call(luis.page).getByText('Ana ha perdido la conexión').count()).toBe(0);
    for (const { complaints } of [ana, luis, marta]) expect(complaints).toEqual([]);
  },
);
