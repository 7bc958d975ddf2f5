// widget.js on pages whose policy allows nothing else: its chunks, its element, and the queue of calls made
// before it loads.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createChatServer } from '@chat/server';
import { expect, onTestFinished, test } from 'vitest';
import { root } from '../source-files.ts';
import { turnOf } from '../run-size.ts';
import { useBrowser } from './browser.ts';

const { visit } = useBrowser();
const { version } = JSON.parse(readFileSync(join(root, 'packages/widget/package.json'), 'utf8')) as {
  version: string;
};

const listen = async (server: ReturnType<typeof createServer>): Promise<string> => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

/** An application that sets these headers on whatever it serves, with a chat on the same server. */
const app = async (headers: Record<string, string>): Promise<string> => {
  const http = createServer((_request, response) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    response
      .setHeader('content-type', 'text/html')
      .end(
        '<!doctype html><html lang="es"><body><script src="/chat/widget.js" data-room="r" data-name="Ana"></script></body></html>',
      );
  });
  const url = await listen(http);
  const chat = createChatServer(http);
  onTestFinished(() => chat.close());
  return url;
};

/** A chat, and a page of another origin whose policy lets in nothing but the chat's. Its scripts are files of its own. */
const site = async (bodyOf: (chat: string) => string, files: Record<string, string> = {}) => {
  const http = createServer();
  const server = createServer(({ url = '' }, response) => {
    const policy = `default-src 'none'; script-src 'self' ${chat}; style-src 'self'; img-src 'self' ${chat} blob:; connect-src ${chat} ${chat.replace('http', 'ws')}`;
    const script = files[url.slice(1)];
    response.setHeader('content-security-policy', policy);
    if (script !== undefined) return response.setHeader('content-type', 'text/javascript').end(script);
    return response
      .setHeader('content-type', 'text/html')
      .end(`<!doctype html><html lang="es">${bodyOf(chat)}</html>`);
  });
  const chat = await listen(http);
  const page = await listen(server);
  const chatServer = createChatServer(http, { cors: { origin: page } });
  onTestFinished(() => chatServer.close());
  return page;
};

const photo = {
  name: 'foto.png',
  mimeType: 'image/png',
  buffer: Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  ),
};

/** The defaults of `helmet()`, version 8.3. */
const helmetHeaders = {
  'content-security-policy':
    "default-src 'self';base-uri 'self';font-src 'self' https: data:;form-action 'self';frame-ancestors 'self';img-src 'self' data:;object-src 'none';script-src 'self';script-src-attr 'none';style-src 'self' https: 'unsafe-inline';upgrade-insecure-requests",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'origin-agent-cluster': '?1',
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
  'x-content-type-options': 'nosniff',
  'x-dns-prefetch-control': 'off',
  'x-download-options': 'noopen',
  'x-frame-options': 'SAMEORIGIN',
  'x-permitted-cross-domain-policies': 'none',
  'x-xss-protection': '0',
};
/** The directives that the guide adds, in the policy's own words. */
const guideDirectives = (guide: string): string[] => {
  const [, directives = ''] = /directives: \{(.*)\}/.exec(guide) ?? [];
  return [...directives.matchAll(/'([\w-]+)': \[([^\]]*)\]/g)].map(([, name = '', values = '']) =>
    [name, ...values.split(', ').map((value) => value.slice(1, -1))].join(' '),
  );
};

const open = async (url: string) => {
  const { page, complaints } = await visit();
  const [chunks, sockets]: [string[], string[]] = [[], []];
  page.on('websocket', (socket) => sockets.push(socket.url()));
  page.on('response', (response) => {
    if (/\/chunk-/.test(response.url())) chunks.push(response.headers()['cache-control'] ?? '');
  });
  await page.goto(url);
  return { page, chunks, sockets, complaints: () => complaints.filter((each) => !each.includes('favicon')) };
};

test('a script tag on another origin creates the element, and loads its chunks from its own origin', async () => {
  const url = await site(
    (chat) =>
      `<body><main></main><script src="${chat}/chat/widget.js" data-room="r" data-name="Ana" data-density="compact" async></script></body>`,
  );
  const { page, chunks, complaints } = await open(url);
  const composer = page.locator('chat-room[room=r][density=compact] chat-composer textarea');
  await expect.poll(() => composer.getAttribute('placeholder')).toBe('Escribe un mensaje');
  await composer.fill('hola');
  await composer.press('Enter');
  await page.locator('[data-message]', { hasText: 'hola' }).waitFor();
  expect(chunks.length).toBeGreaterThan(0);
  expect(new Set(chunks)).toEqual(new Set(['public, max-age=31536000, immutable']));
  // A chunk's own tag goes once it has run.
  await expect.poll(() => page.evaluate('document.scripts.length')).toBe(1);
  expect(complaints()).toEqual([]);
});

test('an element that precedes the script gets the texts of its language', async () => {
  const url = await site(
    (chat) =>
      `<body><chat-room room="r" name="Ana"></chat-room><script src="${chat}/chat/widget.js"></script></body>`,
  );
  const { page, complaints } = await open(url);
  const composer = page.locator('chat-room chat-composer textarea');
  await expect.poll(() => composer.getAttribute('placeholder')).toBe('Escribe un mensaje');
  await expect.poll(() => page.locator('chat-room header .present').innerText()).toContain('persona');
  expect(complaints()).toEqual([]);
});

test('calls queued before the script loads run then, each isolated from errors of the others', async () => {
  const files = {
    'before.js': `window.heard = [];
      (window.Chat = window.Chat || []).push(() => { throw new Error('of the page'); });
      Chat.push((chat) => heard.push(chat.version), (chat) => heard.push(chat === window.Chat));`,
    'after.js': `Chat.push((chat) => heard.push(chat.embed({ room: 'r', name: 'Ana', into: 'main' }).parentElement.localName));`,
  };
  const url = await site(
    (chat) =>
      `<body><main></main><script src="before.js"></script><script src="${chat}/chat/widget.js"></script><script src="after.js"></script></body>`,
    files,
  );
  const { page, complaints } = await open(url);
  expect(await page.evaluate('heard')).toEqual([version, true, 'main']);
  await page.locator('chat-room chat-composer textarea').waitFor();
  expect(complaints()).toEqual(['of the page']);
});

test('loading the script twice is harmless, and the second tag creates its element', async () => {
  const tag = (chat: string, more: string) =>
    `<script src="${chat}/chat/widget.js?${more}" ${more}></script>`;
  const url = await site(
    (chat) =>
      `<body><script src="keep.js"></script>${tag(chat, 'data-room="r" data-name="Ana"')}<script src="note.js"></script>${tag(chat, 'data-room="r" data-name="Ana"')}${tag(chat, 'data-room="s" data-name="Ana"')}</body>`,
    { 'keep.js': '', 'note.js': 'window.first = Chat;' },
  );
  const { page, sockets, complaints } = await open(url);
  for (const room of ['r', 's'])
    await page.locator(`chat-room[room=${room}] chat-composer textarea`).waitFor();
  expect(await page.evaluate('first === Chat')).toBe(true);
  expect(await page.evaluate('[...document.querySelectorAll("chat-room")].map((each) => each.room)')).toEqual(
    ['r', 's'],
  );
  for (const room of ['r', 's']) await page.locator(`chat-room[room=${room}] header .present`).waitFor();
  // Both rooms are one person's, and one connection's.
  expect(sockets).toHaveLength(1);
  expect(complaints()).toEqual([]);
});

test('a page that swaps its body keeps a floating chat and its connection', async () => {
  const url = await site(
    (chat) =>
      `<head><script src="${chat}/chat/widget.js" data-room="r" data-name="Ana" data-layout="launcher" async></script></head><body></body>`,
  );
  const { page, complaints } = await open(url);
  await page.locator('chat-room header .present').waitFor({ state: 'attached' });
  await page.evaluate(() => {
    const page = globalThis as unknown as { element: Element | null; drops: number };
    page.element = document.querySelector('chat-room');
    page.drops = 0;
    page.element?.addEventListener('chat-status', () => page.drops++);
    const body = document.createElement('body');
    body.textContent = 'another page';
    document.body.replaceWith(body);
  });
  await page.locator('chat-room').waitFor({ state: 'attached' });
  await expect.poll(() => page.evaluate('document.querySelector("chat-room").isConnected')).toBe(true);
  expect(await page.evaluate('drops')).toBe(0);
  const isSame = () => page.evaluate('element === document.body.querySelector("chat-room")');
  expect(await isSame()).toBe(true);
  // Others keep the body, and swap what is in it.
  await page.evaluate("document.body.innerHTML = '<p>a third page</p><p>of two lines</p>'");
  await expect.poll(isSame).toBe(true);
  expect(await page.evaluate('drops')).toBe(0);
  // Other changes of the page do not bring back a chat that the page removed.
  await page.evaluate(() => {
    document.querySelector('chat-room')?.remove();
    return Promise.resolve();
  });
  await page.evaluate("document.querySelector('p').remove(), document.body.append('more')");
  expect(await page.evaluate('document.querySelector("chat-room")')).toBe(null);
  expect(complaints()).toEqual([]);
});

test('a chunk that failed to load is requested again on the next use', async () => {
  const url = await site((chat) => `<body><script src="${chat}/chat/widget.js"></script></body>`);
  const { page } = await visit();
  await page.route(/chunk-e[ns]-/, (route) => route.abort());
  await page.goto(url);
  const embed = () =>
    page.evaluate(() => {
      const { Chat } = globalThis as unknown as { Chat: { embed(options: object): Element } };
      Chat.embed({ room: crypto.randomUUID() });
    });
  await embed();
  const button = page.locator('chat-join-form button').last();
  await expect.poll(() => button.textContent()).toBe('Join');
  await page.unroute(/chunk-e[ns]-/);
  await embed();
  await expect.poll(() => button.textContent()).toBe('Unirse');
});

test('elements load when the page inserts them', async () => {
  const url = await site(
    (chat) => `<body><main></main><script src="${chat}/chat/widget.js"></script></body>`,
  );
  const { page, complaints } = await open(url);
  await expect.poll(() => page.evaluate("!!customElements.get('chat-room')")).toBe(true);
  expect(await page.evaluate("!!customElements.get('chat-rooms')")).toBe(false);
  await page.evaluate(() => {
    const view = document.createElement('section');
    view.innerHTML = '<chat-rooms name="Ana"><chat-room></chat-room></chat-rooms>';
    document.querySelector('main')?.append(view);
  });
  await page.getByRole('heading', { name: 'Conversaciones' }).waitFor();
  expect(await page.evaluate("!!customElements.get('chat-files')")).toBe(false);
  const alone = ['avatar', 'files', 'launcher', 'members', 'call', 'group-call', 'messages', 'composer'];
  for (const part of alone) {
    await page.evaluate((tag) => document.body.append(document.createElement(tag)), `chat-${part}`);
    await expect.poll(() => page.evaluate(`!!customElements.get('chat-${part}')`)).toBe(true);
  }
  expect(complaints()).toEqual([]);
});

test('a page of another origin shows pictures and files of the chat', async () => {
  const url = await site(
    (chat) => `<body><script src="${chat}/chat/widget.js" data-room="r" data-name="Ana"></script></body>`,
  );
  const { page, complaints } = await open(url);
  await page.locator('chat-room chat-composer textarea').waitFor();
  // A picture of my own, and an image in the room: both are made here, and shown from there.
  await page.evaluate(async () => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 600, height: 400 });
    const image = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve));
    const list = document.querySelector('chat-room')?.shadowRoot?.querySelector('chat-messages');
    const { client } = list as unknown as { client: { users: { setPicture(file: Blob): Promise<unknown> } } };
    if (image) await client.users.setPicture(image);
  });
  await page.locator('chat-composer input[type=file]').first().setInputFiles(photo);
  // It goes once it is there.
  await page.locator('chat-composer .tile').waitFor();
  await page.locator('chat-composer progress').waitFor({ state: 'detached' });
  await page.locator('chat-composer textarea').fill('mira');
  await page.locator('chat-composer textarea').press('Enter');
  const shown = (selector: string) =>
    page
      .locator(selector)
      .first()
      .evaluate((image) => {
        const { src, naturalWidth } = image as HTMLImageElement;
        return naturalWidth > 0 && new URL(src).origin !== location.origin;
      });
  await expect.poll(() => shown('chat-messages .bubble img')).toBe(true);
  await expect.poll(() => shown('chat-room header .people .avatar img')).toBe(true);
  expect(complaints()).toEqual([]);
});

const helmets = [
  ['as it comes', false],
  ['with the directives of the guide', true],
] as const;

test.each(turnOf('policies of helmet()', helmets, 1))(
  'helmet() in front of the chat, %s',
  async (_, asGuided) => {
    const guided = guideDirectives(readFileSync(join(root, 'docs/guides/server.md'), 'utf8'));
    expect(guided).toEqual(["img-src 'self' data: blob:", "media-src 'self' blob:"]);
    const policy = helmetHeaders['content-security-policy'].replace("img-src 'self' data:", guided.join(';'));
    const url = await app(asGuided ? { ...helmetHeaders, 'content-security-policy': policy } : helmetHeaders);
    const { page, sockets, complaints } = await open(url);
    const composer = page.locator('chat-room chat-composer textarea');
    await composer.fill('hola');
    await composer.press('Enter');
    await page.locator('[data-message]', { hasText: 'hola' }).waitFor();
    expect(sockets).toEqual([expect.stringContaining('/chat/socket')]);
    await page.locator('chat-composer input[type=file]').first().setInputFiles(photo);
    await page.locator('chat-composer .tile').waitFor();
    await page.locator('chat-composer progress').waitFor({ state: 'detached' });
    await composer.fill('mira');
    await composer.press('Enter');
    const image = page.locator('chat-messages .bubble img');
    await expect.poll(() => image.evaluate((shown) => (shown as HTMLImageElement).naturalWidth)).toBe(1);
    // As it comes, the preview of the picture is blocked, and nothing else.
    const ofPreview = complaints().filter((each) => each.includes('img-src') && each.includes('blob'));
    expect([ofPreview.length > 0, complaints()]).toEqual([!asGuided, ofPreview]);
  },
);
