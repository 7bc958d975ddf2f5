// A call on a phone: full screen with one bar that hides, and a small picture that can be moved.
// `SCREENSHOTS=<folder>` keeps pictures.
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { violations } from './axe.ts';
import { useBrowser } from './browser.ts';
import { call, fakeDevices, flows, permissions, press, start } from './call-pages.ts';
import { startExample } from './example.ts';
import { enter, heard, say } from './portal.ts';

const { visit } = useBrowser(fakeDevices);
const folder = process.env['SCREENSHOTS'];
const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, permissions };
const button = (page: Page, name: string) => call(page).getByRole('button', { name, exact: true });
const look = async (page: Page, name: string): Promise<void> => {
  if (folder) await page.screenshot({ path: join(folder, `calls-phone-${name}.png`) });
  expect([name, ...(await violations(page))]).toEqual([name]);
};
const barOpacity = (page: Page) =>
  call(page)
    .locator('.controls')
    .evaluate((bar) => getComputedStyle(bar).opacity);
const box = async (page: Page, selector: string) => {
  const found = await page.locator(selector).first().boundingBox();
  if (!found) throw new Error(`${selector} has no box`);
  return found;
};

test(
  'on a phone a call has one bar that hides, and a small picture that keeps clear of the composer',
  { timeout: 120_000 },
  async () => {
    const portal = await startExample('citas');
    const [ana, luis] = [await visit({ permissions }), await visit({ ...phone, colorScheme: 'dark' })];
    const { page } = luis;
    await enter(ana.page, portal.url, 'Ana', 'movil');
    await enter(page, portal.url, 'Luis', 'movil');
    await start(ana.page, 'Videollamada');
    await button(page, 'Contestar').waitFor();
    await look(page, 'ringing');
    await look(ana.page, 'calling');
    await press(page, 'Contestar');
    await flows(page);

    // The whole screen, with at most five controls in one row.
    expect(await box(page, 'chat-call .talk')).toEqual({ x: 0, y: 0, width: 390, height: 844 });
    const shown = () =>
      call(page)
        .locator('.controls button')
        .evaluateAll((all) =>
          all.filter((each) => each.checkVisibility()).map((each) => each.getBoundingClientRect().top),
        );
    const tops = await shown();
    expect([tops.length, new Set(tops).size]).toEqual([5, 1]);
    // A first tap only shows a bar that has hidden meanwhile.
    await expect
      .poll(async () => {
        await button(page, 'Más opciones').tap();
        return button(page, 'Compartir pantalla').isVisible();
      })
      .toBe(true);
    await look(page, 'more');
    await button(page, 'Más opciones').tap();
    await look(page, 'talking');

    // The bar hides, stays in the accessibility tree, and a first tap on it only shows it.
    await expect.poll(() => barOpacity(page)).toBe('0');
    expect(await button(page, 'Colgar').count()).toBe(1);
    const hangup = await box(page, 'chat-call .hangup');
    await page.touchscreen.tap(hangup.x + 20, hangup.y + 20);
    await expect.poll(() => barOpacity(page)).toBe('1');
    await flows(page);
    // It stays while the focus is in it by keyboard.
    await expect.poll(() => barOpacity(page)).toBe('0');
    await page.keyboard.press('Shift+Tab');
    await expect.poll(() => barOpacity(page)).toBe('1');
    await page.waitForFunction(`new Promise((go) => setTimeout(() => go(true), 5_000))`);
    expect(await barOpacity(page)).toBe('1');

    // A small picture above the composer while the user writes, in whichever corner it is put.
    await button(page, 'Chat').tap();
    const picture = () => box(page, 'chat-call .talk');
    const composer = await box(page, 'chat-room chat-composer');
    const isLow = async () => {
      const { x, y, width, height } = await picture();
      return x + width <= 390 && x > 195 && y > 422 && y + height <= composer.y;
    };
    await expect.poll(isLow).toBe(true);
    await say(page, 'Lo veo');
    await expect.poll(() => heard(page)).toEqual(['Lo veo']);
    await look(page, 'small');
    const from = await picture();
    await page.mouse.move(from.x + 40, from.y + 40);
    await page.mouse.down();
    await page.mouse.move(90, 300, { steps: 6 });
    await page.mouse.up();
    await expect
      .poll(async () => {
        const { x, y } = await picture();
        return [x < 100, y < 422];
      })
      .toEqual([true, true]);
    await button(page, 'Volver a la llamada').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowRight');
    await expect.poll(isLow).toBe(true);
    await page.keyboard.press('Enter');
    await expect.poll(async () => (await picture()).height).toBe(844);
    // The focus behind the call makes it small, so that it is in sight.
    await page.locator('chat-composer textarea').focus();
    await expect.poll(isLow).toBe(true);
    await flows(page);

    // Muted is red, and marked on both sides.
    await button(page, 'Volver a la llamada').press('Enter');
    await button(page, 'Micrófono').press('Enter');
    await call(page).locator('.muted-mark').waitFor();
    await call(ana.page).getByText('Luis tiene el micrófono apagado').waitFor();
    const red = await button(page, 'Micrófono').evaluate((each) => getComputedStyle(each).backgroundColor);
    expect(red).toBe(await button(page, 'Colgar').evaluate((each) => getComputedStyle(each).backgroundColor));

    // A question stays in sight while the bar is hidden, and the first tap answers it.
    await page.touchscreen.tap(195, 300);
    await expect.poll(() => barOpacity(page)).toBe('0');
    await press(ana.page, 'Grabar');
    await button(page, 'No permitir').tap();
    await call(ana.page).getByText('Luis no ha permitido grabar').waitFor();

    await press(ana.page, 'Colgar');
    for (const each of [page, ana.page]) {
      await call(each)
        .getByText(/^Llamada finalizada · \d:\d\d$/)
        .waitFor();
      await look(each, 'ended');
    }
    await press(page, 'Volver a llamar');
    await press(ana.page, 'Rechazar');
    await call(page).getByText('Llamada rechazada').waitFor();
    for (const { complaints } of [ana, luis]) expect(complaints).toEqual([]);
  },
);
