// Users choose microphone, camera and speaker during a call, and the choice is saved.
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { useBrowser } from './browser.ts';
import { call, fakeDevices, flows, ownTracks, permissions, press, start } from './call-pages.ts';
import { ownChat } from './own-chat.ts';
import { isReady } from './portal.ts';

const { visit } = useBrowser(fakeDevices);

const select = (page: Page, name: string) => call(page).getByRole('combobox', { name });
const optionsOf = (page: Page, name: string) => select(page, name).locator('option').allInnerTexts();
const deviceOf = async (page: Page, kind: 'audio' | 'video') =>
  (await ownTracks(page)).find((track) => track.kind === kind)?.deviceId;

test(
  'devices chosen by keyboard are used at once, and again after a reload',
  { timeout: 120_000 },
  async () => {
    const { enter } = await ownChat();
    const [ana, luis] = [await visit({ permissions }), await visit({ permissions })];
    await enter(ana.page, 'Ana', 'es');
    await enter(luis.page, 'Luis', 'es');
    await start(ana.page, 'Videollamada');
    await press(luis.page, 'Contestar');
    for (const { page } of [ana, luis]) await flows(page);

    const { page } = ana;
    await call(page).getByRole('button', { name: 'Dispositivos' }).focus();
    await page.keyboard.press('Enter');
    const camera = select(page, 'Cámara');
    await expect.poll(() => select(page, 'Micrófono').evaluate((each) => each.matches(':focus'))).toBe(true);
    await expect.poll(async () => (await optionsOf(page, 'Cámara')).length).toBe(3);
    for (const name of ['Micrófono', 'Altavoz'])
      expect((await optionsOf(page, name)).length).toBeGreaterThan(1);

    const before = await deviceOf(page, 'video');
    expect(await camera.inputValue()).toBe(before);
    await camera.focus();
    await page.keyboard.press('End');
    await expect.poll(() => deviceOf(page, 'video')).not.toBe(before);
    const chosen = await deviceOf(page, 'video');
    expect(await camera.inputValue()).toBe(chosen);
    await flows(luis.page);

    const microphone = select(page, 'Micrófono');
    const last = await microphone.locator('option').last().getAttribute('value');
    await microphone.selectOption(last);
    await expect.poll(() => deviceOf(page, 'audio')).toBe(last);
    await flows(luis.page);
    const speaker = select(page, 'Altavoz');
    const loud = await speaker.locator('option').last().getAttribute('value');
    await speaker.selectOption(loud);
    const heardBy = () =>
      call(page)
        .locator('.remote')
        .evaluate((player) => (player as unknown as { sinkId: string }).sinkId);
    await expect.poll(heardBy).toBe(loud);

    await page.keyboard.press('Escape');
    await camera.waitFor({ state: 'detached' });
    const button = call(page).getByRole('button', { name: 'Dispositivos' });
    expect(await button.evaluate((each) => each.matches(':focus'))).toBe(true);

    await page.reload();
    await isReady(page);
    for (const each of [luis, ana]) await flows(each.page);
    expect(await deviceOf(page, 'video')).toBe(chosen);
    expect(await deviceOf(page, 'audio')).toBe(last);
    await expect.poll(heardBy).toBe(loud);
    for (const { complaints } of [ana, luis]) expect(complaints).toEqual([]);
  },
);

/** Fake devices cannot be unplugged, so the test dispatches the event of it. */
const pullOut = (page: Page, kind: 'audio' | 'video', left: boolean): Promise<void> =>
  call(page).evaluate(
    (element, given) => {
      const { mediaDevices } = navigator;
      if (!given.left)
        mediaDevices.getUserMedia = () => Promise.reject(new DOMException('none', 'NotFoundError'));
      const local = element.shadowRoot?.querySelector<HTMLVideoElement>('.local')?.srcObject as MediaStream;
      for (const track of local.getTracks().filter((each) => each.kind === given.kind)) {
        track.stop();
        track.dispatchEvent(new Event('ended'));
      }
    },
    { kind, left },
  );
const plugIn = (page: Page): Promise<unknown> =>
  page.evaluate(() => {
    const { mediaDevices } = navigator;
    Reflect.deleteProperty(mediaDevices, 'getUserMedia');
    mediaDevices.dispatchEvent(new Event('devicechange'));
  });

test('a note names an unplugged device, and another one replaces it', { timeout: 90_000 }, async () => {
  const { enter } = await ownChat();
  const [ana, luis] = [await visit({ permissions }), await visit({ permissions })];
  await enter(ana.page, 'Ana', 'es');
  await enter(luis.page, 'Luis', 'es');
  await start(ana.page, 'Videollamada');
  await press(luis.page, 'Contestar');
  for (const { page } of [ana, luis]) await flows(page);
  const before = await ownTracks(ana.page);
  const says = (text: string | RegExp) => call(ana.page).locator('.note', { hasText: text });
  await pullOut(ana.page, 'audio', true);
  await says(/^Se ha desconectado el micrófono\. Ahora se usa Fake .+\.$/).waitFor();
  await pullOut(ana.page, 'video', true);
  await says(/^Se ha desconectado la cámara\. Ahora se usa fake_device_.+\.$/).waitFor();
  await expect
    .poll(
      async () => (await ownTracks(ana.page)).filter(({ id }) => before.every((was) => was.id !== id)).length,
    )
    .toBe(2);
  await flows(luis.page);
  expect(await call(luis.page).getByText('Ana tiene el micrófono apagado').count()).toBe(0);

  // There is none left: the other knows, until one is plugged in.
  await pullOut(ana.page, 'audio', false);
  await says(/^Se ha desconectado el micrófono\.$/).waitFor();
  await call(luis.page).getByText('Ana tiene el micrófono apagado').waitFor();
  expect(await says('No se encontró').count()).toBe(0);
  if (process.env['SCREENSHOTS'])
    await ana.page.screenshot({ path: `${process.env['SCREENSHOTS']}/calls-unplugged.png` });
  await plugIn(ana.page);
  await says(/Ahora se usa Fake/).waitFor();
  await call(luis.page).getByText('Ana tiene el micrófono apagado').waitFor({ state: 'detached' });
  await flows(luis.page);
  for (const { complaints } of [ana, luis]) expect(complaints).toEqual([]);
});
