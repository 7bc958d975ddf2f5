// A call rings on all devices of a user until one of them answers or declines.
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { useBrowser } from './browser.ts';
import { call, fakeDevices, flows, permissions, press, start } from './call-pages.ts';
import { meetIn } from './call-systems.ts';
import { startExample } from './example.ts';
import { button, openRoom, profile } from './messenger-pages.ts';

const { visit } = useBrowser(fakeDevices);
const phone = {
  viewport: { width: 360, height: 740 },
  isMobile: true,
  hasTouch: true,
  colorScheme: 'dark' as const,
  permissions,
};
const folder = process.env['SCREENSHOTS'];
const lines = (page: Page) => page.locator('chat-messages .call-line').allInnerTexts();

/** The call of another room is moved by its handle, and stays within the window. */
const isMovable = async (page: Page): Promise<void> => {
  const handle = button(page, 'Mover la llamada');
  const corner = async () => {
    const { x, y } = (await page.locator('.elsewhere').boundingBox()) ?? { x: NaN, y: NaN };
    return { x: Math.round(x), y: Math.round(y) };
  };
  const before = await corner();
  await handle.hover();
  await page.mouse.down();
  await page.mouse.move(0, 0);
  await page.mouse.up();
  expect(await corner()).toEqual({ x: 12, y: 12 });
  await handle.press('ArrowDown');
  expect(await corner()).toEqual({ x: 12, y: 52 });
  await page.setViewportSize({ width: 700, height: 500 });
  await expect.poll(corner).toEqual({ x: 12, y: expect.any(Number) as number });
  await page.setViewportSize({ width: 1280, height: 800 });
  expect(before.x).toBeGreaterThan(700);
};

test(
  'a call rings on all devices of a user until one answers or declines',
  { timeout: 240_000 },
  async () => {
    const { url } = await startExample('messenger');
    const [ana, laptop, mobile] = [
      await visit({ permissions }),
      await visit({ permissions }),
      await visit(phone),
    ];
    await meetIn.messenger({ page: ana.page, url }, { page: laptop.page, url });
    // The same browser again, where nothing is open, and another device, which looks at nothing either.
    const tab = await laptop.page.context().newPage();
    await tab.goto(url);
    await profile(tab).waitFor();
    await mobile.page.goto(url);
    await mobile.page.getByLabel('Correo electrónico').fill('luis@example.org');
    await mobile.page.getByLabel('Contraseña').fill('una bien larga');
    await button(mobile.page, 'Entrar').click();
    await profile(mobile.page).waitFor();
    const devices = [laptop.page, tab, mobile.page];
    const ringing = (page: Page) => page.getByText('Videollamada de Ana');
    const ring = async (): Promise<void> => {
      await start(ana.page, 'Videollamada');
      for (const page of devices) await ringing(page).waitFor();
    };

    await ring();
    if (folder) await mobile.page.screenshot({ path: `${folder}/rings-phone-dark.png` });
    await isMovable(tab);
    await press(mobile.page, 'Contestar');
    for (const page of [laptop.page, tab]) await ringing(page).waitFor({ state: 'detached' });
    for (const page of [ana.page, mobile.page]) await flows(page);
    // The laptop says where it is; the tab, which looks at nothing, says nothing.
    await laptop.page.getByText('En una llamada en otro dispositivo').first().waitFor();
    expect(await call(tab).getByRole('button').count()).toBe(0);
    if (folder) await laptop.page.screenshot({ path: `${folder}/rings-laptop.png` });
    await press(mobile.page, 'Colgar');
    const ended = expect.stringMatching(/^Videollamada · \d:\d\d$/) as string;
    for (const page of [ana.page, laptop.page]) await expect.poll(() => lines(page)).toEqual([ended]);

    await ring();
    await press(tab, 'Rechazar');
    for (const page of devices) await ringing(page).waitFor({ state: 'detached' });
    await openRoom(tab, /Ana/);
    for (const page of [ana.page, laptop.page, tab])
      await expect.poll(() => lines(page)).toEqual([ended, 'Llamada rechazada']);
    for (const { complaints } of [ana, laptop, mobile]) expect(complaints).toEqual([]);
  },
);
