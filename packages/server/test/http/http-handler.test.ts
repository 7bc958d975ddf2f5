import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { widgetDir } from '../../src/http/widget-dir.ts';
import { serve } from './http-server.ts';

const script = `console.log(${JSON.stringify('chat '.repeat(200))})`;

const widgetFolder = () => {
  const root = mkdtempSync(join(tmpdir(), 'widget-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const dir = join(root, 'widget');
  mkdirSync(join(dir, 'deep'), { recursive: true });
  writeFileSync(join(root, 'secret.js'), 'secret');
  for (const name of [
    'widget.js',
    'widget.js.map',
    'THIRD-PARTY.txt',
    'chunk-es-B0Mf1s1i.js',
    'index.d.ts',
    '.env',
    'deep/inner.js',
  ])
    writeFileSync(join(dir, name), script);
  symlinkSync(join(root, 'secret.js'), join(dir, 'link.js'));
  return dir;
};

describe('paths', () => {
  test.each([
    '/',
    '/chatty',
    '/chatty/api/rooms',
    '/chat',
    '/chat/',
    '/chat?x',
    '/Chat/api/rooms',
    '//chat/api/rooms',
    '/x/chat/health',
    '/chat/socket',
    '/chat/socket/?EIO=4',
    '*',
  ])('%s is left to the application', async (path) =>
    expect((await (await serve()).ask(path, { method: path === '*' ? 'OPTIONS' : 'GET' })).status).toBe(299),
  );

  test.each([
    '/chat/x',
    '/chat//',
    '/chat/sockets',
    '/chat/api',
    '/chat/../etc/passwd',
    '/chat/widget.js',
    '/chat/health/x',
    '/chat/%2e%2e/x',
  ])('%s belongs to the chat, and is not found', async (path) => {
    const { status, json } = await (await serve()).ask(path);
    expect([status, json.error.code]).toEqual([404, 'not_found']);
  });

  test('the path option may have several segments, a trailing slash, or nothing', async () => {
    for (const [path, health] of [
      ['/a/b', '/a/b/health'],
      ['/a/', '/a/health'],
      ['/', '/health'],
      ['', '/health'],
    ] as const)
      expect((await (await serve({ path })).ask(health)).json).toEqual({ status: 'ok' });
  });

  test('a request line may contain an absolute URL, as for a proxy', async () => {
    const { ask } = await serve();
    expect((await ask('http://chat.test/chat/health?x#y')).status).toBe(200);
  });
});

describe('health', () => {
  test('is readable from any origin, and says whether that origin is refused', async () => {
    const { ask } = await serve({ health: () => ({ status: 'ok' }), cors: { origin: 'https://app.test' } });
    const from = (origin: string) => ask('/chat/health', { headers: { origin } });
    const readable = { 'access-control-allow-origin': '*' };
    expect(await from('https://app.test')).toMatchObject({ json: { status: 'ok' }, headers: readable });
    for (const origin of ['https://other.test', 'null'])
      expect(await from(origin)).toMatchObject({
        status: 200,
        json: { status: 'ok', origin: 'refused' },
        headers: readable,
      });
    expect((await from('https://app.test')).json).toEqual({ status: 'ok' });
    expect((await ask('/chat/health')).json).toEqual({ status: 'ok' });
  });

  test('responds 200 if ok, otherwise 503', async () => {
    let status = 'ok';
    const { ask } = await serve({ health: () => ({ status, connections: 3 }) });
    expect(await ask('/chat/health')).toMatchObject({ status: 200, json: { status: 'ok', connections: 3 } });
    status = 'draining';
    expect(await ask('/chat/health')).toMatchObject({ status: 503, json: { status: 'draining' } });
    expect(await ask('/chat/health', { method: 'POST' })).toMatchObject({
      status: 405,
      headers: { allow: 'GET, HEAD, OPTIONS' },
    });
    const broken = await serve({
      health: () => {
        throw new Error('x');
      },
    });
    expect((await broken.ask('/chat/health')).status).toBe(500);
  });
});

describe('widget files', () => {
  test('can be loaded from any origin', async () => {
    const { ask } = await serve({ widgetDir: widgetFolder() });
    const { status, headers, text } = await ask('/chat/widget.js?v=1', {
      headers: { origin: 'https://any.test' },
    });
    expect([status, text]).toEqual([200, script]);
    expect(headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=300, must-revalidate',
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
      'x-content-type-options': 'nosniff',
      'content-length': String(script.length),
      vary: 'Accept-Encoding',
    });
    expect((await ask('/chat/widget.js.map')).headers['content-type']).toBe(
      'application/json; charset=utf-8',
    );
    expect((await ask('/chat/chunk-es-B0Mf1s1i.js')).headers['cache-control']).toBe(
      'public, max-age=31536000, immutable',
    );
    // The licences of what the widget bundles.
    expect(await ask('/chat/THIRD-PARTY.txt')).toMatchObject({
      status: 200,
      headers: { 'content-type': 'text/plain; charset=utf-8' },
    });
    expect(await ask('/chat/widget.js', { method: 'HEAD' })).toMatchObject({ status: 200, text: '' });
    expect((await ask('/chat/widget.js', { method: 'POST' })).status).toBe(405);
  });

  test('are compressed as the client accepts, and not sent again if unchanged', async () => {
    const { port, ask } = await serve({ widgetDir: widgetFolder() });
    const get = async (accept: string) => {
      const { headers } = await ask('/chat/widget.js', { headers: { 'accept-encoding': accept } });
      return [headers['content-encoding'], headers.etag] as const;
    };
    const expected = {
      br: 'br',
      'gzip, deflate, br': 'br',
      gzip: 'gzip',
      'br;q=0, GZIP;q=0.5': 'gzip',
      '*': 'br',
      '': undefined,
      'identity, br;q=0': undefined,
      'br;q=x': undefined,
    };
    for (const [accept, encoding] of Object.entries(expected))
      expect([accept, (await get(accept))[0]]).toEqual([accept, encoding]);
    expect(new Set([(await get('br'))[1], (await get('gzip'))[1], (await get(''))[1]]).size).toBe(3);

    // fetch decompresses by itself, which proves the bytes.
    for (const accept of ['br', 'gzip']) {
      const response = await fetch(`http://127.0.0.1:${port}/chat/widget.js`, {
        headers: { 'accept-encoding': accept },
      });
      expect(await response.text()).toBe(script);
    }

    const etag = (await get('br'))[1]!;
    for (const known of [etag, `W/${etag}`, `"x", ${etag}`]) {
      const { status, text, headers } = await ask('/chat/widget.js', {
        headers: { 'accept-encoding': 'br', 'if-none-match': known },
      });
      expect([status, text, headers.etag, headers['cache-control']]).toEqual([
        304,
        '',
        etag,
        'public, max-age=300, must-revalidate',
      ]);
    }
    expect((await ask('/chat/widget.js', { headers: { 'if-none-match': etag } })).status).toBe(200);
  });

  test.each([
    '/chat/../secret.js',
    '/chat/%2e%2e/secret.js',
    '/chat/..%2fsecret.js',
    '/chat/..\\secret.js',
    '/chat/./widget.js',
    '/chat/link.js',
    '/chat/deep/inner.js',
    '/chat/deep',
    '/chat/.env',
    '/chat/index.d.ts',
    '/chat/widget.js%00',
    '/chat/widget%2ejs',
    '/chat//widget.js',
    '/chat/constructor',
    '/chat/__proto__',
  ])('do not include %s', async (path) => {
    const { status, text } = await (await serve({ widgetDir: widgetFolder() })).ask(path);
    expect(status).toBe(404);
    expect(text).not.toContain('secret.js');
  });

  test('have an error of their own if the widget was not built, and are back once restored', async () => {
    expect((await (await serve()).ask('/chat/widget.js')).json.error.message).toBe(
      'the widget has not been built',
    );
    const dir = widgetFolder();
    const { ask, logged } = await serve({ widgetDir: dir });
    rmSync(join(dir, 'widget.js'));
    expect((await ask('/chat/widget.js')).json.error).toEqual({
      code: 'internal',
      message: 'internal error',
      requestId: 'request-1',
    });
    expect(logged).toHaveLength(1);
    writeFileSync(join(dir, 'widget.js'), script);
    expect((await ask('/chat/widget.js')).status).toBe(200);
  });

  test('are served from the server package', () => {
    expect(widgetDir().pathname).toMatch(/\/widget\/$/);
  });
});

describe('mounted in a framework', () => {
  test('the handler uses the full URL, and a body that is already parsed', async () => {
    const express = (await import('express')).default;
    const { createHttpHandler } = await import('../../src/http/http-handler.ts');
    const { defaultLimits } = await import('@chat/protocol');
    const handler = createHttpHandler({
      address: () => '',
      path: '/chat',
      limits: defaultLimits,
      identify: async () => ({ user: { id: 'ana', name: 'Ana' }, given: { id: 'ana', name: 'Ana' } }),
      run: async (_, __, input) => input,
      health: () => ({ status: 'ok' }),
      logger: { debug() {}, info() {}, warn() {}, error() {} },
      id: () => 'x',
      now: Date.now,
      widgetDir: 'none',
    });
    const app = express();
    app.use(express.json());
    app.use('/chat', (request, response, next) => void (handler(request, response) || next()));
    const server = app.listen(0);
    onTestFinished(() => void server.close());
    const { port } = server.address() as { port: number };
    const post = (body: string) =>
      fetch(`http://127.0.0.1:${port}/chat/api/rooms`, {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json' },
      });
    expect(await (await post('{"title":"t"}')).json()).toEqual({ title: 't' });
    expect(await (await post('[1]')).json()).toMatchObject({ error: { code: 'invalid' } });
    expect(await (await fetch(`http://127.0.0.1:${port}/chat/api/rooms`, { method: 'POST' })).json()).toEqual(
      {},
    );
  });
});

test('the OpenAPI document names the path it is served under', async () => {
  const { ask } = await serve({ path: '/talk' });
  const { status, json, headers } = await ask('/talk/api/openapi.json');
  expect([status, headers['content-type']]).toEqual([200, 'application/json; charset=utf-8']);
  expect(json).toMatchObject({
    openapi: '3.1.0',
    info: { version: expect.stringMatching(/^\d/) },
    servers: [{ url: '/talk/api' }],
  });
  expect((await ask('/talk/api/openapi.json', { method: 'DELETE' })).status).toBe(405);
});
