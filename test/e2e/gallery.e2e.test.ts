// The gallery of the documentation: every state is reached by its link and has no accessibility violations.
// `SCREENSHOTS=<folder>` keeps pictures.
import { fileURLToPath } from 'node:url';
import type { Page, WebSocket } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';
import { groups } from '../../docs/gallery/states.ts';
import { startProgram } from '../../scripts/start-program.mjs';
import { violations } from './axe.ts';
import { picturesOf, useBrowser } from './browser.ts';
import { fakeDevices, permissions } from './call-pages.ts';
import { freePort } from './free-port.ts';

const { visit } = useBrowser(fakeDevices);
const picture = picturesOf('gallery-', { fullPage: true });

const openGallery = async (): Promise<string> => {
  const port = await freePort();
  const program = await startProgram(process.execPath, ['server.ts'], {
    cwd: fileURLToPath(new URL('../../docs/gallery', import.meta.url)),
    env: { ...process.env, PORT: String(port) },
    ready: 'http://localhost',
    print: () => {},
  });
  onTestFinished(async () => void (await program.end('SIGKILL')));
  return `http://localhost:${port}`;
};
const figure = (page: Page, caption: string) =>
  page.locator('figure').filter({ has: page.getByText(caption, { exact: true }) });

test(
  'every layout, theme and language of the page of shapes is live over one connection',
  { timeout: 180_000 },
  async () => {
    const url = await openGallery();
    const { page, complaints } = await visit();
    const sockets = new Set<WebSocket>();
    page.on('websocket', (socket) => {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
    });
    await page.goto(`${url}/shapes`);
    const talking = page.locator('figure chat-room[room=talk]:not([src])');
    const shown = () =>
      talking.locator('chat-messages [data-message]', { hasText: 'Con la copia basta' }).count();
    await expect.poll(async () => [await talking.count(), await shown()]).toEqual([10, 10]);
    await expect.poll(() => sockets.size).toBe(1);

    // A message sent in one appears in all.
    const field = figure(page, 'Compact').locator('textarea');
    await field.fill('Hasta el martes');
    await field.press('Enter');
    await expect
      .poll(() => talking.locator('chat-messages [data-message]', { hasText: 'Hasta el martes' }).count())
      .toBe(10);
    expect(await figure(page, 'Right to left').locator('[dir=rtl]').count()).toBeGreaterThan(0);
    expect(await figure(page, 'Other languages').locator('textarea').getAttribute('placeholder')).toBe(
      'Nachricht schreiben',
    );
    await figure(page, 'Ended').getByText('Esta conversación ha terminado.').waitFor();
    await figure(page, '320 px, asking for a name').locator('chat-join-form input').waitFor();
    await picture(page, 'wide');
    expect(await violations(page)).toEqual([]);

    await page.setViewportSize({ width: 360, height: 700 });
    await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
    await picture(page, 'phone');
    await page.setViewportSize({ width: 1280, height: 800 });
    for (const layout of ['launcher', 'panel', 'full']) {
      await page.locator(`button[data-layout=${layout}]`).click();
      const chat = page.locator(`body > chat-room[layout=${layout}][open]`).last();
      await chat.locator('chat-messages [data-message]').first().waitFor();
      await picture(page, layout);
      await page.keyboard.press('Escape');
      await chat.locator('chat-composer').waitFor({ state: 'hidden' });
    }
    expect(complaints).toEqual([]);
  },
);

/** Opens a state by its address and waits until the page has brought the chat into it. */
const enter = async (page: Page, address: string): Promise<void> => {
  await page.goto(address);
  const reached = () => page.evaluate(() => document.documentElement.dataset['state']);
  await expect.poll(reached).toBeTruthy();
  expect(await reached()).toBe('ready');
};

test(
  'the index links to every state, and a narrow state stands in a frame',
  { timeout: 60_000 },
  async () => {
    const url = await openGallery();
    const { page } = await visit();
    await page.goto(url);
    const links = await page
      .locator('main a:not([aria-label])')
      .evaluateAll((all) =>
        all.map((each) => new URL((each as HTMLAnchorElement).href).searchParams.get('state')),
      );
    expect(links).toEqual(Object.values(groups).flatMap((states) => Object.keys(states)));
    expect(await violations(page)).toEqual([]);
    await page.getByRole('link', { name: 'Conversation: 320 px', exact: true }).click();
    const frame = page.frameLocator('iframe');
    await frame.locator('chat-messages [data-message]').first().waitFor();
    expect(await frame.locator('body').evaluate(() => innerWidth)).toBe(320);
    expect(await violations(page)).toEqual([]);
  },
);

const looks = [
  { name: 'wide', viewport: { width: 1280, height: 800 }, query: '' },
  { name: '320 px', viewport: { width: 320, height: 640 }, query: '&bare' },
  { name: 'right to left', viewport: { width: 1280, height: 800 }, query: '&lang=ar' },
  { name: 'forced colours', viewport: { width: 1280, height: 800 }, query: '', forcedColors: 'active' },
] as const;
const runs = looks.flatMap((look) =>
  Object.entries(groups).map(([group, states]) => ({ ...look, group, states })),
);

test.each(runs)(
  '$group, $name: every state is reached by its link and has no violations in light and dark',
  { timeout: 400_000 },
  async ({ states, viewport, query, ...look }) => {
    const url = await openGallery();
    const { page, complaints } = await visit({
      viewport,
      permissions,
      locale: 'en-GB',
      reducedMotion: 'reduce',
      ...('forcedColors' in look ? { forcedColors: look.forcedColors } : {}),
    });
    // The browser paints the system's colours; axe sees those of the theme.
    const ignored = 'forcedColors' in look ? ['color-contrast'] : [];
    const found: string[] = [];
    for (const name of Object.keys(states)) {
      await enter(page, `${url}/?state=${name}${query}`);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        await picture(page, `${look.name.replaceAll(' ', '-')}-${name}-${colorScheme}`);
        for (const each of await violations(page, ...ignored)) found.push(`${name}, ${colorScheme}: ${each}`);
      }
      if (await page.evaluate(() => document.documentElement.scrollWidth > innerWidth))
        found.push(`${name}: wider than the window`);
    }
    expect([...found, ...complaints]).toEqual([]);
  },
);

test(
  'with forced colours the search of rooms has a border, and only the selected tab a line',
  { timeout: 60_000 },
  async () => {
    const url = await openGallery();
    const { page } = await visit({ forcedColors: 'active', viewport: { width: 1280, height: 800 } });
    await enter(page, `${url}/?state=rooms`);
    const search = page.locator('chat-rooms .search');
    expect(await search.evaluate((field) => getComputedStyle(field).borderTopStyle)).toBe('solid');
    await enter(page, `${url}/?state=settings`);
    const lines = await page.locator('chat-moderation [role=tab]').evaluateAll((tabs) =>
      tabs.map((tab) => {
        const { backgroundColor: canvas } = getComputedStyle(document.body);
        return [tab.getAttribute('aria-selected'), getComputedStyle(tab).borderBottomColor === canvas];
      }),
    );
    expect(lines).toEqual([
      ['false', true],
      ['true', false],
      ['false', true],
      ['false', true],
    ]);
  },
);
