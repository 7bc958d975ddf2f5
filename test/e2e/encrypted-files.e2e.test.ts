// Pictures, documents and voice notes in an encrypted group of the messenger, with its strict policy: two users, a reload, a
// second device, a server that changes a file. `SCREENSHOTS=<folder>` keeps pictures.
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { picturesOf, smallPhone, useBrowser } from './browser.ts';
import { startExample } from './example.ts';
import { fillGroup, openRoom, signIn, signUp, submitGroup } from './messenger-pages.ts';

// The device beeps each second.
const { visit } = useBrowser(['--use-fake-device-for-media-stream']);
const picture = picturesOf('encrypted-files-');
const canary = 'canario';

const photo = (): Promise<Buffer> =>
  sharp({
    create: {
      width: 1_200,
      height: 800,
      channels: 3,
      background: '#7aa',
      noise: { type: 'gaussian', mean: 140, sigma: 30 },
    },
  })
    .jpeg()
    .withExifMerge({ IFD0: { Make: canary } })
    .toBuffer();

/** Waits until the page shows the picture, small, from decrypted bytes. */
const seen = async (page: Page): Promise<void> => {
  const images = page.locator('chat-messages .picture img');
  const widths = () =>
    images.evaluateAll((all) =>
      all.map((image) => {
        const { src, naturalWidth } = image as HTMLImageElement;
        return [src.startsWith('blob:'), naturalWidth];
      }),
    );
  await expect.poll(widths, { timeout: 30_000 }).toEqual([[true, 480]]);
};

const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((each) => each.isFile())
    .map((each) => join(each.parentPath, each.name));

/** Plays the voice note. Returns once it moves. */
const plays = async (page: Page): Promise<void> => {
  const note = page.locator('chat-messages chat-voice-note');
  await note.getByRole('button', { name: 'Reproducir' }).click();
  await expect
    .poll(async () => Number(await note.getByRole('slider').getAttribute('aria-valuenow')), {
      timeout: 15_000,
    })
    .toBeGreaterThan(0);
};

const save = async (page: Page, name: RegExp): Promise<{ name: string; content: string }> => {
  const download = page.waitForEvent('download');
  await page.locator('chat-messages').getByRole('button', { name }).click();
  const saved = await download;
  return { name: saved.suggestedFilename(), content: await readFile(await saved.path(), 'utf8') };
};

test(
  'a picture, documents and a voice note are read by the members on all devices, and by nobody else',
  { timeout: 180_000 },
  async () => {
    const messenger = await startExample('messenger');
    const ana = await visit({ permissions: ['microphone'] });
    const [luis, phone] = [await visit(), await visit(smallPhone)];
    await signUp(luis.page, messenger.url, 'Luis');
    await signUp(ana.page, messenger.url, 'Ana');
    await fillGroup(ana.page, 'Luis');
    await ana.page.getByRole('checkbox', { name: 'Cifrado de extremo a extremo' }).check();
    await submitGroup(ana.page);

    await ana.page.getByLabel('Adjuntar archivos').setInputFiles([
      { name: `${canary}.jpg`, mimeType: 'image/jpeg', buffer: await photo() },
      { name: `${canary}-solicitud.txt`, mimeType: 'text/plain', buffer: Buffer.from(`Solicito ${canary}.`) },
      {
        name: `${canary}.svg`,
        mimeType: 'image/svg+xml',
        buffer: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
      },
    ]);
    const send = ana.page.getByRole('button', { name: 'Enviar' });
    await expect.poll(() => send.isEnabled(), { timeout: 15_000 }).toBe(true);
    await picture(ana.page, 'tray');
    await send.click();
    await ana.page.locator('chat-composer .tile').first().waitFor({ state: 'detached' });
    await seen(ana.page);
    await openRoom(luis.page, /Viaje/);
    await seen(luis.page);

    await ana.page.getByRole('button', { name: 'Grabar una nota de voz' }).click();
    const recorder = ana.page.locator('chat-voice-recorder');
    await expect.poll(() => recorder.getByRole('timer').innerText(), { timeout: 15_000 }).toMatch(/0:0[2-9]/);
    await recorder.getByRole('button', { name: 'Enviar' }).click();
    await plays(luis.page);

    // Saved under their names; what could run is saved, too, and never opened.
    expect(await save(luis.page, /solicitud/)).toEqual({
      name: `${canary}-solicitud.txt`,
      content: `Solicito ${canary}.`,
    });
    expect((await save(luis.page, /\.svg/)).name).toBe(`${canary}.svg`);
    await picture(luis.page, 'conversation');
    await luis.page.getByRole('button', { name: `Ver ${canary}.jpg en grande` }).click();
    const large = luis.page.locator('chat-lightbox .zoom img');
    await expect
      .poll(() => large.evaluate((image) => (image as HTMLImageElement).naturalWidth), { timeout: 15_000 })
      .toBe(1_200);
    await picture(luis.page, 'viewer');
    await luis.page.keyboard.press('Escape');

    await luis.page.reload();
    await openRoom(luis.page, /Viaje/);
    await seen(luis.page);
    await plays(luis.page);

    // Ana's phone is a new device.
    await signIn(phone.page, messenger.url, 'Ana');
    await openRoom(phone.page, /Viaje/);
    await seen(phone.page);
    await plays(phone.page);
    await picture(phone.page, 'phone');

    const stored = filesBelow(messenger.folder);
    const all = Buffer.concat([
      ...stored.map((path) => readFileSync(path)),
      Buffer.from(messenger.printed()),
    ]);
    expect(all.includes('Viaje')).toBe(true);
    expect(all.includes(canary)).toBe(false);

    // The server swaps what it has: nothing of it is opened.
    for (const path of stored.filter((each) => /-files\//.test(each)))
      writeFileSync(path, Buffer.alloc(statSync(path).size, 7));
    const session = await phone.page.context().newCDPSession(phone.page);
    await session.send('Network.clearBrowserCache');
    await phone.page.reload();
    const altered = phone.page.locator('chat-messages .file.altered');
    await expect.poll(() => altered.count(), { timeout: 15_000 }).toBe(1);
    await phone.page
      .locator('chat-messages')
      .getByRole('button', { name: /solicitud/ })
      .click();
    await expect.poll(() => altered.count()).toBe(2);
    await phone.page.getByText('Este archivo se alteró, así que no se abre.').first().waitFor();
    await picture(phone.page, 'altered-phone');
    for (const { complaints } of [ana, luis, phone]) expect(complaints).toEqual([]);
  },
);
