// The room of the portal: it announces joins and leaves, shares documents, and shows the end.
// `SCREENSHOTS=<folder>` keeps pictures.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { picturesOf, useBrowser } from './browser.ts';
import { startExample } from './example.ts';
import { enter, say } from './portal.ts';

const { visit } = useBrowser();
const picture = picturesOf('room-');
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const violations = async (page: Page): Promise<string[]> => {
  await page.evaluate(axe);
  return page.evaluate(
    `axe.run(document).then((run) => run.violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => id + ' ' + target)))`,
  );
};

const phone = { viewport: { width: 320, height: 640 }, isMobile: true, hasTouch: true };
const toast = (page: Page, text: string) => page.locator('.toast', { hasText: text });
const tab = (page: Page, name: string | RegExp) => page.getByRole('tab', { name });
const certificate = { name: 'certificado.txt', mimeType: 'text/plain', buffer: Buffer.from('Se certifica.') };

test('documents are sent, announced, opened and deleted next to the chat', { timeout: 90_000 }, async () => {
  const portal = await startExample('citas');
  const [ana, luis] = [await visit(), await visit({ ...phone, colorScheme: 'dark' })];
  await enter(ana.page, portal.url, 'Ana', 'cita-42');
  await ana.page.getByText('Espere un momento').waitFor();
  await enter(luis.page, portal.url, 'Luis', 'cita-42');
  await toast(ana.page, 'Luis ha entrado.').waitFor();
  await ana.page.getByRole('button', { name: 'Iniciar videollamada' }).waitFor();

  await tab(luis.page, 'Documentos').click();
  await luis.page.locator('chat-files input[type=file]').setInputFiles(certificate);
  await luis.page.locator('chat-files [part~=file]', { hasText: 'certificado.txt' }).waitFor();
  await toast(ana.page, 'Luis ha enviado «certificado.txt».').getByRole('button', { name: 'Ver' }).click();
  const file = ana.page.locator('chat-files [part~=file]', { hasText: 'certificado.txt' });
  await file.waitFor();
  await picture(ana.page, 'documents');
  await picture(luis.page, 'documents-phone');
  expect([...(await violations(ana.page)), ...(await violations(luis.page))]).toEqual([]);
  const [download] = await Promise.all([
    ana.page.waitForEvent('download'),
    file.getByText('certificado.txt').click(),
  ]);
  expect(readFileSync(await download.path(), 'utf8')).toBe('Se certifica.');

  // New messages are counted until the user looks at the chat again; by keyboard too.
  await tab(luis.page, 'Chat').click();
  await say(luis.page, 'Ahí lo tiene');
  await tab(ana.page, /^Chat 1$/).waitFor();
  await tab(ana.page, 'Documentos').press('ArrowLeft');
  await ana.page.locator('chat-messages').getByText('Ahí lo tiene', { exact: true }).waitFor();
  await tab(ana.page, /^Chat$/).waitFor();

  await tab(luis.page, 'Documentos').click();
  const files = luis.page.locator('chat-files');
  await files.getByRole('button', { name: 'Eliminar certificado.txt' }).click();
  await files.getByRole('button', { name: '¿Eliminar para todos?' }).click();
  await tab(ana.page, 'Documentos').click();
  await expect.poll(() => file.count()).toBe(0);
  expect([...ana.complaints, ...luis.complaints]).toEqual([]);
});

test(
  'the portal shows that the other user left, and that the appointment has ended',
  { timeout: 90_000 },
  async () => {
    const portal = await startExample('citas');
    const made = await fetch(`${portal.url}/api/citas`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ titulo: 'Padrón', ciudadano: 'Luis', inicio: new Date().toISOString() }),
    });
    const { id, sala } = (await made.json()) as { id: string; sala: string };
    const [ana, luis] = [await visit(), await visit(phone)];
    const open = await fetch(`${portal.url}/api/citas/${id}`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ estado: 'abierta' }),
    });
    expect(open.status).toBe(200);
    await enter(ana.page, portal.url, 'Ana', sala);
    await enter(luis.page, portal.url, 'Luis', sala);
    await toast(ana.page, 'Luis ha entrado.').waitFor();
    // On a phone the bar names the appointment; on a wide page its code, because the chat names it.
    await luis.page.locator('.site').getByText('Padrón', { exact: true }).waitFor();
    expect(await ana.page.locator('.site').innerText()).toContain(sala);
    expect(await ana.page.locator('.site').getByText('Padrón').isVisible()).toBe(false);
    // In landscape the field stays on the screen.
    await luis.page.setViewportSize({ width: 844, height: 390 });
    const field = await luis.page.locator('chat-room textarea').boundingBox();
    expect(field!.y + field!.height).toBeLessThan(390);
    await luis.page.getByRole('button', { name: 'Salir' }).click();
    await toast(ana.page, 'Luis ha salido.').waitFor();
    await picture(ana.page, 'left');

    await fetch(`${portal.url}/api/citas/${id}/fin`, { method: 'PUT' });
    const dialog = ana.page.getByRole('dialog', { name: 'La cita ha terminado' });
    await dialog.waitFor();
    await picture(ana.page, 'ended');
    expect(await violations(ana.page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Entendido' }).click();
    await ana.page
      .getByText('Puede leer los mensajes y descargar los documentos.', { exact: true })
      .waitFor();
    expect([...ana.complaints, ...luis.complaints]).toEqual([]);
  },
);
