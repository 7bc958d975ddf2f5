// A video call in the portal and in the messenger. Both users play its recording from the documents of the
// room, also after a reload. `SCREENSHOTS=<folder>` keeps pictures.
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { picturesOf, useBrowser } from './browser.ts';
import { call, fakeDevices, flows, ownTracks, permissions, press, said, start } from './call-pages.ts';
import { meetIn } from './call-systems.ts';
import { startExample } from './example.ts';
import { isReady } from './portal.ts';
import { expectPlayed, playRecording, recordWhile } from './recordings.ts';

const { visit } = useBrowser([...fakeDevices, '--auto-select-desktop-capture-source=Entire screen']);
const picture = picturesOf('calls-documents-');
const phone = {
  viewport: { width: 360, height: 740 },
  isMobile: true,
  hasTouch: true,
  colorScheme: 'dark' as const,
};

/** Opens the documents of the room. */
const documents: Record<'citas' | 'messenger', (page: Page) => Promise<void>> = {
  citas: (page) => page.getByRole('tab', { name: 'Documentos' }).click(),
  messenger: async (page) => {
    const header = page.locator('chat-room header');
    const search = header.getByRole('button', { name: 'Buscar' });
    const more = header.getByRole('button', { name: 'Más' });
    await search.or(more).filter({ visible: true }).first().waitFor();
    if (await search.isVisible()) await search.click();
    else {
      await more.click();
      await page.getByRole('menuitem', { name: 'Buscar' }).click();
    }
    await page.getByRole('button', { name: 'Ver todos los archivos' }).click();
  },
};

test.for(['citas', 'messenger'] as const)(
  '%s: both users play the recording from the documents, also after a reload',
  { timeout: 240_000 },
  async (name) => {
    const { url } = await startExample(name);
    const [ana, luis] = [await visit({ permissions }), await visit({ permissions, ...phone })];
    await meetIn[name]({ page: ana.page, url }, { page: luis.page, url });
    await start(ana.page, 'Videollamada');
    await press(luis.page, 'Contestar');
    for (const { page } of [ana, luis]) await flows(page);

    // The screen takes the place of the camera, and gives it back.
    const screen = call(ana.page).getByRole('button', { name: 'Compartir pantalla' });
    const sent = async () => (await ownTracks(ana.page)).find(({ kind }) => kind === 'video')?.id;
    for (const pressed of ['true', 'false']) {
      const before = await sent();
      await screen.click();
      await expect.poll(() => screen.getAttribute('aria-pressed')).toBe(pressed);
      expect(await sent()).not.toBe(before);
      await expect.poll(async () => String((await said(luis.page)).screen)).toBe(pressed);
      await flows(luis.page);
    }
    await luis.page.reload();
    await isReady(luis.page);
    for (const { page } of [ana, luis]) await flows(page);

    const lastedMs = await recordWhile(ana.page, luis.page);
    await press(luis.page, 'Colgar');
    for (const { page } of [ana, luis]) await page.locator('chat-messages chat-video .poster').waitFor();
    const playedBy = async (page: Page, who: string) => {
      await documents[name](page);
      const played = await playRecording(page, 'video', () => picture(page, `${name}-${who}`));
      expectPlayed(played, 'video', lastedMs);
    };
    await playedBy(ana.page, 'ana');
    await playedBy(luis.page, 'luis-phone');
    for (const { page } of [ana, luis]) {
      await page.reload();
      await isReady(page);
      await playedBy(page, 'again');
    }
    for (const { complaints } of [ana, luis]) expect(complaints).toEqual([]);
  },
);
