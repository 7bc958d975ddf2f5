// A recording of a group call through a real Janus: all members of the call agree, and the room gets it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { diskFiles, janus } from '@chat/server';
import type { Page } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';
import { picture, useBrowser } from './browser.ts';
import { fakeDevices, permissions } from './call-pages.ts';
import { flowsFrom, groupCall, pressInCall, startForAll } from './group-call-pages.ts';
import { startJanus } from './janus.ts';
import { ownChat } from './own-chat.ts';
import { expectPlayed, playRecording } from './recordings.ts';

const { visit } = useBrowser(fakeDevices);
const rec = (page: Page) => groupCall(page).locator('.rec');

/** Opens the list of the room's files in the page. */
const openFiles = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const list = document.querySelector('chat-room')?.shadowRoot?.querySelector('chat-messages');
    const { client } = list as unknown as { client: unknown };
    document.body.append(Object.assign(document.createElement('chat-files'), { client, room: 'plaza' }));
  });

/** Returns the mean brightness, 0 to 255, of each cell of a grid over several frames of the open recording. */
const brightness = (page: Page, columns: number, rows: number): Promise<number[][]> =>
  page.locator('chat-files dialog video').evaluate(
    async (element, [across, down]) => {
      const video = element as HTMLVideoElement;
      const canvas = new OffscreenCanvas(across, down);
      const context = canvas.getContext('2d', { willReadFrequently: true });
      if (!context) throw new Error('no canvas');
      const frames: number[][] = [];
      for (const part of [0.3, 0.6, 0.9]) {
        const sought = new Promise((resolve) => video.addEventListener('seeked', resolve, { once: true }));
        video.currentTime = video.duration * part;
        await sought;
        context.drawImage(video, 0, 0, across, down);
        const { data } = context.getImageData(0, 0, across, down);
        frames.push(
          Array.from({ length: across * down }, (_, cell) =>
            Math.round((data[cell * 4]! + data[cell * 4 + 1]! + data[cell * 4 + 2]!) / 3),
          ),
        );
      }
      return frames;
    },
    [columns, rows] as const,
  );

test(
  'a recording starts when all three have allowed it, and each of them plays it afterwards',
  { timeout: 300_000 },
  async () => {
    const engine = await startJanus();
    const folder = mkdtempSync(join(tmpdir(), 'chat-group-recordings-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const { enter } = await ownChat(
      { calls: { group: janus(engine.options) }, files: diskFiles(folder) },
      '',
      engine.options.url,
    );
    const visits = [await visit({ permissions }), await visit({ permissions }), await visit({ permissions })];
    const [ana, luis, eva] = visits.map(({ page }) => page) as [Page, Page, Page];
    const names = ['Ana', 'Luis', 'Eva'];
    for (const [index, { page }] of visits.entries()) await enter(page, names[index] ?? '', 'es');
    await startForAll(ana, 'Videollamada en grupo');
    for (const page of [luis, eva]) await pressInCall(page, 'Unirse');
    for (const page of [ana, luis, eva]) await flowsFrom(page, 2);

    await pressInCall(ana, 'Grabar');
    for (const page of [luis, eva]) await groupCall(page).getByText('Ana quiere grabar').waitFor();
    await picture(eva, 'group-recording-asked');
    await pressInCall(luis, 'Permitir');
    await groupCall(luis).getByText('Ana quiere grabar').waitFor({ state: 'detached' });
    expect(await rec(luis).count()).toBe(0);
    await pressInCall(eva, 'Permitir');
    for (const page of [ana, luis, eva]) await rec(page).waitFor();
    for (const page of [luis, eva]) await groupCall(page).getByText('Ana está grabando').waitFor();
    await picture(luis, 'group-recording');
    const began = Date.now();
    await expect.poll(() => Date.now() - began, { interval: 500, timeout: 30_000 }).toBeGreaterThan(5_000);
    await pressInCall(ana, 'Grabar');
    const lastedMs = Date.now() - began;
    for (const page of [ana, luis, eva]) await rec(page).waitFor({ state: 'detached' });

    for (const page of [ana, luis, eva]) {
      await page.locator('chat-messages figcaption.recording').waitFor();
      await openFiles(page);
      let frames: number[][] = [];
      const played = await playRecording(page, 'video', async () => {
        frames = await brightness(page, 2, 2);
        await picture(page, 'group-recording-played');
      });
      expectPlayed(played, 'video', lastedMs);
      // Three pictures in two rows: at least three cells of every frame are not black.
      for (const frame of frames) expect(frame.filter((light) => light > 20).length).toBeGreaterThan(2);
    }
    for (const page of [ana, luis, eva]) await pressInCall(page, 'Colgar');
    await expect.poll(() => engine.rooms()).toEqual([]);
    for (const { complaints } of visits) expect(complaints).toEqual([]);
  },
);
