// The documents of an appointment, for two users of the portal: upload, open, save, delete, and read after
// the end.
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { longTest } from '../long-test.ts';
import { violations } from './axe.ts';
import { smallPhone, useBrowser } from './browser.ts';
import { startExample } from './example.ts';
import { enter } from './portal.ts';

const { visit } = useBrowser();

const documents = (page: Page) => page.locator('#documents chat-files');
const names = (page: Page) => documents(page).locator('.row b').allInnerTexts();
const shows = async (page: Page, ...expected: string[]): Promise<void> => {
  const sorted = async () => (await names(page)).toSorted();
  await expect.poll(sorted, { timeout: 45_000 }).toEqual(expected.toSorted());
};
const open = (page: Page) => page.getByRole('tab', { name: 'Documentos' }).click();
const trash = (page: Page) => documents(page).getByRole('button', { name: /^Eliminar / });
const choose = (page: Page, name: string, buffer: Buffer) =>
  page.getByLabel('Enviar archivos').setInputFiles({ name, mimeType: 'application/pdf', buffer });

/** The line out of this page is so slow, bytes a second; none: as it is. */
const slowDown = async (page: Page, bytesPerSecond = -1): Promise<void> => {
  const line = await page.context().newCDPSession(page);
  await line.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 0,
    downloadThroughput: -1,
    uploadThroughput: bytesPerSecond,
  });
};

longTest(
  'uploads show their progress, and documents can be opened and saved after the appointment',
  { timeout: 240_000 },
  async () => {
    const { url } = await startExample('citas', { PORTAL_KEY: 'clave' });
    const staff = async (method: string, path: string, body?: object) => {
      const response = await fetch(`${url}/api/citas${path}`, {
        method,
        headers: { authorization: 'Bearer clave', ...(body && { 'content-type': 'application/json' }) },
        ...(body && { body: JSON.stringify(body) }),
      });
      expect(response.ok).toBe(true);
      return (await response.json()) as { id: string; sala: string };
    };
    const { id, sala } = await staff('POST', '', {
      titulo: 'Padrón',
      ciudadano: 'Ana',
      inicio: new Date().toISOString(),
    });
    await staff('PATCH', `/${id}`, { estado: 'abierta' });
    const [ana, luis] = [await visit(), await visit(smallPhone)];
    await enter(ana.page, url, 'Ana', sala);
    await enter(luis.page, url, 'Luis', sala);
    for (const { page } of [ana, luis]) await open(page);

    // The progress is visible, and announced to screen readers.
    const megabyte = Buffer.concat([Buffer.from('%PDF-1.4 '), Buffer.alloc(1_000_000, 'x')]);
    await slowDown(ana.page, 50_000);
    await choose(ana.page, 'padrón.pdf', megabyte);
    const progress = documents(ana.page).getByRole('progressbar');
    await expect
      .poll(() => progress.evaluate((bar) => (bar as HTMLProgressElement).value), { timeout: 45_000 })
      .toBeGreaterThan(0.1);
    expect(await progress.evaluate((bar) => (bar as HTMLProgressElement).value)).toBeLessThan(1);
    expect(await progress.getAttribute('aria-label')).toBeTruthy();
    expect(await names(luis.page)).toEqual([]);
    const told = luis.page.getByText('Ana ha enviado «padrón.pdf».').waitFor();
    await slowDown(ana.page);
    await documents(ana.page).getByRole('status').getByText('Se envió padrón.pdf').waitFor();
    for (const { page } of [ana, luis]) await shows(page, 'padrón.pdf');
    await told;

    // Luis opens Ana's documents but cannot delete them; a deleted one is gone for both.
    await choose(luis.page, 'equivocado.pdf', Buffer.from('%PDF-1.4 no era este'));
    for (const { page } of [ana, luis]) await shows(page, 'padrón.pdf', 'equivocado.pdf');
    for (const { page } of [ana, luis]) await expect.poll(() => trash(page).count()).toBe(1);
    await luis.page.getByRole('button', { name: 'Eliminar equivocado.pdf' }).click();
    await luis.page.getByRole('button', { name: '¿Eliminar para todos?' }).click();
    for (const { page } of [ana, luis]) await shows(page, 'padrón.pdf');

    // It ends while something is on its way: that does not come through, and says why.
    await slowDown(luis.page, 50_000);
    await choose(luis.page, 'tarde.pdf', megabyte);
    await documents(luis.page).getByRole('progressbar').waitFor();
    await staff('PUT', `/${id}/fin`);
    for (const { page } of [ana, luis]) await page.getByRole('button', { name: 'Entendido' }).click();
    await slowDown(luis.page);
    const late = documents(luis.page).locator('.row').filter({ hasText: 'tarde.pdf' });
    await late.getByRole('alert').getByText('Esta conversación ha terminado.').waitFor();
    expect(await late.getByRole('button', { name: 'Reintentar' }).count()).toBe(0);
    await late.getByRole('button', { name: 'Quitar tarde.pdf' }).click();

    // From then on nobody sends or deletes documents; both can open and save them, also after a new visit.
    await luis.page.reload();
    await luis.page.locator('chat-room header .present').waitFor();
    await open(luis.page);
    for (const { page } of [ana, luis]) {
      await shows(page, 'padrón.pdf');
      expect(await trash(page).count()).toBe(0);
      expect(await page.getByLabel('Enviar archivos').count()).toBe(0);
      const [saved] = await Promise.all([
        page.waitForEvent('download'),
        documents(page)
          .getByRole('button', { name: /^Descargar padrón\.pdf/ })
          .click(),
      ]);
      expect(saved.suggestedFilename()).toBe('padrón.pdf');
      expect(readFileSync(await saved.path()).equals(megabyte)).toBe(true);
      expect(await violations(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
    }
    expect([...ana.complaints, ...luis.complaints]).toEqual([]);
  },
);

test(
  'staff with the key join from the agenda and delete a document of a citizen for both',
  { timeout: 180_000 },
  async () => {
    const { url } = await startExample('citas', { PORTAL_KEY: 'clave' });
    const made = await fetch(`${url}/api/citas`, {
      method: 'POST',
      headers: { authorization: 'Bearer clave', 'content-type': 'application/json' },
      body: JSON.stringify({ titulo: 'Padrón', ciudadano: 'Ana', inicio: new Date().toISOString() }),
    });
    const { sala } = (await made.json()) as { sala: string };
    const [ana, marta] = [await visit(), await visit(smallPhone)];
    await enter(ana.page, url, 'Ana', sala);
    await open(ana.page);
    await choose(ana.page, 'equivocado.pdf', Buffer.from('%PDF-1.4 no era este'));
    await shows(ana.page, 'equivocado.pdf');

    // The way there is for those alone who have the key.
    const { page } = marta;
    const join = page.getByRole('button', { name: 'Unirse' });
    let release = (): void => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    await page.route('**/join-form.js', (route) => released.then(() => route.continue()), { times: 1 });
    await page.goto(`${url}/?sala=${sala}&atiende`, { waitUntil: 'commit' });
    await join.waitFor();
    expect(await join.isDisabled()).toBe(true);
    release();
    await page.getByText('Entra como quien atiende').waitFor();
    await page.getByLabel('Nombre').fill('Marta');
    await page.getByRole('button', { name: 'Unirse' }).click();
    await page.getByText('Hace falta la clave del portal.').waitFor();
    await page.goto(`${url}/agenda.html`);
    await page.getByLabel('Clave', { exact: true }).fill('clave');
    await page.getByRole('button', { name: 'Entrar', exact: true }).click();
    await page.getByRole('link', { name: 'Entrar en la sala' }).click();
    await page.getByLabel('Nombre').fill('Marta');
    await page.getByRole('button', { name: 'Unirse' }).click();
    await ana.page.getByText('Marta ha entrado.').waitFor();
    // The link that is passed on makes nobody staff; a reload does not take it away.
    expect(new URL(page.url()).search).toBe(`?sala=${sala}`);
    await page.reload();
    await page.locator('chat-room header .present').waitFor();
    await open(page);
    await shows(page, 'equivocado.pdf');
    await page.getByRole('button', { name: 'Eliminar equivocado.pdf' }).click();
    await page.getByRole('button', { name: '¿Eliminar para todos?' }).click();
    for (const each of [page, ana.page]) await shows(each);
    expect(await violations(page)).toEqual([]);
    expect([...ana.complaints, ...marta.complaints]).toEqual([]);
  },
);
