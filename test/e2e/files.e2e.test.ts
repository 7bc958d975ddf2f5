// Two users of the portal, which has a strict policy, choose, send, view and save pictures and documents.
// `SCREENSHOTS=<folder>` keeps pictures.
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { picturesOf, useBrowser } from './browser.ts';
import { startExample } from './example.ts';
import { enter } from './portal.ts';

const { visit } = useBrowser();
const picture = picturesOf('files-');

const photo = (width: number, height: number): Promise<Buffer> =>
  sharp({
    create: {
      width,
      height,
      channels: 3,
      background: '#7aa',
      noise: { type: 'gaussian', mean: 140, sigma: 30 },
    },
  })
    .jpeg()
    .toBuffer();

/** In the page: pastes a file where one writes, or drags one there and lets it go. */
const giveFiles = (how: string): void => {
  const room = document.querySelector('chat-room');
  const field = room?.shadowRoot?.querySelector('chat-composer')?.shadowRoot?.querySelector('textarea');
  const data = new DataTransfer();
  data.items.add(new File([how], `${how}.txt`, { type: 'text/plain' }));
  const options = { bubbles: true, composed: true, cancelable: true };
  if (how === 'paste') field?.dispatchEvent(new ClipboardEvent('paste', { ...options, clipboardData: data }));
  else
    for (const type of ['dragenter', 'dragover', 'drop'])
      room?.dispatchEvent(new DragEvent(type, { ...options, dataTransfer: data }));
};

test('one user sends a photo and a document to the other', { timeout: 120_000 }, async () => {
  const portal = await startExample('citas');
  const ana = await visit();
  const luis = await visit({
    viewport: { width: 320, height: 640 },
    isMobile: true,
    hasTouch: true,
    colorScheme: 'dark',
  });
  await enter(ana.page, portal.url, 'Ana', 'cita-42');
  await enter(luis.page, portal.url, 'Luis', 'cita-42');

  await ana.page.getByLabel('Adjuntar archivos').setInputFiles([
    { name: 'dni.jpg', mimeType: 'image/jpeg', buffer: await photo(1200, 800) },
    { name: 'plano.jpg', mimeType: 'image/jpeg', buffer: await photo(500, 700) },
    { name: 'solicitud.txt', mimeType: 'text/plain', buffer: Buffer.from('Solicito cita.') },
    { name: 'rota.gif', mimeType: 'image/gif', buffer: Buffer.from('GIF89a, y nada de lo que sigue') },
  ]);
  const tiles = ana.page.locator('chat-composer .tile');
  await expect.poll(() => tiles.count()).toBe(4);
  await expect
    .poll(() => tiles.last().innerText(), { timeout: 15_000 })
    .toContain('Esta imagen no se puede usar');
  await picture(ana.page, 'tray');
  await ana.page.getByRole('button', { name: 'Quitar rota.gif' }).click();
  const send = ana.page.getByRole('button', { name: 'Enviar' });
  await expect.poll(() => send.isEnabled()).toBe(true);
  await send.click();
  await tiles.first().waitFor({ state: 'detached' });

  for (const { page } of [ana, luis]) {
    const images = page.locator('chat-messages .picture img');
    await expect
      .poll(() =>
        images.evaluateAll((all) => all.map((image) => (image as HTMLImageElement).naturalWidth > 0)),
      )
      .toEqual([true, true]);
  }
  await picture(ana.page, 'bubble');
  await picture(luis.page, 'bubble-phone');

  // Pasted, and dropped on the conversation: each comes to the other as it is.
  await ana.page.evaluate(giveFiles, 'paste');
  await expect.poll(() => tiles.count()).toBe(1);
  await ana.page.evaluate(giveFiles, 'drop');
  await expect.poll(() => tiles.count()).toBe(2);
  await expect.poll(() => send.isEnabled()).toBe(true);
  await send.click();
  for (const name of ['paste.txt', 'drop.txt'])
    await luis.page.getByRole('button', { name: `Descargar ${name}` }).waitFor();

  // Larger, by keyboard, and back to where it was.
  const first = ana.page.getByRole('button', { name: 'Ver dni.jpg en grande' });
  await first.focus();
  await ana.page.keyboard.press('Enter');
  await ana.page.getByText(/^[12] de 2$/).waitFor();
  await ana.page.keyboard.press('Home');
  await ana.page.getByText('1 de 2', { exact: true }).waitFor();
  await ana.page.locator('.lightbox img').waitFor();
  await picture(ana.page, 'lightbox');
  await ana.page.keyboard.press('ArrowRight');
  await ana.page.getByText('2 de 2', { exact: true }).waitFor();
  await ana.page.keyboard.press('Escape');
  await ana.page.locator('.lightbox').waitFor({ state: 'detached' });

  const [saved] = await Promise.all([
    luis.page.waitForEvent('download'),
    luis.page.getByRole('button', { name: 'Descargar solicitud.txt' }).click(),
  ]);
  expect(saved.suggestedFilename()).toBe('solicitud.txt');
  expect(await readFile(await saved.path(), 'utf8')).toBe('Solicito cita.');

  // Members who join later or come back see them too.
  await luis.page.reload();
  await luis.page.locator('chat-messages .picture img').nth(1).waitFor();
  expect([...ana.complaints, ...luis.complaints]).toEqual([]);
});

test('users find, send and delete the files of a room in the files panel', { timeout: 120_000 }, async () => {
  const portal = await startExample('citas');
  const ana = await visit();
  const luis = await visit({
    viewport: { width: 320, height: 640 },
    isMobile: true,
    hasTouch: true,
    colorScheme: 'dark',
  });
  await enter(ana.page, portal.url, 'Ana', 'archivos');
  await enter(luis.page, portal.url, 'Luis', 'archivos');
  await ana.page.locator('chat-room header').getByRole('button', { name: 'Buscar' }).click();
  await luis.page.locator('chat-room header').getByRole('button', { name: 'Más' }).click();
  await luis.page.getByRole('menuitem', { name: 'Buscar' }).click();
  for (const { page } of [ana, luis]) {
    await page.getByRole('button', { name: 'Ver todos los archivos' }).click();
  }
  await luis.page.getByText('Aún no hay archivos').waitFor();
  await ana.page.getByLabel('Enviar archivos').setInputFiles([
    { name: 'plano.jpg', mimeType: 'image/jpeg', buffer: await photo(500, 700) },
    { name: 'solicitud.txt', mimeType: 'text/plain', buffer: Buffer.from('Solicito cita.') },
  ]);
  const names = (page: Page) => page.locator('chat-files .row b').allInnerTexts();
  // New files appear in the open panel.
  for (const { page } of [ana, luis])
    await expect.poll(async () => (await names(page)).toSorted()).toEqual(['plano.jpg', 'solicitud.txt']);
  await picture(ana.page, 'panel');
  await picture(luis.page, 'panel-phone-dark');

  await luis.page.getByRole('button', { name: 'Imágenes' }).click();
  await expect.poll(() => names(luis.page)).toEqual(['plano.jpg']);
  await luis.page
    .locator('chat-files')
    .getByRole('button', { name: /^Ver plano\.jpg / })
    .click();
  await luis.page.locator('chat-files chat-lightbox img').waitFor();
  await luis.page.keyboard.press('Escape');
  // They are Ana's: Luis saves them, and deletes none.
  expect(await luis.page.getByRole('button', { name: /^Eliminar / }).count()).toBe(0);
  const saving = luis.page.waitForEvent('download');
  await luis.page.locator('chat-files').getByRole('button', { name: 'Descargar plano.jpg' }).click();
  expect((await saving).suggestedFilename()).toBe('plano.jpg');

  await ana.page.getByRole('button', { name: 'Eliminar plano.jpg' }).click();
  await ana.page.getByRole('button', { name: '¿Eliminar para todos?' }).click();
  await expect.poll(() => names(ana.page)).toEqual(['solicitud.txt']);
  await luis.page.getByText('No hay nada aquí').waitFor();
  expect([...ana.complaints, ...luis.complaints]).toEqual([]);
});
