// What one of a call has recorded is played by both, from the files of the room.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { diskFiles } from '@chat/server';
import { expect, onTestFinished, test } from 'vitest';
import { useBrowser } from './browser.ts';
import { call, fakeDevices, flows, permissions, press, start } from './call-pages.ts';
import { ownChat } from './own-chat.ts';

const { visit } = useBrowser(fakeDevices);
const folder = process.env['SCREENSHOTS'];

const chatWithFiles = () => {
  const files = mkdtempSync(join(tmpdir(), 'chat-recordings-'));
  onTestFinished(() => rmSync(files, { recursive: true, force: true }));
  return ownChat({ files: diskFiles(files) });
};

interface Played {
  duration: number;
  seekable: number;
  /** Where it stood after going to its middle. */
  at: number;
  frames: number;
}

/** Opens the recording in the files of the room, goes to its middle, and plays on from there. */
const play = async (page: Page, player: 'video' | 'audio'): Promise<Played> => {
  await page.evaluate(() => {
    const list = document.querySelector('chat-room')?.shadowRoot?.querySelector('chat-messages');
    const { client } = list as unknown as { client: unknown };
    document.body.append(Object.assign(document.createElement('chat-files'), { client, room: 'plaza' }));
  });
  await page.getByRole('button', { name: /^Reproducir Grabación 1\.webm/ }).click();
  const element = page.locator(`chat-files dialog ${player}`);
  await element.waitFor();
  const played = await element.evaluate(async (each) => {
    const media = each as HTMLVideoElement;
    const comes = (type: string) =>
      new Promise((resolve) => media.addEventListener(type, resolve, { once: true }));
    if (media.readyState < HTMLMediaElement.HAVE_METADATA) await comes('loadedmetadata');
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
  if (folder) await page.screenshot({ path: join(folder, `calls-recording-${player}.png`) });
  await page.keyboard.press('Escape');
  await element.waitFor({ state: 'detached' });
  return played;
};

test.for<[string, 'video' | 'audio']>([
  ['Llamada de voz', 'audio'],
  ['Videollamada', 'video'],
])(
  '%s: its recording has a length, and is gone through, by both',
  { timeout: 120_000 },
  async ([kind, player]) => {
    const { enter } = await chatWithFiles();
    const [ana, luis] = [await visit({ permissions }), await visit({ permissions })];
    await enter(ana.page, 'Ana', 'es');
    await enter(luis.page, 'Luis', 'es');
    await start(ana.page, kind);
    await press(luis.page, 'Contestar');
    if (player === 'video') await flows(luis.page);
    await press(ana.page, 'Grabar');
    await call(luis.page).getByText('Ana está grabando').waitFor();
    const began = Date.now();
    await expect.poll(() => Date.now() - began, { interval: 500 }).toBeGreaterThan(4_000);
    await press(ana.page, 'Grabar');
    const lastedMs = Date.now() - began;
    await press(luis.page, 'Colgar');
    for (const { page } of [ana, luis]) {
      const { duration, seekable, at, frames } = await play(page, player);
      expect(duration).toBeGreaterThan(3);
      expect(duration).toBeLessThan(lastedMs / 1_000 + 3);
      expect(seekable).toBeCloseTo(duration, 1);
      expect(at).toBeCloseTo(duration / 2, 1);
      expect(player === 'audio' || frames > 5).toBe(true);
    }
    for (const { complaints } of [ana, luis]) expect(complaints).toEqual([]);
  },
);
