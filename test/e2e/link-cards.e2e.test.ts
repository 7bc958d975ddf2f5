// Two users, one on a phone, under the strictest policy: a link gets its card with the picture of the page,
// which only the server fetches, and its author removes it. `SCREENSHOTS=<folder>` keeps pictures.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { diskFiles } from '@chat/server';
import type { Page } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';
import { picture, smallPhone, useBrowser } from './browser.ts';
import { ownChat } from './own-chat.ts';
import { say } from './portal.ts';

const { visit } = useBrowser();
const office = readFileSync(new URL('../../docs/pictures/office.png', import.meta.url));

/** A site with a page that names a picture, and what was requested. */
const startSite = async () => {
  const requests: string[] = [];
  const site = createServer(({ url = '' }, response) => {
    requests.push(url);
    if (url === '/oficina.png') response.writeHead(200, { 'content-type': 'image/png' }).end(office);
    else
      response
        .writeHead(200, { 'content-type': 'text/html' })
        .end('<title>Citas y horarios</title><meta property="og:image" content="/oficina.png">');
  });
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    site.closeAllConnections();
    site.close();
  });
  return { requests, url: `http://127.0.0.1:${(site.address() as AddressInfo).port}/citas` };
};

const card = (page: Page) => page.locator('chat-messages .link-card');
/** The picture has loaded, and how wide it is. */
const widthOf = (page: Page) =>
  card(page)
    .locator('img')
    .evaluate((image) => (image as HTMLImageElement).naturalWidth);

test(
  'a link shows the picture of its page to everybody, until its author removes it',
  {
    timeout: 120_000,
  },
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'chat-cards-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const site = await startSite();
    const { enter } = await ownChat({
      files: diskFiles(folder),
      linkCards: { guests: true, privateHosts: ['127.0.0.1'] },
    });
    const [ana, luis] = [await visit(), await visit(smallPhone)];
    await enter(ana.page, 'Ana', 'es');
    await enter(luis.page, 'Luis', 'ar');
    await say(ana.page, `Está todo aquí: ${site.url}`);
    for (const { page } of [ana, luis]) {
      await card(page).getByText('Citas y horarios').waitFor();
      await expect.poll(() => widthOf(page)).toBe(480);
    }
    await picture(ana.page, 'link-card');
    await picture(luis.page, 'link-card-phone');
    await luis.page.reload();
    await expect.poll(() => widthOf(luis.page)).toBe(480);
    const box = await card(luis.page).boundingBox();
    expect((box?.x ?? 0) + (box?.width ?? 321)).toBeLessThanOrEqual(320);

    await ana.page.getByRole('button', { name: 'Quitar vista previa' }).press('Enter');
    for (const { page } of [ana, luis]) await card(page).waitFor({ state: 'detached' });
    const files = () =>
      readdirSync(folder, { recursive: true, withFileTypes: true }).filter((each) => each.isFile());
    await expect.poll(files).toEqual([]);
    // No browser has asked the site.
    expect(site.requests).toEqual(['/citas', '/oficina.png']);
    expect([...ana.complaints, ...luis.complaints]).toEqual([]);
  },
);
