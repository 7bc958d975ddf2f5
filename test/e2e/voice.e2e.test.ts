// A voice note on the portal, which has a strict policy: one user records it, the other plays it to its end.
// Also a microphone that is blocked or missing. `SCREENSHOTS=<folder>` keeps pictures.
import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { longTest } from '../long-test.ts';
import { picturesOf, useBrowser } from './browser.ts';
import { startExample } from './example.ts';
import { enter, heard, write } from './portal.ts';

// The device beeps each second.
const { visit } = useBrowser(['--use-fake-device-for-media-stream']);
const bare = useBrowser();
const picture = picturesOf('voice-');
const phone = {
  viewport: { width: 320, height: 640 },
  isMobile: true,
  hasTouch: true,
  colorScheme: 'dark' as const,
};
const permissions = ['microphone'];

const start = (page: Page) => page.getByRole('button', { name: 'Grabar una nota de voz' }).click();
const recorder = (page: Page) => page.locator('chat-voice-recorder');
const notes = (page: Page) => page.locator('chat-messages chat-voice-note');
/** Waits until so many seconds have been recorded, or more. */
const recorded = async (page: Page, seconds: number): Promise<void> => {
  const timer = recorder(page).getByRole('timer');
  await expect
    .poll(async () => {
      const [minutes = 0, rest = 0] = (await timer.innerText()).split(':').map((part) => parseInt(part, 10));
      return minutes * 60 + rest;
    })
    .toBeGreaterThanOrEqual(seconds);
};
const position = (note: Locator) => note.getByRole('slider').getAttribute('aria-valuenow').then(Number);

/** Keeps what the page was given of a microphone, to see that it is let go. */
const watchMicrophone = (page: Page) =>
  page.addInitScript(() => {
    const tracks: MediaStreamTrack[] = [];
    Object.assign(globalThis, { tracks });
    const { mediaDevices } = navigator;
    const ask = mediaDevices.getUserMedia.bind(mediaDevices);
    mediaDevices.getUserMedia = async (wanted) => {
      const stream = await ask(wanted);
      tracks.push(...stream.getTracks());
      return stream;
    };
  });
const microphone = (page: Page) =>
  page.evaluate(() =>
    (globalThis as unknown as { tracks: MediaStreamTrack[] }).tracks.map(({ readyState }) => readyState),
  );

test('a voice note is recorded, sent, and played to its end', { timeout: 120_000 }, async () => {
  const portal = await startExample('citas');
  const ana = await visit({ permissions });
  const luis = await visit(phone);
  await watchMicrophone(ana.page);
  await enter(ana.page, portal.url, 'Ana', 'voz');
  await enter(luis.page, portal.url, 'Luis', 'voz');
  await picture(luis.page, 'button-phone');

  // Escape discards: nothing is sent, the draft stays, and the microphone is released.
  await write(ana.page, 'a medias');
  await start(ana.page);
  await recorded(ana.page, 1);
  await picture(ana.page, 'recording');
  expect(await microphone(ana.page)).toEqual(['live']);
  await ana.page.keyboard.press('Escape');
  await recorder(ana.page).waitFor({ state: 'detached' });
  expect(await microphone(ana.page)).toEqual(['ended']);
  expect(await ana.page.locator('chat-composer textarea').inputValue()).toBe('a medias');

  // Stopped, heard, sent. The composer stays as high as it was.
  const height = async () => (await ana.page.locator('chat-composer').boundingBox())?.height;
  const before = await height();
  await start(ana.page);
  await recorded(ana.page, 3);
  expect(await height()).toBe(before);
  const levels = recorder(ana.page).locator('rect');
  const loudest = () =>
    levels.evaluateAll((all) => Math.max(...all.map((each) => Number(each.getAttribute('height')))));
  expect(await loudest()).toBeGreaterThan(8); // a beep was heard
  await picture(ana.page, 'level');
  await ana.page.getByRole('button', { name: 'Parar y escuchar' }).click();
  await expect.poll(() => microphone(ana.page)).toEqual(['ended', 'ended']);
  const draft = recorder(ana.page).locator('chat-voice-note');
  await draft.getByRole('button', { name: 'Reproducir' }).click();
  await expect.poll(() => position(draft), { timeout: 10_000 }).toBeGreaterThanOrEqual(1);
  await picture(ana.page, 'review');
  expect(await height()).toBe(before);
  await recorder(ana.page).getByRole('button', { name: 'Enviar' }).click();
  await recorder(ana.page).waitFor({ state: 'detached' });
  expect(await ana.page.locator('chat-composer textarea').inputValue()).toBe('a medias');

  // Straight away.
  await start(ana.page);
  await recorded(ana.page, 2);
  await ana.page.keyboard.press('Enter');
  for (const { page } of [ana, luis]) await expect.poll(() => notes(page).count()).toBe(2);
  expect(await heard(luis.page)).toEqual([]);

  const [first, second] = [notes(luis.page).first(), notes(luis.page).last()];
  const seconds = Number(await first.getByRole('slider').getAttribute('aria-valuemax'));
  expect(seconds).toBeGreaterThanOrEqual(3);
  const tall = await first
    .locator('rect')
    .evaluateAll((all) => all.map((each) => Number(each.getAttribute('height'))));
  expect(tall).toHaveLength(48);
  expect(Math.max(...tall)).toBe(32); // a beep
  expect(Math.min(...tall)).toBeLessThan(16); // and what is between

  // Only one is heard at a time.
  await first.getByRole('button', { name: 'Reproducir' }).click();
  await first.getByRole('button', { name: 'Pausar' }).waitFor();
  await second.getByRole('button', { name: 'Reproducir' }).click();
  await second.getByRole('button', { name: 'Pausar' }).waitFor();
  await first.getByRole('button', { name: 'Reproducir' }).waitFor();
  await second.getByRole('button', { name: 'Reproducir' }).waitFor(); // it has come to its end

  // Sought by keyboard and by pointer, faster, and to the end.
  const slider = first.getByRole('slider');
  await slider.focus();
  await luis.page.keyboard.press('End');
  await luis.page.keyboard.press('Home');
  // Said in whole seconds that have gone by, shown as the nearest.
  expect([`0:00 de 0:0${seconds}`, `0:00 de 0:0${seconds - 1}`]).toContain(
    await slider.getAttribute('aria-valuetext'),
  );
  const box = await slider.boundingBox();
  await slider.click({ position: { x: (box?.width ?? 0) * 0.7, y: 10 } });
  await expect.poll(() => position(first)).toBeGreaterThanOrEqual(2);
  await picture(luis.page, 'sought-phone');
  await first.getByRole('button', { name: 'Velocidad 1×' }).click();
  await second.getByRole('button', { name: 'Velocidad 1,5×' }).waitFor();
  await slider.press('Home');
  await first.getByRole('button', { name: 'Reproducir' }).click();
  await first.getByRole('button', { name: 'Pausar' }).waitFor();
  await first.getByRole('button', { name: 'Reproducir' }).waitFor();
  await expect.poll(() => position(first)).toBe(0);

  await picture(ana.page, 'bubbles');
  // A returning member has them too.
  await luis.page.reload();
  await expect.poll(() => notes(luis.page).count()).toBe(2);
  expect([...ana.complaints, ...luis.complaints]).toEqual([]);
});

longTest('a blocked or missing microphone is explained', { timeout: 60_000 }, async () => {
  const portal = await startExample('citas');
  const refused = await visit({ ...phone, permissions: [] });
  await enter(refused.page, portal.url, 'Ana', 'voz');
  await start(refused.page);
  await refused.page.getByRole('alert').getByText('El acceso al micrófono está bloqueado').waitFor();
  await picture(refused.page, 'denied-phone');
  // Allowed since, it goes on from there.
  await refused.page.context().grantPermissions(permissions);
  await refused.page.getByRole('button', { name: 'Reintentar' }).click();
  await recorded(refused.page, 1);
  await picture(refused.page, 'recording-phone');
  await refused.page.getByRole('button', { name: 'Descartar grabación' }).click();
  await recorder(refused.page).waitFor({ state: 'detached' });

  const without = await bare.visit({ permissions });
  await enter(without.page, portal.url, 'Luis', 'voz');
  await start(without.page);
  await without.page.getByRole('alert').getByText('No se encontró ningún micrófono').waitFor();
  await picture(without.page, 'missing');
  expect([...refused.complaints, ...without.complaints]).toEqual([]);
});

longTest('a voice note works right to left, and with reduced motion', { timeout: 60_000 }, async () => {
  const portal = await startExample('citas');
  const { page, complaints } = await visit({ permissions, reducedMotion: 'reduce', colorScheme: 'dark' });
  await enter(page, portal.url, 'Ana', 'voz');
  await page.evaluate(() => {
    document.documentElement.dir = 'rtl';
    document.querySelector('chat-room')?.setAttribute('lang', 'ar');
  });
  await page.getByRole('button', { name: 'تسجيل رسالة صوتية' }).click();
  await recorded(page, 2);
  await picture(page, 'recording-rtl');
  await page.getByRole('button', { name: 'إرسال' }).click();
  const note = notes(page).first();
  const slider = note.getByRole('slider');
  await slider.focus();
  // Later content is on the left.
  await page.keyboard.press('End');
  const whole = await position(note);
  await page.keyboard.press('ArrowRight');
  expect(await position(note)).toBeLessThanOrEqual(whole);
  await page.keyboard.press('Home');
  const box = await slider.boundingBox();
  await slider.click({ position: { x: (box?.width ?? 0) * 0.1, y: 10 } });
  expect(await position(note)).toBeGreaterThanOrEqual(2);
  await picture(page, 'bubble-rtl');
  expect(complaints).toEqual([]);
});

longTest(
  'recording stops after five minutes, and the note can be sent or discarded',
  { timeout: 60_000 },
  async () => {
    const portal = await startExample('citas');
    const { page } = await visit({ permissions });
    await enter(page, portal.url, 'Ana', 'voz');
    await page.clock.install();
    await start(page);
    await recorded(page, 1);
    await page.clock.fastForward('04:50');
    await recorded(page, 290);
    await page.clock.fastForward('00:10');
    await page.getByRole('alert').getByText('Duración máxima alcanzada').waitFor();
    await picture(page, 'full');
    expect(await recorder(page).getByRole('button', { name: 'Enviar' }).isEnabled()).toBe(true);
  },
);
