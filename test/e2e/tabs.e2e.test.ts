// Tabs of one browser share a connection, even if the tab that holds it closes or freezes.
import type { BrowserContext, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { useBrowser } from './browser.ts';
import { ownChat, type OwnChat } from './own-chat.ts';
import { heard, hears, say } from './portal.ts';

const { visit } = useBrowser();
const patience = { timeout: 60_000 };

const shares = async ({ chat }: OwnChat, count: number): Promise<void> => {
  await expect.poll(() => chat.stats().connections, patience).toBe(count);
};
const another = async ({ enter }: OwnChat, context: BrowserContext, by?: 'line'): Promise<Page> => {
  const page = await context.newPage();
  await enter(page, 'Ana', 'es', by);
  return page;
};
const freeze = async (page: Page, state: 'frozen' | 'active'): Promise<void> => {
  const session = await page.context().newCDPSession(page);
  await session.send('Page.setWebLifecycleState', { state });
};

test(
  'three tabs share one connection and see everything once, even if its tab closes',
  { timeout: 240_000 },
  async () => {
    const own = await ownChat();
    const [ana, luis] = [await visit(), await visit()];
    await own.enter(ana.page, 'Ana', 'es', 'line');
    await own.enter(luis.page, 'Luis', 'es');
    await shares(own, 2);
    const tabs = [ana.page, await another(own, ana.page.context(), 'line')];
    await shares(own, 2);
    tabs.push(await another(own, ana.page.context(), 'line'));
    await shares(own, 2);
    const said: string[] = [];
    for (const [at, page] of [...tabs, luis.page].entries()) {
      said.push(`word ${at}`);
      await say(page, `word ${at}`);
      await hears(luis.page, ...said);
    }
    for (const page of tabs) await hears(page, ...said);

    await ana.page.close();
    const [second, third] = tabs.slice(1) as [Page, Page];
    await say(second, 'from the second');
    await hears(luis.page, ...said, 'from the second');
    await say(luis.page, 'and back');
    for (const page of [second, third]) await hears(page, ...said, 'from the second', 'and back');
    await shares(own, 2);

    // Its line, which is the line of all.
    own.line.cut();
    await say(third, 'written without a line');
    await say(luis.page, 'meanwhile');
    own.line.mend();
    for (const page of [second, third, luis.page])
      await expect
        .poll(async () => (await heard(page)).toSorted(), patience)
        .toEqual([...said, 'from the second', 'and back', 'meanwhile', 'written without a line'].toSorted());
    await shares(own, 2);
    expect([...ana.complaints, ...luis.complaints]).toEqual([]);
  },
);

test(
  'a frozen tab does not block the others, and rejoins them when it resumes',
  { timeout: 240_000 },
  async () => {
    const own = await ownChat();
    const [ana, luis] = [await visit(), await visit()];
    await own.enter(ana.page, 'Ana', 'es');
    await own.enter(luis.page, 'Luis', 'es');
    const second = await another(own, ana.page.context());
    await shares(own, 2);
    await freeze(ana.page, 'frozen');
    await say(second, 'is anybody there?');
    await hears(luis.page, 'is anybody there?');
    await say(luis.page, 'I am');
    await hears(second, 'is anybody there?', 'I am');
    await freeze(ana.page, 'active');
    await hears(ana.page, 'is anybody there?', 'I am');
    await shares(own, 2);
    await say(ana.page, 'so am I');
    for (const page of [ana.page, second, luis.page])
      await hears(page, 'is anybody there?', 'I am', 'so am I');
    expect([...ana.complaints, ...luis.complaints]).toEqual([]);
  },
);
