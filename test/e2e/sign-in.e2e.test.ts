// Sign-in by cookie with the page from the docs: an element without a name and without a token.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createChatServer, firstOf, guests, type Authenticate } from '@chat/server';
import { expect, onTestFinished, test } from 'vitest';
import { longTest } from '../long-test.ts';
import { useBrowser } from './browser.ts';

const { visit } = useBrowser();

const sessions: Record<string, string> = { a1: 'Eva Marín', b2: 'Luis Ortega' };
const fromCookie: Authenticate = ({ headers }) => {
  const sid = /sid=(\w+)/.exec(headers.cookie ?? '')?.[1] ?? '';
  return sessions[sid] ? { id: `user-${sid}`, name: sessions[sid] } : null;
};

const body = '<chat-room room="lobby"></chat-room><script src="/chat/widget.js"></script>';

/** `pages`: others of the same site, by their paths. */
const site = async (
  authenticate: Authenticate,
  pages: (chat: string) => Record<string, string> = () => ({}),
) => {
  const http = createServer(({ url = '/' }, response) => {
    const { port } = http.address() as AddressInfo;
    // The same server by another name is of another origin.
    const found = url === '/' ? body : pages(`http://127.0.0.1:${port}`)[url];
    if (found === undefined) response.writeHead(404).end();
    else response.setHeader('content-type', 'text/html').end(`<!doctype html><html lang="en"><body>${found}`);
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const chat = createChatServer(http, { authenticate });
  onTestFinished(async () => {
    await chat.close();
    http.closeAllConnections();
    http.close();
  });
  const url = `http://localhost:${(http.address() as AddressInfo).port}/`;
  const { page } = await visit({ locale: 'en-US' });
  const signIn = (sid: string) => page.context().addCookies([{ name: 'sid', value: sid, url }]);
  const me = () =>
    page.evaluate(
      () =>
        new Promise<string>((resolve) => {
          document.addEventListener('chat-ready', (event) =>
            resolve((event as CustomEvent<{ client: { user: { name: string } } }>).detail.client.user.name),
          );
        }),
    );
  const reconnect = () =>
    page.evaluate(() =>
      document.querySelector<HTMLElement & { reconnect(): Promise<void> }>('chat-room')?.reconnect(),
    );
  return { page, url, chat, signIn, me, reconnect };
};

test('a visitor signed in by cookie joins without a name form, and the chat follows a sign-out', async () => {
  const { page, url, chat, signIn, me, reconnect } = await site(firstOf(fromCookie, guests()));
  const field = page.locator('chat-room chat-composer textarea');
  const form = page.locator('chat-join-form input');
  await signIn('a1');
  await page.goto(url);
  await field.waitFor();
  await field.fill('hello');
  await field.press('Enter');
  await page.locator('[data-message]', { hasText: 'hello' }).waitFor();
  expect(await form.count()).toBe(0);

  // Another user, and the page says so.
  await signIn('b2');
  const other = me();
  await reconnect();
  expect(await other).toBe('Luis Ortega');

  // The session has ended, and the server says so.
  await page.context().clearCookies();
  chat.revoke('user-b2');
  await form.waitFor();
  await form.fill('Ana');
  await form.press('Enter');
  await field.waitFor();
  await page.reload();
  await field.waitFor();
});

test('if the server accepts no guests, a visitor without a session is not asked for a name', async () => {
  const { page, url, signIn, me, reconnect } = await site(fromCookie);
  await page.goto(url);
  await page.locator('chat-room .refusal').waitFor();
  expect(await page.locator('chat-join-form').count()).toBe(0);
  await signIn('a1');
  const ready = me();
  await reconnect();
  expect(await ready).toBe('Eva Marín');
});

test('signing a guest out removes all their data from the device, and every tab asks for a name', async () => {
  const { page, url } = await site(guests());
  const second = await page.context().newPage();
  for (const tab of [page, second]) await tab.goto(url);
  const form = (tab: typeof page) => tab.locator('chat-join-form input');
  for (const tab of [page, second]) {
    await form(tab).fill('Ana');
    await form(tab).press('Enter');
    await tab.locator('chat-composer textarea').waitFor();
  }
  await page.locator('chat-composer textarea').fill('a draft');
  await page.getByRole('button', { name: 'Show people' }).click();
  await page.locator('chat-members button.person', { hasText: 'Ana' }).click();
  await page.getByRole('button', { name: 'Sign out on this device…' }).click();
  const dialog = page.locator('chat-sign-out dialog');
  await dialog.getByText('Your messages stay in the chat.').waitFor();
  await dialog.getByRole('button', { name: 'Sign out', exact: true }).click();
  for (const tab of [page, second]) await form(tab).waitFor();
  expect(await form(page).inputValue()).toBe('');
  const left = await page.evaluate(async () => {
    const open = indexedDB.open('chat');
    await new Promise((resolve) => (open.onsuccess = resolve));
    const stores = [...open.result.objectStoreNames];
    const keys = await Promise.all(
      stores.map(
        (name) =>
          new Promise<IDBValidKey[]>((resolve) => {
            const all = open.result.transaction(name).objectStore(name).getAllKeys();
            all.onsuccess = () => resolve(all.result);
          }),
      ),
    );
    return { keys: keys.flat(), session: Object.keys(sessionStorage), local: Object.keys(localStorage) };
  });
  // The form that asks again has been given an id of this device, and nothing else.
  expect(left).toEqual({ keys: ['device'], session: [], local: ['chat:signed-out'] });
});

longTest(
  'a page of a refused origin and a sandboxed frame show that they cannot use the chat',
  {},
  async () => {
    const { page, url } = await site(guests(), (chat) => ({
      '/other': `<script src="${chat}/chat/widget.js" data-room="lobby" data-name="Ana"></script>`,
      '/framing': `<iframe sandbox="allow-scripts" src="/"></iframe>`,
    }));
    const lines: string[] = [];
    page.on('console', (message) => void (message.text().startsWith('[chat]') && lines.push(message.text())));
    await page.goto(`${url}other`);
    await page.locator('chat-room .refusal', { hasText: 'isn’t allowed to use the chat' }).waitFor();
    expect(lines).toEqual([expect.stringContaining(`cors: { origin: '${new URL(url).origin}' }`)]);

    await page.goto(`${url}framing`);
    const frame = page.frameLocator('iframe');
    await frame.locator('chat-room .refusal', { hasText: 'isn’t allowed to use the chat' }).waitFor();
    expect(lines.slice(1)).toEqual([expect.stringContaining('"allow-same-origin"')]);
  },
);
