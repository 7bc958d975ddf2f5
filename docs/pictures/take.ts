// Takes the pictures of docs/features again: `npm run pictures`, or `npm run pictures -- pins search` for some. A real server, the built
// widget, Chromium. LOOKS=<folder> puts every picture there instead, in all the looks there are, to be looked at (or LOOK=dark,phone).
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { chromiumArgs, findChromium } from '../../scripts/chromium.mjs';
import { settings, type Setting } from './looks.ts';
import { now, openPortal, roomId } from './portal.ts';
import type { Scene } from './scene.ts';
import { around } from './scenes-around.ts';
import { talk } from './scenes-talk.ts';
import { smallPng } from './small-png.ts';
import { stageOf } from './stage.ts';

const scenes: Record<string, Scene> = { ...talk, ...around };
const mostBytes = 60_000;
const { LOOKS: folder, LOOK: some } = process.env;
const asked = folder ? some?.split(',') : ['desktop'];

const shot = async (page: Page): Promise<Buffer> => {
  await page.evaluate(() => document.fonts.ready);
  await page.evaluate(() =>
    Promise.all(document.getAnimations().map(({ finished }) => finished.catch(() => {}))),
  );
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  return page.screenshot({ caret: 'hide', animations: 'disabled' });
};

const open = async (page: Page, url: string, scene: Scene, setting: Setting): Promise<void> => {
  const { tag = 'chat-room', as = 'ana' } = scene;
  const attributes = { tag, room: roomId, token: as, lang: 'es', ...setting.attributes, ...scene.attributes };
  await page.clock.setFixedTime(now);
  await page.goto(`${url}/?${new URLSearchParams(attributes)}`);
  const inRoom = tag === 'chat-replay' ? 'chat-replay' : 'chat-room chat-composer .composer';
  const ready = attributes.room ? inRoom : 'chat-rooms .room';
  await page.locator(ready).first().waitFor();
  if (attributes.room) await page.locator('chat-messages [data-message]').first().waitFor();
};

const take = async (browser: Browser, name: string, scene: Scene, setting: Setting): Promise<void> => {
  const looks = setting.looks.filter((look) => asked?.includes(look.name) ?? true);
  if (looks.length === 0) return;
  const portal = await openPortal();
  const [width, height] = setting.size ?? scene.size ?? [560, 440];
  const context = await browser.newContext({
    viewport: { width, height },
    locale: 'es-ES',
    timezoneId: 'Europe/Madrid',
    reducedMotion: 'reduce',
    ...setting.context,
  });
  context.setDefaultTimeout(20_000);
  try {
    await scene.before?.(portal);
    portal.at(0);
    const page = await context.newPage();
    await open(page, portal.url, scene, setting);
    await scene.after?.(stageOf(page), portal);
    for (const look of looks) {
      const turnBack = await look.turn?.(page);
      const taken = smallPng(await shot(page));
      if (!folder && taken.length > mostBytes) throw new Error(`${taken.length} bytes, at most ${mostBytes}`);
      writeFileSync(folder ? join(folder, `${name}-${look.name}.png`) : join(features, `${name}.png`), taken);
      await turnBack?.();
    }
  } finally {
    await context.close();
    await portal.close();
  }
};

const features = join(import.meta.dirname, '../images/features');
mkdirSync(folder ?? features, { recursive: true });
const wanted = process.argv.slice(2);
const browser = await chromium.launch({ executablePath: findChromium() ?? '', args: chromiumArgs });
for (const [name, scene] of Object.entries(scenes)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  for (const setting of settings)
    await take(browser, name, scene, setting).catch((error: unknown) => {
      process.exitCode = 1;
      process.stderr.write(`${name}: ${error instanceof Error ? error.message : String(error)}\n`);
    });
}
await browser.close();
