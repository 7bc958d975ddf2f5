// The portal when the line or the server is down.
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { longTest } from '../long-test.ts';
import { useBrowser } from './browser.ts';
import { startExample } from './example.ts';
import { layLine } from './line.ts';
import { enter, hears, isReady, say, sent, shows } from './portal.ts';

const { visit } = useBrowser();

/** The number of unsent messages that are stored beyond their page. */
const kept = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    const answer = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.addEventListener('success', () => resolve(request.result));
        request.addEventListener('error', () => reject(new Error('no answer')));
      });
    const database = await answer(indexedDB.open('chat'));
    const keys = await answer(database.transaction('values').objectStore('values').getAllKeys());
    database.close();
    return keys.filter((key) => typeof key === 'string' && key.startsWith('outbox:')).length;
  });

test(
  'messages written offline arrive once and in order when the line is back',
  { timeout: 120_000 },
  async () => {
    const portal = await startExample('citas');
    const line = await layLine(portal.url);
    const [ana, luis] = [await visit(), await visit()];
    await enter(ana.page, line.url, 'Ana', 'cita-42');
    await enter(luis.page, portal.url, 'Luis', 'cita-42');
    await say(ana.page, 'antes');
    await hears(luis.page, 'antes');

    line.cut();
    await ana.page.context().setOffline(true);
    await shows(ana.page, /^Sin conexión/);
    await say(ana.page, 'uno');
    await say(ana.page, 'dos');
    await say(luis.page, 'mientras tanto');
    await say(ana.page, 'tres');
    await hears(ana.page, 'antes', 'uno', 'dos', 'tres');

    // His is stored before hers can be.
    await sent(luis.page, 'mientras tanto');
    line.mend();
    await ana.page.context().setOffline(false);
    const all = ['antes', 'mientras tanto', 'uno', 'dos', 'tres'];
    await hears(luis.page, ...all);
    await hears(ana.page, ...all);
    expect([...ana.complaints, ...luis.complaints]).toEqual([]);
  },
);

longTest('messages written offline survive the closing of their page', { timeout: 120_000 }, async () => {
  const portal = await startExample('citas');
  const line = await layLine(portal.url);
  const [ana, luis] = [await visit(), await visit()];
  await enter(ana.page, line.url, 'Ana', 'cita-42');
  await enter(luis.page, portal.url, 'Luis', 'cita-42');
  line.cut();
  await say(ana.page, 'uno');
  await say(ana.page, 'dos');
  await hears(ana.page, 'uno', 'dos');
  // Both are on the disk of her device.
  await expect.poll(() => kept(ana.page)).toBe(2);
  const again = await ana.page.context().newPage();
  await ana.page.close();

  line.mend();
  await enter(again, line.url, 'Ana', 'cita-42');
  await hears(luis.page, 'uno', 'dos');
  await hears(again, 'uno', 'dos');
  expect([...ana.complaints, ...luis.complaints]).toEqual([]);
});

test('a killed and restarted server loses and duplicates no message', { timeout: 180_000 }, async () => {
  const portal = await startExample('citas');
  const [ana, luis] = [await visit(), await visit()];
  await enter(ana.page, portal.url, 'Ana', 'cita-42');
  await enter(luis.page, portal.url, 'Luis', 'cita-42');
  await say(ana.page, 'uno');
  await hears(luis.page, 'uno');
  await say(luis.page, 'dos');
  await hears(ana.page, 'uno', 'dos');

  for (const { page } of [ana, luis])
    await page.evaluate(() => {
      const notices: string[] = [];
      Object.assign(globalThis, { notices });
      new MutationObserver((records) => {
        for (const { addedNodes } of records)
          for (const { textContent } of addedNodes) notices.push(textContent ?? '');
      }).observe(document.querySelector('#toasts')!, { childList: true });
    });

  // In the middle of a sentence.
  await say(ana.page, 'tres');
  await portal.kill();
  await say(ana.page, 'cuatro');
  await say(luis.page, 'cinco');
  await portal.start();

  const told = async (page: typeof ana.page) => {
    await expect
      .poll(async () => (await page.locator('chat-messages [data-message]').all()).length, {
        timeout: 45_000,
      })
      .toBe(5);
    await expect
      .poll(() => page.locator('chat-messages .message:is(.queued, .sending, .failed)').count(), {
        timeout: 20_000,
      })
      .toBe(0);
    return page.locator('chat-messages [part~=bubble] .text').allInnerTexts();
  };
  const [atAna, atLuis] = [await told(ana.page), await told(luis.page)];
  expect(atAna).toEqual(atLuis);
  expect([...atAna].sort()).toEqual(['cinco', 'cuatro', 'dos', 'tres', 'uno']);
  expect(atAna.indexOf('tres')).toBeLessThan(atAna.indexOf('cuatro'));
  await shows(ana.page, '2 personas en línea');
  await say(luis.page, 'seis');
  await hears(ana.page, ...atAna, 'seis');
  // Nobody has left or entered: both have reconnected.
  for (const { page } of [ana, luis]) expect(await page.evaluate("notices.join('\\n')")).toBe('');

  await luis.page.reload();
  await isReady(luis.page);
  await hears(luis.page, ...atAna, 'seis');
  expect([...ana.complaints, ...luis.complaints]).toEqual([]);
});
