// A room that was open before is shown from the device: before the server has answered, and offline.
import { expect, test } from 'vitest';
import { picture, useBrowser } from './browser.ts';
import { ownChat } from './own-chat.ts';
import { hears, isReady, say, sent, shows } from './portal.ts';

const { visit } = useBrowser();

/** The number of rooms that the device has kept. */
const savedRooms = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const opening = indexedDB.open('chat', 1);
    opening.addEventListener('error', () => reject(opening.error ?? new Error('no database')));
    opening.addEventListener('success', () => {
      const values = opening.result.transaction('values').objectStore('values');
      const counting = values.count(IDBKeyRange.bound('recent:', 'recent:\uffff'));
      counting.addEventListener('success', () => resolve(counting.result));
    });
  });

test(
  'a known room is shown before the server answers, and takes messages',
  { timeout: 120_000 },
  async () => {
    const { chat, enter } = await ownChat();
    const luis = chat.as({ id: 'luis', name: 'Luis' });
    await luis.call('room:create', { roomId: 'plaza', title: 'La plaza' });
    const { page } = await visit();
    await enter(page, 'Ana', 'es');
    const url = page.url();
    await say(page, 'uno');
    await sent(page, 'uno');
    await luis.call('room:join', { roomId: 'plaza' });
    await luis.call('message:send', { roomId: 'plaza', id: crypto.randomUUID(), text: 'dos' });
    await hears(page, 'uno', 'dos');
    await expect.poll(() => page.evaluate(savedRooms)).toBe(1);
    await page.goto('about:blank');
    await luis.call('message:send', { roomId: 'plaza', id: crypto.randomUUID(), text: 'tres' });

    await page.route('**/chat/socket/**', (route) => route.abort());
    await page.routeWebSocket(/chat\/socket/, (socket) => socket.close());
    await page.goto(url);
    await hears(page, 'uno', 'dos');
    await shows(page, 'La plaza');
    expect(await page.locator('chat-messages .message.own', { hasText: 'uno' }).count()).toBe(1);
    await say(page, 'cuatro');
    // Long enough for the page to say what is wrong; the messages stay.
    await shows(page, /no está disponible/);
    await picture(page, 'known-room');
    await hears(page, 'uno', 'dos', 'cuatro');
    await picture(page, 'known-room');

    await page.unrouteAll();
    await page.routeWebSocket(/chat\/socket/, (socket) => void socket.connectToServer());
    await isReady(page);
    await hears(page, 'uno', 'dos', 'tres', 'cuatro');
  },
);
