// Staff manage appointments of today, the future and the past while a citizen waits in one.
// `SCREENSHOTS=<folder>` keeps pictures.
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { violations } from './axe.ts';
import { picturesOf, useBrowser } from './browser.ts';
import { startExample } from './example.ts';
import { enter } from './portal.ts';

const { visit } = useBrowser();
const phone = {
  viewport: { width: 360, height: 740 },
  isMobile: true,
  hasTouch: true,
  colorScheme: 'dark' as const,
};
const picture = picturesOf('agenda-', { fullPage: true });

const dayMs = 86_400_000;
/** Noon of a day so many days from now, where the browser is: never near midnight. */
const noon = (days: number): Date => {
  const at = new Date(Date.now() + days * dayMs);
  at.setHours(12, 0, 0, 0);
  return at;
};
/** As a `datetime-local` takes it. */
const local = (at: Date): string =>
  new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);

const lists = { today: 'Hoy', upcoming: 'Próximas', past: 'Pasadas' } as const;
const titles = (page: Page, list: keyof typeof lists) => page.locator(`#${list} h3`).allInnerTexts();
const stand = async (page: Page, expected: Record<keyof typeof lists, string[]>): Promise<void> => {
  for (const [list, wanted] of Object.entries(expected))
    await expect.poll(() => titles(page, list as keyof typeof lists)).toEqual(wanted);
};

test(
  'appointments are listed by day, moved and cancelled; a waiting user learns of a cancellation',
  { timeout: 120_000 },
  async () => {
    const { url } = await startExample('citas');
    const post = async (titulo: string, inicio: Date): Promise<string> => {
      const made = await fetch(`${url}/api/citas`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ titulo, ciudadano: 'Ana', inicio: inicio.toISOString() }),
      });
      return ((await made.json()) as { sala: string }).sala;
    };
    await post('La de ayer', noon(-1));
    await post('La de anteayer', noon(-2));
    await post('La de hoy', noon(0));
    const sala = await post('La de mañana', noon(1));
    const { page, complaints } = await visit({
      ...phone,
      timezoneId: Intl.DateTimeFormat().resolvedOptions().timeZone,
    });
    await page.goto(`${url}/agenda.html`);
    for (const name of Object.values(lists)) await page.getByRole('heading', { name, exact: true }).waitFor();
    const before = { today: ['La de hoy'], past: ['La de ayer', 'La de anteayer'] };
    await stand(page, { ...before, upcoming: ['La de mañana'] });
    await picture(page, 'phone-dark');
    expect(await violations(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);

    // Moved to today, with another title and length.
    const citizen = await visit();
    await enter(citizen.page, url, 'Ana', sala);
    const row = (title: string) => page.getByRole('listitem').filter({ hasText: title });
    await row('La de mañana').getByRole('button', { name: 'Cambiar' }).click();
    const start = page.getByLabel('Fecha y hora');
    expect(await start.inputValue()).toBe(local(noon(1)));
    await page.getByLabel('Asunto').fill('La que se adelanta');
    await page.getByLabel('Minutos').fill('20');
    const moved = noon(0);
    moved.setHours(13);
    await start.fill(local(moved));
    await picture(page, 'change-phone-dark');
    await page.getByRole('button', { name: 'Guardar', exact: true }).click();
    await page.getByText('Cita guardada.').waitFor({ state: 'attached' });
    await stand(page, { ...before, today: ['La de hoy', 'La que se adelanta'], upcoming: [] });
    await row('La que se adelanta').getByText('20 min').waitFor();
    const [saved] = await Promise.all([
      page.waitForEvent('download'),
      row('La que se adelanta').getByRole('link', { name: 'Calendario' }).click(),
    ]);
    const stamp = moved.toISOString().replaceAll(/[-:]|\.\d+/g, '');
    expect(readFileSync(await saved.path(), 'utf8')).toContain(`DTSTART:${stamp}`);

    // Cancelled, once one is sure: for who waits in it, it is over.
    const cancel = row('La que se adelanta').getByRole('button', { name: 'Cancelar la cita' });
    const question = page.getByRole('dialog', { name: '¿Cancelar «La que se adelanta»?' });
    await cancel.click();
    await question.getByText('Ana verá que la cita se ha cancelado.').waitFor();
    expect(await violations(page)).toEqual([]);
    await question.getByRole('button', { name: 'Mantenerla' }).click();
    await question.waitFor({ state: 'detached' });
    await row('La que se adelanta').getByText('Programada').waitFor();
    await cancel.click();
    await picture(page, 'cancel-phone-dark');
    await question.getByRole('button', { name: 'Cancelar la cita' }).click();
    await row('La que se adelanta').getByText('Cancelada').waitFor();
    await citizen.page.getByRole('dialog', { name: 'La cita ha terminado' }).waitFor();
    expect(await row('La que se adelanta').getByRole('button').count()).toBe(0);
    await picture(page, 'cancelled-phone-dark');
    expect([...complaints, ...citizen.complaints]).toEqual([]);
  },
);
