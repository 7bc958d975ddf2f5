// How long the gestures on a message take until the next paint, in a long room and on a slow CPU.
import type { CDPSession, Page } from 'playwright-core';

const rounds = 40;
const slowdown = 4;

interface Painted {
  paints: { type: string; ms: number }[];
}

/** Notes for each event how long the page took until the paint after it. */
const watchPaints = (page: Page, types: readonly string[]): Promise<void> =>
  page.evaluate((watched) => {
    const global = globalThis as unknown as Painted;
    global.paints = [];
    const onEvent = (event: Event): void => {
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.addEventListener('message', () => {
          global.paints.push({ type: event.type, ms: performance.now() - event.timeStamp });
        });
        port1.start();
        port2.postMessage(null);
      });
    };
    for (const type of watched) addEventListener(type, onEvent, true);
  }, types);

const p75 = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length * 0.75)] ?? NaN;

/** Hovers over messages, reacts by the toolbar, and opens the menu by a right click. */
export const measureInteractions = async (page: Page, cdp: CDPSession): Promise<Record<string, number>> => {
  const before = page.viewportSize();
  await page.setViewportSize({ width: 900, height: 800 });
  const bubbles = page.locator('chat-messages .bubble');
  const toolbar = page.locator('chat-messages .toolbar');
  const menu = page.locator('chat-messages .menu:popover-open');
  const at = async (nth: number): Promise<[number, number]> => {
    const box = await bubbles.nth((await bubbles.count()) - 2 - (nth % 6)).boundingBox();
    return [(box?.x ?? 0) + 20, (box?.y ?? 0) + (box?.height ?? 0) / 2];
  };
  // The code for gestures loads with the first one.
  await page.mouse.move(...(await at(0)));
  await toolbar.waitFor();
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
  await watchPaints(page, ['pointermove', 'click', 'pointerup']);
  const found: Record<string, number[]> = { hover: [], reaction: [], menu: [] };
  /** The figure for the events since the last call. */
  const note = async (name: string, type: string): Promise<void> => {
    await page.waitForTimeout(120);
    const paints = await page.evaluate(() => (globalThis as unknown as Painted).paints.splice(0));
    found[name]?.push(...paints.filter((each) => each.type === type).map(({ ms }) => ms));
  };
  for (let round = 1; round <= rounds; round++) {
    await page.mouse.move(...(await at(round)));
    await note('hover', 'pointermove');
    await toolbar.locator('button').first().click();
    await note('reaction', 'click');
    await page.mouse.click(...(await at(round)), { button: 'right' });
    await menu.waitFor();
    await note('menu', 'pointerup');
    await page.keyboard.press('Escape');
  }
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: 1 });
  if (before) await page.setViewportSize(before);
  return Object.fromEntries(Object.entries(found).map(([name, values]) => [name, p75(values)]));
};
