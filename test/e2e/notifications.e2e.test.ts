// Notifications of a user whose page is out of focus, in a real browser: those of the page, and those of the
// service worker.
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { createAccountKey, createDevice } from '../../packages/client/src/encryption/device-credential.ts';
import { sealMessage } from '../../packages/client/src/encryption/messages/message-cipher.ts';
import { longTest } from '../long-test.ts';
import { useBrowser } from './browser.ts';
import { startExample } from './example.ts';
import { ownChat } from './own-chat.ts';
import { enter, hears, say } from './portal.ts';

const { visit } = useBrowser();

/** The page believes that its reader has gone to another window, or is back. */
const look = (page: Page, isLooking: boolean): Promise<void> =>
  page.evaluate((value) => {
    document.hasFocus = () => value;
    window.dispatchEvent(new Event(value ? 'focus' : 'blur'));
  }, isLooking);

longTest(
  'the title counts messages while the page is out of focus, under the strict CSP',
  { timeout: 60_000 },
  async () => {
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
  },
);

/** Counts the tones that a page makes. */
const listen = (page: Page) =>
  page.addInitScript(() => {
    const { prototype } = OscillatorNode;
    const { start } = prototype;
    Object.assign(globalThis, { tones: 0 });
    prototype.start = function (...times) {
      (globalThis as unknown as { tones: number }).tones += 1;
      start.apply(this, times);
    };
  });
/** Tones so far, once each page has had its turn to speak. */
const tones = async (pages: Page[]): Promise<number> => {
  const turns = await Promise.all(
    pages.map((page) =>
      page.evaluate(async () => {
        await navigator.locks.query();
        return (globalThis as unknown as { tones: number }).tones;
      }),
    ),
  );
  return turns.reduce((sum, count) => sum + count, 0);
};

longTest(
  'only one of several tabs plays a sound, and none while one tab shows the room in focus',
  { timeout: 120_000 },
  async () => {
    const { enter } = await ownChat();
    const [ana, luis] = [await visit(), await visit()];
    const tabs = [luis.page, await luis.page.context().newPage()] as const;
    const [first, second] = tabs;
    for (const page of tabs) {
      await listen(page);
      await enter(page, 'Luis', 'es');
      await page.locator('chat-composer textarea').click(); // a page makes no sound before it was touched
      await look(page, false);
    }
    await enter(ana.page, 'Ana', 'es');
    const title = await first.title();
    const titled = async (...counts: number[]): Promise<void> => {
      const wanted = counts.map((count) => (count > 0 ? `(${count}) ${title}`.trim() : title));
      await expect.poll(() => Promise.all(tabs.map((page) => page.title()))).toEqual(wanted);
    };
    await say(ana.page, 'uno');
    await titled(1, 1);
    await expect.poll(() => tones([first, second])).toBe(2);
    expect(await tones([first, second])).toBe(2);

    // He looks at the first: the other neither counts nor sounds.
    await look(first, true);
    await titled(0, 1);
    await say(ana.page, 'dos');
    for (const page of tabs) await hears(page, 'uno', 'dos');
    const before = await tones([first, second]);
    await look(first, false);
    await say(ana.page, 'tres');
    await titled(1, 2);
    expect(before).toBe(2);
    expect([...ana.complaints, ...luis.complaints]).toEqual([]);
  },
);

longTest(
  'a room list counts messages in rooms that are not open, except for silenced rooms',
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
    await luis.page.getByRole('menuitem', { name: 'Mute notifications', exact: true }).click();
    await row.getByRole('button', { name: /Notifications muted/ }).waitFor();
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

test('the service worker shows a push only while no page is visible', { timeout: 60_000 }, async () => {
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
  // The worker may not have had its turn yet, neither to see that a page is gone nor to show what was sent. To ask for notes
  // while one is being shown would take it away.
  const worker = () => other.context().serviceWorkers().at(-1);
  await worker()?.evaluate(() => {
    const { registration } = globalThis as unknown as { registration: ServiceWorkerRegistration };
    const show = registration.showNotification.bind(registration);
    const told: string[] = [];
    registration.showNotification = async (...note) => {
      await show(...note);
      told.push(note[0]);
    };
    Object.assign(globalThis, { told });
  });
  const told = () => worker()?.evaluate(() => (globalThis as unknown as { told: string[] }).told);
  const watchers = () =>
    worker()?.evaluate(async () => {
      const { clients } = globalThis as unknown as {
        clients: { matchAll(options: object): Promise<{ visibilityState: string }[]> };
      };
      const pages = await clients.matchAll({ type: 'window', includeUncontrolled: true });
      return pages.filter(({ visibilityState }) => visibilityState === 'visible').length;
    });
  /** Nobody looks, and it is shown. */
  const pushUnseen = async (title: string, given?: object): Promise<void> => {
    await other.goto('about:blank');
    await expect.poll(watchers).toBe(0);
    await push(given);
    await expect.poll(told).toContain(title);
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
  await pushUnseen('Luis · Sala');
  await other.goto(url);
  await expect.poll(shown).toEqual([{ title: 'Luis · Sala', body: 'hola', tag: 'chat:sala' }]);
  await pushUnseen('Luis · Diario', {
    ...payload,
    roomId: 'diario',
    title: 'Diario',
    text: 'Grabación 1.webm',
    recording: { kind: 'video', durationMs: 42_000 },
  });
  await other.goto(url);
  await expect.poll(shown).toContainEqual({
    title: 'Luis · Diario',
    body: 'Grabación de la videollamada · 0:42',
    tag: 'chat:diario',
  });
  // An encrypted message, without its key, and with it.
  const key = new Uint8Array(32).fill(7);
  const device = await createDevice('luis', await createAccountKey());
  const place = { roomId: 'cifrada', id: 'm', kind: 'text' };
  const sealed = {
    ...(await sealMessage({ epoch: 3, key }, place, { text: 'solo para nosotros' }, device)),
    userId: 'luis',
    kind: 'text',
  };
  const secret = { ...payload, roomId: 'cifrada', title: 'Cifrada', text: '', encrypted: true, sealed };
  const tag = 'chat:cifrada';
  await pushUnseen('Luis · Cifrada', secret);
  await other.goto(url);
  await expect.poll(shown).toContainEqual({ title: 'Luis · Cifrada', body: 'Mensaje cifrado', tag });
  await other.evaluate(
    ([name, value]) =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open('chat', 1);
        opening.addEventListener('error', () => reject(new Error('no store')));
        // This page has no client yet, which would make it.
        opening.addEventListener('upgradeneeded', () => opening.result.createObjectStore('values'));
        opening.addEventListener('success', () => {
          const change = opening.result.transaction('values', 'readwrite');
          change.objectStore('values').put(value, name);
          change.addEventListener('complete', () => resolve());
        });
      }),
    [
      'encryption:["s","ana","cifrada"]:key-3',
      { key: Buffer.from(key).toString('base64url'), since: {} },
    ] as const,
  );
  await pushUnseen('Luis · Abierta', { ...secret, title: 'Abierta' });
  await other.goto(url);
  const opened = { title: 'Luis · Abierta', body: 'solo para nosotros', tag };
  await expect.poll(shown).toContainEqual(opened);
  // A start that is reminded of.
  await pushUnseen('Cita', {
    v: 1,
    roomId: 'cita',
    title: 'Cita',
    reminder: { startsAt: new Date().setHours(23, 59, 0, 0) },
  });
  await other.goto(url);
  await expect.poll(shown).toContainEqual({ title: 'Cita', body: 'Empieza: 23:59', tag: 'chat-start:cita' });
  expect(complaints).toEqual([]);
});
