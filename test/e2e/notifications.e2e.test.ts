// What a person hears of while they look elsewhere, in a real browser: the page's own part, and the service worker's.
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { useBrowser } from './browser.ts';
import { startExample } from './example.ts';
import { enter, hears, say } from './portal.ts';

const { visit } = useBrowser();

/** The page believes that its reader has gone to another window, or is back. */
const look = (page: Page, isLooking: boolean): Promise<void> =>
  page.evaluate((value) => {
    document.hasFocus = () => value;
    if (value) window.dispatchEvent(new Event('focus'));
  }, isLooking);

test('who looks elsewhere sees it in the title, under the strict CSP', { timeout: 60_000 }, async () => {
  const { url } = await startExample('citas');
  const [ana, luis] = [await visit(), await visit()];
  await enter(ana.page, url, 'Ana', 'avisos');
  await enter(luis.page, url, 'Luis', 'avisos');
  const title = await luis.page.title();
  await look(luis.page, false);
  await say(ana.page, 'hola');
  await hears(luis.page, 'hola');
  await expect.poll(() => luis.page.title()).toBe(`(1) ${title}`);
  await look(luis.page, true);
  await expect.poll(() => luis.page.title()).toBe(title);
  expect([...ana.complaints, ...luis.complaints]).toEqual([]);
});

test(
  'a list of rooms tells of what is said in those that are not open, but for a silenced one',
  { timeout: 90_000 },
  async () => {
    const { url } = await startExample('script-tag');
    const [ana, luis] = [await visit(), await visit()];
    for (const [{ page }, name] of [
      [ana, 'Ana'],
      [luis, 'Luis'],
    ] as const) {
      await page.goto(`${url}/messages`);
      await page.getByLabel('Your name').fill(name);
      await page.getByRole('button', { name: 'Join' }).click();
    }
    await say(luis.page, 'Buenos días');
    await hears(ana.page, 'Buenos días');
    // Ana writes to Luis alone, in a room that he has not open.
    const title = await luis.page.title();
    await look(luis.page, false);
    await ana.page.locator('chat-messages .author', { hasText: 'Luis' }).click();
    await ana.page.locator('chat-profile').getByRole('button', { name: 'Send a message' }).click();
    await expect.poll(() => ana.page.locator('chat-room header .title').innerText()).toBe('Luis');
    await say(ana.page, 'Solo para ti');
    await expect.poll(() => luis.page.title()).toBe(`(1) ${title}`);
    await look(luis.page, true);
    await expect.poll(() => luis.page.title()).toBe(title);

    // Silenced, it is counted in the list alone.
    const row = luis.page.locator('chat-rooms .room', { hasText: 'Ana' });
    await row.getByRole('button', { name: 'Actions for Ana' }).click();
    await luis.page.getByRole('menuitem', { name: 'Mute', exact: true }).click();
    await row.getByRole('button', { name: /Muted/ }).waitFor();
    await look(luis.page, false);
    await say(ana.page, 'Sin ruido');
    await row.getByText('Sin ruido').waitFor();
    const other = ana.page.locator('.name', { hasText: 'Luis' });
    await ana.page.locator('chat-rooms .row').filter({ hasNot: other }).first().click();
    await expect.poll(() => ana.page.locator('chat-room header .title').innerText()).not.toBe('Luis');
    await say(ana.page, 'Con ruido');
    await expect.poll(() => luis.page.title()).toBe(`(1) ${title}`);
    expect([...ana.complaints, ...luis.complaints]).toEqual([]);
  },
);

test(
  'the service worker shows a push while nobody looks, and not while somebody does',
  { timeout: 60_000 },
  async () => {
    const { url } = await startExample('citas');
    const { page, complaints } = await visit({ permissions: ['notifications'] });
    await page.goto(url);
    const other = await page.context().newPage();
    await other.goto(url);
    const session = await page.context().newCDPSession(other);
    const registrations: { registrationId: string; scopeURL: string }[] = [];
    session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations: found }) =>
      registrations.push(...found),
    );
    await session.send('ServiceWorker.enable');
    const scope = await other.evaluate(async (script) => {
      await navigator.serviceWorker.register(script, { scope: '/' });
      return (await navigator.serviceWorker.ready).scope;
    }, `${url}/chat/push-worker.js`);
    expect(scope).toBe(`${url}/`);
    const payload = {
      v: 1,
      roomId: 'sala',
      title: 'Sala',
      messageId: 'm',
      author: { name: 'Luis' },
      text: 'hola',
      mention: false,
      at: Date.now(),
    };
    const push = async (given: object = payload): Promise<void> => {
      const found = registrations.find(({ scopeURL }) => scopeURL === scope);
      await session.send('ServiceWorker.deliverPushMessage', {
        origin: url,
        registrationId: found?.registrationId ?? '',
        data: JSON.stringify(given),
      });
    };
    const shown = () =>
      other.evaluate(async () => {
        const notes = await (await navigator.serviceWorker.ready).getNotifications();
        return notes.map(({ title, body, tag }) => ({ title, body, tag }));
      });
    await expect.poll(() => registrations.length).toBeGreaterThan(0);
    await push();
    expect(await shown()).toEqual([]);
    await page.close();
    await other.goto('about:blank');
    await push();
    await other.goto(url);
    await expect.poll(shown).toEqual([{ title: 'Luis · Sala', body: 'hola', tag: 'chat:sala' }]);
    // A start that is reminded of.
    await other.goto('about:blank');
    await push({
      v: 1,
      roomId: 'cita',
      title: 'Cita',
      reminder: { startsAt: new Date().setHours(23, 59, 0, 0) },
    });
    await other.goto(url);
    await expect
      .poll(shown)
      .toContainEqual({ title: 'Cita', body: 'Empieza: 23:59', tag: 'chat-start:cita' });
    expect(complaints).toEqual([]);
  },
);
