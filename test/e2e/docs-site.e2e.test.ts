// The built site of the documentation in Chromium: search, colours, a phone, the playground and the theme builder.
// `SCREENSHOTS=<folder>` keeps pictures.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serve } from '../../docs/site/serve.ts';
import { root } from '../source-files.ts';
import { violations } from './axe.ts';
import { picturesOf, useBrowser, type Visit } from './browser.ts';

const { visit } = useBrowser();
const picture = picturesOf('docs-');
const site = join(root, 'docs/site/dist');
let server: Awaited<ReturnType<typeof serve>>;

beforeAll(async () => {
  const { status, stderr } = spawnSync(process.execPath, ['docs/site/build.ts'], {
    cwd: root,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`the site was not built: ${stderr}`);
  server = await serve(site, 0);
}, 300_000);
afterAll(() => server.stop());

/** Opens a page; `foreign`: addresses of other origins that it asks for. */
const open = async (
  path: string,
  options: Parameters<typeof visit>[0] = {},
): Promise<Visit & { foreign: string[] }> => {
  const { page, complaints } = await visit({ locale: 'en-GB', ...options });
  const foreign: string[] = [];
  page.on('request', (request) => {
    if (!request.url().startsWith(server.address) && !request.url().startsWith('data:'))
      foreign.push(request.url());
  });
  await page.goto(`${server.address}/v0.1/${path}`);
  return { page, complaints, foreign };
};

/** The screen's width: a page that is wider than a phone makes its window wider, too. */
const scrollsSideways = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.documentElement.scrollWidth > screen.width);
const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

test('the root leads to the newest version, and its list to all', async () => {
  const { page } = await visit();
  await page.goto(server.address);
  await page.waitForURL('**/v0.1/index.html');
  await page.locator('.version').click();
  await page.getByRole('link', { name: 'v0.1' }).click();
  await page.waitForURL('**/v0.1/index.html');
  expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Documentation');
});

test('search finds a section by keyboard and opens it', async () => {
  const { page, complaints, foreign } = await open('index.html');
  await page.keyboard.press('/');
  await page.keyboard.type('unread mess');
  const first = page.locator('dialog ol a').first();
  await first.waitFor();
  expect(await page.locator('dialog ol').innerText()).toContain('E-mail about unread messages');
  await picture(page, 'search');
  await page.locator('dialog input').fill('pinned messages limit');
  await expect.poll(() => page.locator('dialog .count').innerText()).toMatch(/found/);
  await page.locator('dialog input').fill('createChatServer');
  await expect.poll(() => page.locator('dialog ol mark').first().innerText()).toBe('createChatServer');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.waitForURL(/v0\.1\/.+\.html/);
  expect({ complaints, foreign }).toEqual({ complaints: [], foreign: [] });
});

test('dark colours follow the button and outlive a reload', async () => {
  const { page } = await open('guides/server.html');
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await background();
  await page.getByRole('button', { name: 'Dark colours' }).click();
  const dark = await background();
  expect(dark).not.toBe(light);
  await page.reload();
  expect(await background()).toBe(dark);
  expect(await page.getByRole('button', { name: 'Dark colours' }).getAttribute('aria-pressed')).toBe('true');
  await picture(page, 'dark');
});

test('on a phone the pages do not scroll sideways, and the menu leads to all of them', async () => {
  const { page, complaints } = await open('index.html', phone);
  for (const path of [
    'index',
    'reference/errors',
    'reference/rest',
    'reference/api/protocol',
    'comparison',
    'playground',
    'theme-builder',
  ]) {
    await page.goto(`${server.address}/v0.1/${path}.html`);
    expect({ path, wide: await scrollsSideways(page) }).toEqual({ path, wide: false });
  }
  const link = page
    .getByRole('navigation', { name: 'Pages' })
    .getByRole('link', { name: 'The widget', exact: true });
  expect(await link.isVisible()).toBe(false);
  await page.getByRole('button', { name: 'Menu' }).click();
  // The bar with search and colours stays.
  await page.getByRole('button', { name: 'Dark colours' }).click();
  await picture(page, 'menu');
  await link.click();
  await page.getByRole('heading', { level: 1, name: 'The widget' }).waitFor();
  expect(complaints).toEqual([]);
});

test('the playground is a real chat in the page', async () => {
  const { page, complaints, foreign } = await open('playground.html');
  const own = page.locator('.own chat-room');
  await own.locator('chat-messages [data-message]', { hasText: 'Which papers do I bring' }).first().waitFor();

  // What one user sends, the other gets, through the server.
  await page.getByLabel('Show what Luis, the host, sees').check();
  await own.locator('textarea').fill('I will be there at ten');
  await own.locator('textarea').press('Enter');
  await page.locator('.other chat-room [data-message]', { hasText: 'I will be there at ten' }).waitFor();
  await page.getByRole('button', { name: 'Luis asks a poll' }).click();
  await own.getByText('Which day suits you?').first().waitFor();
  await expect.poll(() => page.locator('.log').innerText()).toContain('chat-message');

  await page.getByLabel('Language').selectOption('de');
  await expect.poll(() => own.locator('textarea').getAttribute('placeholder')).toBe('Nachricht schreiben');
  await page.getByLabel('Density').selectOption('rows');
  await page.getByLabel('Theme').selectOption('dark');
  expect(await page.locator('.markup code').innerText()).toContain(
    '<chat-room room="lobby" lang="de" theme="dark" density="rows"></chat-room>',
  );
  await page.getByLabel('header').check();
  await expect.poll(() => own.locator('header').count()).toBe(0);
  await picture(page, 'playground');
  expect({ complaints, foreign }).toEqual({ complaints: [], foreign: [] });
});

test('the theme builder shows a theme and exports it as CSS', async () => {
  const { page, complaints, foreign } = await open('theme-builder.html');
  const room = page.locator('chat-room');
  await room.locator('[data-message]').first().waitFor();
  await page.getByLabel('Accent', { exact: true }).fill('#0a7a53');
  await page.getByLabel('Corners', { exact: true }).fill('4');
  await page.getByText('Bubbles', { exact: true }).click();
  await page.getByLabel('Of others', { exact: true }).fill('#ffeecc');
  const css = await page.locator('.css code').innerText();
  expect(css).toMatch(
    /^chat-room \{\n {2}--chat-accent: #0a7a53;\n {2}--chat-radius: 4px;\n {2}--chat-bubble: light-dark\(#ffeecc, #[0-9a-f]{6}\);\n\}\n$/,
  );
  expect(decodeURIComponent((await page.getByText('Download the CSS').getAttribute('href')) ?? '')).toContain(
    css,
  );
  const bubble = room.locator('.bubble').first();
  const colour = () => bubble.evaluate((element) => getComputedStyle(element).backgroundColor);
  await expect.poll(colour).toBe('rgb(255, 238, 204)');

  // The CSS does in another page what it does here.
  const other = await open('playground.html');
  await other.page.locator('chat-room [data-message]').first().waitFor();
  await other.page.evaluate((text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    document.adoptedStyleSheets.push(sheet);
  }, css);
  const same = other.page.locator('.own .bubble').first();
  expect(await same.evaluate((element) => getComputedStyle(element).backgroundColor)).toBe(
    'rgb(255, 238, 204)',
  );

  await page.getByRole('button', { name: 'Reset Accent' }).click();
  expect(await page.locator('.css code').innerText()).not.toContain('--chat-accent');
  await picture(page, 'theme-builder');
  expect({ complaints, foreign }).toEqual({ complaints: [], foreign: [] });
});

test.each(['index.html', 'reference/rest.html', 'playground.html', 'theme-builder.html'])(
  'axe finds nothing on %s, in light and dark',
  async (path) => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const { page } = await open(path, { colorScheme });
      if (/playground|builder/.test(path)) await page.locator('chat-room [data-message]').first().waitFor();
      expect(await violations(page)).toEqual([]);
    }
  },
);
