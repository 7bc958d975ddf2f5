// Two users of the portal, which has a strict policy, call each other with fake cameras.
// `SCREENSHOTS=<folder>` keeps pictures.
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { picturesOf, useBrowser } from './browser.ts';
import { flows } from './call-media.ts';
import { startExample } from './example.ts';
import { enter, isReady } from './portal.ts';

const { visit } = useBrowser([
  '--use-fake-device-for-media-stream=fps=10',
  '--use-fake-ui-for-media-stream',
  '--auto-select-desktop-capture-source=Entire screen',
  '--autoplay-policy=no-user-gesture-required',
]);
const picture = picturesOf('calls-');
const permissions = ['microphone', 'camera'];
const phone = {
  viewport: { width: 320, height: 640 },
  isMobile: true,
  hasTouch: true,
  colorScheme: 'dark' as const,
  permissions,
};

const call = (page: Page) => page.locator('chat-call');
const press = (page: Page, name: string) => call(page).getByRole('button', { name, exact: true }).click();
const start = async (page: Page, kind: string): Promise<void> => {
  await page.locator('chat-room header').getByRole('button', { name: 'Llamar' }).click();
  await page.getByRole('menuitem', { name: kind }).click();
};
const lines = (page: Page) => page.locator('chat-messages .call-line').allInnerTexts();

test(
  'a video call rings, connects, shares a screen, records, survives a reload, and ends',
  { timeout: 180_000 },
  async () => {
    const portal = await startExample('citas');
    const ana = await visit({ permissions });
    const luis = await visit(phone);
    await enter(ana.page, portal.url, 'Ana', 'llamada');
    await enter(luis.page, portal.url, 'Luis', 'llamada');

    await start(ana.page, 'Videollamada');
    await call(ana.page).getByText('Llamando a Luis').waitFor();
    await call(luis.page).getByText('Videollamada de Ana').waitFor();
    await picture(ana.page, 'calling');
    await picture(luis.page, 'ringing-phone');
    await press(luis.page, 'Contestar');
    for (const { page } of [ana, luis]) await flows(page);
    // Neither video restarts while the clock runs.
    const longest = (page: Page) =>
      call(page).evaluate((element) =>
        Math.min(
          ...[...(element.shadowRoot?.querySelectorAll('video') ?? [])].map((player) => player.currentTime),
        ),
      );
    for (const { page } of [ana, luis]) await expect.poll(() => longest(page)).toBeGreaterThan(3);
    await picture(ana.page, 'talking');
    await picture(luis.page, 'talking-phone');

    // The microphone off is seen by the other; so is that it records.
    await press(luis.page, 'Micrófono');
    await call(ana.page).getByText('Luis tiene el micrófono apagado').waitFor();
    await press(luis.page, 'Micrófono');
    // Without consent nothing is recorded.
    await press(ana.page, 'Grabar');
    await call(luis.page).getByText('Ana quiere grabar la llamada').waitFor();
    await press(luis.page, 'No permitir');
    await call(ana.page).getByText('Luis no ha permitido grabar').waitFor();
    expect(await call(luis.page).getByText('Ana está grabando').count()).toBe(0);
    await press(ana.page, 'Grabar');
    await press(luis.page, 'Permitir');
    await call(luis.page).getByText('Ana está grabando').waitFor();
    for (const { page } of [ana, luis]) await call(page).getByText('REC', { exact: true }).waitFor();
    await flows(luis.page);
    await picture(luis.page, 'recorded-phone');
    // On the smallest phone, with all hints shown, the hang-up button is visible.
    const isSeen = call(luis.page)
      .getByRole('button', { name: 'Colgar' })
      .evaluate((button) => {
        const { left, width, bottom } = button.getBoundingClientRect();
        return bottom <= innerHeight && left >= 0 && left + width <= innerWidth;
      });
    expect(await isSeen).toBe(true);
    await press(ana.page, 'Grabar');
    await luis.page.locator('chat-messages chat-video .poster').first().waitFor({ timeout: 20_000 });
    expect(await call(luis.page).getByText('Ana está grabando').count()).toBe(0);

    // The screen takes the place of the camera, and gives it back.
    await press(ana.page, 'Compartir pantalla');
    await expect
      .poll(() =>
        call(ana.page).getByRole('button', { name: 'Compartir pantalla' }).getAttribute('aria-pressed'),
      )
      .toBe('true');
    await flows(luis.page);
    await press(ana.page, 'Compartir pantalla');
    await flows(luis.page);

    // A reload takes its place again by itself.
    await luis.page.reload();
    await isReady(luis.page);
    for (const { page } of [luis, ana]) await flows(page);

    // In a small window above all others, by keyboard, and gone when it is closed.
    const small = call(ana.page).getByRole('button', { name: 'Imagen en imagen' });
    const isFloating = () => ana.page.evaluate(() => document.pictureInPictureElement !== null);
    for (const open of [true, false, true]) {
      await small.press('Enter');
      await expect.poll(isFloating).toBe(open);
      await expect.poll(() => small.getAttribute('aria-pressed')).toBe(String(open));
    }

    // A server that crashes takes nothing of it away, and knows of it when it is back.
    await portal.kill();
    for (const { page } of [luis, ana]) await flows(page);
    await portal.start();
    for (const { page } of [luis, ana]) await flows(page);

    // Hanging up without a connection ends the call at once, devices and small window included; for the other
    // user it ends when the connection is back.
    const tracks = await call(ana.page).evaluateHandle((element) => {
      const own = element.shadowRoot?.querySelector<HTMLVideoElement>('.local')?.srcObject;
      return (own as MediaStream).getTracks();
    });
    await portal.kill();
    await press(ana.page, 'Colgar');
    await expect
      .poll(() => tracks.evaluate((all) => all.map(({ readyState }) => readyState)))
      .toEqual(['ended', 'ended']);
    await expect.poll(isFloating).toBe(false);
    await portal.start();
    for (const { page } of [ana, luis])
      // After a long outage the next attempt may take half a minute.
      await expect
        .poll(() => lines(page), { timeout: 60_000 })
        .toEqual([expect.stringMatching(/^Videollamada · \d:\d\d$/)]);
    for (const { complaints } of [ana, luis]) expect(complaints).toEqual([]);
  },
);

test('both pages show that a call was declined or cancelled', { timeout: 90_000 }, async () => {
  const portal = await startExample('citas');
  const [ana, luis] = [await visit({ permissions }), await visit({ permissions })];
  await enter(ana.page, portal.url, 'Ana', 'no');
  await enter(luis.page, portal.url, 'Luis', 'no');
  // The DOM events of the pages.
  for (const { page } of [ana, luis])
    await page.evaluate(() => {
      const told: unknown[] = [];
      Object.assign(globalThis, { told });
      document.addEventListener('chat-call', ({ detail }) => {
        told.push([detail.phase, detail.incoming, detail.outcome]);
      });
    });
  const told = (page: Page) => page.evaluate(() => (globalThis as unknown as { told: unknown[] }).told);
  await start(luis.page, 'Llamada de voz');
  await press(ana.page, 'Rechazar');
  for (const { page } of [ana, luis]) await expect.poll(() => lines(page)).toEqual(['Llamada rechazada']);
  await start(luis.page, 'Llamada de voz');
  await call(ana.page).getByRole('button', { name: 'Contestar' }).waitFor();
  await press(luis.page, 'Cancelar');
  await expect.poll(() => lines(ana.page)).toEqual(['Llamada rechazada', 'Llamada perdida']);
  await expect.poll(() => lines(luis.page)).toEqual(['Llamada rechazada', 'Llamada cancelada']);
  const ring = (incoming: boolean) => ['ringing', incoming, undefined];
  const over = (incoming: boolean, outcome?: string) => ['ended', incoming, outcome];
  await expect
    .poll(() => told(ana.page))
    .toEqual([ring(true), over(true, 'rejected'), ring(true), over(true, 'cancelled')]);
  // Hanging up ends the call before the server acknowledges it.
  await expect
    .poll(() => told(luis.page))
    .toEqual([ring(false), over(false, 'rejected'), ring(false), over(false), over(false, 'cancelled')]);
});
