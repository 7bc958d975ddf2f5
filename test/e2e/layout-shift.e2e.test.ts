// Nothing on the page moves by itself: the browser's own measure of layout shifts, from the first paint on.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { diskFiles } from '@chat/server';
import type { Page } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';
import { useBrowser } from './browser.ts';
import { ownChat } from './own-chat.ts';
import { heard, say, sent } from './portal.ts';

const { visit } = useBrowser();

/** Collects what moves without the user having pressed anything, and by how much. */
const observe = (): void => {
  const moved: string[] = [];
  Object.assign(globalThis, { moved });
  const nameOf = (node: Node | null): string => {
    const element = node instanceof Element ? node : (node?.parentElement ?? null);
    const { host } = (element?.getRootNode() ?? {}) as { host?: Element };
    return `${host?.localName ?? ''} ${element?.localName ?? ''}.${element?.getAttribute('class') ?? ''}`;
  };
  const boxOf = ({ x, y, width, height }: DOMRect): string => `${width}x${height} at ${x},${y}`;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const { value, hadRecentInput, sources } = entry as PerformanceEntry & {
        value: number;
        hadRecentInput: boolean;
        sources: { node: Node | null; previousRect: DOMRect; currentRect: DOMRect }[];
      };
      if (hadRecentInput) continue;
      for (const { node, previousRect: from, currentRect: to } of sources)
        moved.push(`${value.toFixed(4)} ${nameOf(node)} ${boxOf(from)} to ${boxOf(to)}`);
    }
  }).observe({ type: 'layout-shift', buffered: true });
};

const loaded = String.raw`performance.getEntriesByType('resource').map(({ name }) => /\/chunk-([a-z-]+?)-[^/]*$/.exec(name)?.[1])`;

const moved = (page: Page): Promise<string> => page.evaluate("moved.join('\\n')");

test.each([
  { width: 390, height: 740, isMobile: true, hasTouch: true },
  { width: 1024, height: 740 },
  { width: 1200, height: 800 },
])(
  'nothing shifts while a room of width $width loads, is joined, and receives messages and reactions',
  { timeout: 120_000 },
  async ({ width, height, ...device }) => {
    const dir = mkdtempSync(join(tmpdir(), 'chat-shift-'));
    onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
    const { enter } = await ownChat({ files: diskFiles(dir) });
    const [ana, luis] = [await visit(), await visit({ viewport: { width, height }, ...device })];
    await ana.page.addInitScript(() => {
      document.addEventListener('chat-ready', (event) => {
        Object.assign(globalThis, { chatRoom: (event as CustomEvent<{ room: unknown }>).detail.room });
      });
    });
    await enter(ana.page, 'Ana', 'es');
    for (let n = 1; n <= 14; n++) await say(ana.page, `Mensaje ${n}`);
    await sent(ana.page, 'Mensaje 14');

    await luis.page.addInitScript(observe);
    await enter(luis.page, 'Luis', 'es');
    await luis.page.locator('chat-composer .mic, chat-composer .attach').first().waitFor();
    await expect.poll(() => heard(luis.page)).toContain('Mensaje 14');
    // What every page loads last. The network of a page that had to fall back to polling is never idle.
    await expect
      .poll(() => luis.page.evaluate(loaded))
      .toEqual(expect.arrayContaining(['deferred', 'direct']));
    expect(await moved(luis.page)).toBe('');

    await ana.page.locator('chat-composer textarea').pressSequentially('Escribo');
    await luis.page.locator('chat-composer .who').waitFor();
    await ana.page.keyboard.press('Enter');
    await expect.poll(() => heard(luis.page)).toContain('Escribo');
    await luis.page.locator('chat-composer .who').waitFor({ state: 'detached' });

    // A reaction from another user, to a message that was sent a while ago.
    await say(luis.page, 'Respondo');
    await sent(luis.page, 'Respondo');
    await expect.poll(() => heard(ana.page)).toContain('Respondo');
    await luis.page.waitForTimeout(600);
    await ana.page.evaluate(`chatRoom.reactions.add(chatRoom.messages.get().items.at(-1).id, '👍')`);
    await luis.page.locator('chat-messages .reaction').waitFor();
    await luis.page.waitForTimeout(300);
    expect(await moved(luis.page)).toBe('');
  },
);
