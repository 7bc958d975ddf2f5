import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { call, press } from './call-pages.ts';

export interface Played {
  duration: number;
  seekable: number;
  /** Where it stood after going to its middle. */
  at: number;
  frames: number;
}

/** Opens the recording in the `<chat-files>` of the page, goes to its middle, and plays on from there. `shown` while it is open. */
export const playRecording = async (
  page: Page,
  player: 'video' | 'audio',
  shown: () => Promise<unknown> = async () => {},
): Promise<Played> => {
  await page
    .locator('chat-files')
    .getByRole('button', { name: /^Reproducir .*llamada/i })
    .click();
  const element = page.locator(`chat-files dialog ${player}`);
  await element.waitFor();
  const played = await element.evaluate(async (each) => {
    const media = each as HTMLVideoElement;
    const comes = (type: string) =>
      new Promise((resolve) => media.addEventListener(type, resolve, { once: true }));
    if (media.readyState < HTMLMediaElement.HAVE_METADATA) await comes('loadedmetadata');
    // It plays by itself, and continues while a busy page waits for events.
    media.pause();
    const { duration } = media;
    const seekable = media.seekable.length > 0 ? media.seekable.end(0) : 0;
    const sought = comes('seeked');
    media.currentTime = duration / 2;
    await sought;
    const at = media.currentTime;
    const plays = comes('ended');
    await media.play();
    await plays;
    const frames = 'getVideoPlaybackQuality' in media ? media.getVideoPlaybackQuality().totalVideoFrames : 0;
    return { duration, seekable, at, frames };
  });
  await shown();
  await page.keyboard.press('Escape');
  await element.waitFor({ state: 'detached' });
  return played;
};

/** It has a length, can be gone through, and shows what was recorded. */
export const expectPlayed = (
  { duration, seekable, at, frames }: Played,
  player: 'video' | 'audio',
  lastedMs: number,
): void => {
  expect(duration).toBeGreaterThan(2);
  expect(duration).toBeLessThan(lastedMs / 1_000 + 3);
  expect(seekable).toBeCloseTo(duration, 1);
  expect(at).toBeCloseTo(duration / 2, 1);
  expect(player === 'audio' || frames > 5).toBe(true);
};

/** Records for a while; returns the maximum length, ms. */
export const recordWhile = async (by: Page, seenBy: Page): Promise<number> => {
  const pressed = Date.now();
  await press(by, 'Grabar');
  await press(seenBy, 'Permitir');
  await call(seenBy).getByText('Ana está grabando').waitFor();
  await call(by).getByRole('button', { name: 'Grabar', pressed: true }).waitFor();
  const began = Date.now();
  await expect.poll(() => Date.now() - began, { interval: 500, timeout: 30_000 }).toBeGreaterThan(4_000);
  await press(by, 'Grabar');
  return Date.now() - pressed;
};
