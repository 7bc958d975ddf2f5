import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { ChatError, commandNames, commands, errorCodes, httpStatus, routes } from '@chat/protocol';
import { describe, expect, test } from 'vitest';
import { serve } from './http-server.ts';

const messageId = '01890f7e-1c3a-7cc0-98c5-000000000000';

describe('routes', () => {
  test('exist for every command, and respond 201 if it creates something', async () => {
    const { call } = await serve({ run: async (_, command) => ({ command }) });
    for (const { command, method, path } of routes) {
      const { status, json } = await call(
        method,
        `/chat/api${path.replace(/:\w+/g, 'x')}`,
        method === 'GET' || method === 'DELETE' ? undefined : {},
      );
      expect([status, json]).toEqual([commands[command].creates ? 201 : 200, { command }]);
    }
    expect(routes).toHaveLength(commandNames.length);
  });

  test('combine path, query and body into an input typed by the schema; the path wins', async () => {
    const { call } = await serve();
    const list = await call('GET', '/chat/api/rooms/cita%2042/messages?before=10&limit=5');
    expect(list.json).toEqual({
      command: 'message:list',
      user: 'ana',
      input: { roomId: 'cita 42', before: 10, limit: 5 },
    });
    const send = await call('POST', '/chat/api/rooms/r/messages', {
      id: messageId,
      text: 'hola',
      roomId: 'other',
    });
    expect(send.status).toBe(201);
    expect(send.json.input).toEqual({ roomId: 'r', id: messageId, text: 'hola' });
    expect((await call('GET', '/chat/api/rooms')).json.input).toEqual({});
    expect((await call('PUT', '/chat/api/rooms/r/end')).json.input).toEqual({ roomId: 'r' });
  });

  test('refuse an unknown or invalid field by its name', async () => {
    const { call } = await serve();
    const field = async (path: string) => (await call('GET', `/chat/api/rooms/r/messages${path}`)).json.error;
    expect(await field('?limit=many')).toMatchObject({ code: 'invalid', field: 'limit' });
    expect(await field('?limit=')).toMatchObject({ code: 'invalid', field: 'limit' });
    expect(await field('?limit=1e2')).toMatchObject({ code: 'invalid', field: 'limit' });
    expect(await field('?limit=5&limit=6')).toMatchObject({ code: 'invalid', field: 'limit' });
    expect(await field('?token=good')).toMatchObject({ code: 'invalid', field: 'token' });
    expect(await field('?__proto__=1')).toMatchObject({ code: 'invalid' });
    const post = await call('POST', '/chat/api/rooms/r/messages', {
      id: messageId,
      text: 'hola',
      author: { id: 'eva' },
    });
    expect([post.status, post.json.error.field]).toEqual([400, 'author']);
  });

  test.each([
    ['GET', '/chat/api/nothing', 404],
    ['GET', '/chat/api/', 404],
    ['GET', '/chat/api/rooms/', 400],
    ['GET', '/chat/api/rooms/%E0%A4%A/messages', 404],
    ['GET', '/chat/api/rooms/%zz', 404],
    ['GET', '/chat/api/../api/rooms', 404],
    ['PUT', '/chat/api/rooms', 405],
    ['TRACE', '/chat/api/rooms', 405],
    ['GET', '/chat/api/rooms/%2e%2e/messages', 400],
    ['GET', '/chat/api/rooms/a%2Fb/messages', 400],
    ['GET', '/chat/api/rooms/a%00b/messages', 400],
  ])('%s %s is %i', async (method, path, expected) => {
    const { call } = await serve();
    const { status, json, headers } = await call(method, path);
    expect(status).toBe(expected);
    expect(json.error).toMatchObject({
      code: expected === 404 ? 'not_found' : 'invalid',
      message: expect.any(String),
    });
    expect(headers.allow).toBe(expected === 405 ? 'GET, POST, HEAD, OPTIONS' : undefined);
  });

  test('HEAD is GET without the body', async () => {
    const { call } = await serve();
    const { status, text, headers } = await call('HEAD', '/chat/api/rooms');
    expect([status, text]).toEqual([200, '']);
    expect(Number(headers['content-length'])).toBeGreaterThan(2);
  });
});

describe('authentication', () => {
  test('uses a bearer token, never one in the URL', async () => {
    const { ask, seen } = await serve();
    for (const headers of [
      {},
      { authorization: 'Basic good' },
      { authorization: 'Bearer' },
      { authorization: 'good' },
    ] as Record<string, string>[]) {
      const { status, json, headers: answered } = await ask('/chat/api/rooms?token=good', { headers });
      expect([status, json.error.code, answered['www-authenticate']]).toEqual([
        401,
        'unauthenticated',
        'Bearer',
      ]);
    }
    expect((await ask('/chat/api/rooms', { headers: { authorization: 'bearer  good' } })).status).toBe(200);
    expect(seen.at(-1)).toMatchObject({
      transport: 'http',
      token: 'good',
      address: '127.0.0.1',
      headers: { host: expect.any(String) },
    });
    expect(seen[0]).not.toHaveProperty('token');
  });
});

describe('errors', () => {
  test.each(errorCodes)('%s has its HTTP status and a Retry-After header', async (code) => {
    const { call } = await serve({
      run: () => Promise.reject(new ChatError(code, 'no', { reason: 'muted', retryAfterMs: 1_200 })),
    });
    const { status, json, headers } = await call('GET', '/chat/api/rooms');
    expect([status, json]).toEqual([
      httpStatus[code],
      { error: { code, reason: 'muted', message: 'no', retryAfterMs: 1200, requestId: 'request-1' } },
    ]);
    expect(headers['retry-after']).toBe('2');
  });

  test('an internal error is logged, and sent without its message', async () => {
    const fault = new Error('password=hunter2');
    const { call, logged } = await serve({ run: () => Promise.reject(fault) });
    const { status, json } = await call('GET', '/chat/api/rooms');
    expect([status, json]).toEqual([
      500,
      { error: { code: 'internal', message: 'internal error', requestId: 'request-1' } },
    ]);
    expect(logged).toEqual([{ fields: { err: fault, requestId: 'request-1' }, text: expect.any(String) }]);
  });

  test('a result that is no JSON is an internal error, and no result an empty object', async () => {
    const cyclic: Record<string, unknown> = {};
    cyclic['self'] = cyclic;
    let value: unknown = cyclic;
    const { call } = await serve({ run: async () => value });
    expect((await call('GET', '/chat/api/rooms')).status).toBe(500);
    value = undefined;
    expect((await call('GET', '/chat/api/rooms')).json).toEqual({});
  });

  test('responses cannot be cached, framed, sniffed or shared', async () => {
    const { call, ask } = await serve();
    for (const { headers } of [
      await call('GET', '/chat/api/rooms'),
      await ask('/chat/api/rooms'),
      await ask('/chat/nothing'),
    ])
      expect(headers).toMatchObject({
        'content-type': 'application/json; charset=utf-8',
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
        'cross-origin-resource-policy': 'same-origin',
      });
  });
});

describe('bodies', () => {
  const path = '/chat/api/rooms/r/messages';

  test.each(['{', '[]', '"text"', 'null', '{"text":"a",}', '\uFEFF{}x', "{'a':1}"])(
    'that are no JSON object are refused: %s',
    async (body) => {
      const { call } = await serve();
      expect((await call('POST', path, body)).json.error).toMatchObject({
        code: 'invalid',
        message: expect.stringContaining('body'),
      });
    },
  );

  test('must be JSON in UTF-8, uncompressed', async () => {
    const { ask } = await serve();
    const post = async (headers: Record<string, string>, body: string | Buffer = '{}') =>
      (
        await ask('/chat/api/rooms', {
          method: 'POST',
          body,
          headers: { authorization: 'Bearer good', ...headers },
        })
      ).status;
    expect(await post({ 'content-type': 'application/json' })).toBe(201);
    expect(await post({ 'content-type': 'Application/JSON; charset="utf-8"' })).toBe(201);
    expect(await post({ 'content-type': 'application/json', 'transfer-encoding': 'chunked' })).toBe(201);
    expect(await post({})).toBe(400);
    expect(await post({ 'content-type': 'text/plain' })).toBe(400);
    expect(await post({ 'content-type': 'application/x-www-form-urlencoded' })).toBe(400);
    expect(await post({ 'content-type': 'application/json; charset=utf-16' })).toBe(400);
    expect(await post({ 'content-type': 'application/json', 'content-encoding': 'gzip' })).toBe(400);
    expect(
      await post({ 'content-type': 'application/json' }, Buffer.from('{"title":"\xff"}', 'latin1')),
    ).toBe(400);
  });

  test('cannot reach a prototype', async () => {
    const { call } = await serve({
      run: async (_, __, input) => ({
        role: (input as { role?: string }).role,
        keys: Object.keys(input as object),
      }),
    });
    const { json } = await call('POST', '/chat/api/rooms', '{"__proto__":{"role":"admin"}}');
    expect(json).toEqual({ keys: ['__proto__'] });
  });

  test('one byte above the limit are too large, with or without Content-Length', async () => {
    const { ask } = await serve({ run: async () => ({}) });
    const post = (bytes: number, headers: Record<string, string> = {}) =>
      ask('/chat/api/rooms', {
        method: 'POST',
        body: JSON.stringify({ title: 'x'.repeat(bytes - 12) }),
        headers: { authorization: 'Bearer good', 'content-type': 'application/json', ...headers },
      });
    const chunked = { 'transfer-encoding': 'chunked' };
    for (const headers of [{}, chunked] as Record<string, string>[]) {
      expect((await post(65_536, headers)).status).toBe(201);
      for (const size of [65_537, 500_000]) {
        const { status, json } = await post(size, headers);
        expect([status, json.error]).toEqual([
          413,
          { code: 'too_large', message: 'the body must be at most 65536 bytes', requestId: 'request-1' },
        ]);
      }
    }
  });

  test('with a huge Content-Length are refused before they arrive, and the connection is closed', async () => {
    const { raw } = await serve();
    const head = `POST ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer good\r\nContent-Type: application/json\r\n`;
    const answer = await raw(`${head}Content-Length: 99999999999\r\n\r\n{`);
    expect(answer).toMatch(/^HTTP\/1.1 413 .*connection: close/is);
  });

  test('that do not arrive are refused after a timeout', async () => {
    const { raw } = await serve({ bodyTimeoutMs: 50 });
    const head = `POST ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer good\r\nContent-Type: application/json\r\n`;
    expect(await raw(`${head}Content-Length: 20\r\n\r\n{"text":`)).toMatch(
      /^HTTP\/1.1 504 .*connection: close.*"timeout"/is,
    );
  });

  test('that a client aborts affect no other request', async () => {
    const { port, call, logged } = await serve();
    const head = `POST ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer good\r\nContent-Type: application/json\r\n`;
    for (const text of [
      `${head}Content-Length: 20\r\n\r\n{"text":`,
      `${head}Transfer-Encoding: chunked\r\n\r\n5\r\n{"tex`,
      'GET /chat/api/rooms HTTP/1.1\r\n',
    ]) {
      const socket = connect(port, '127.0.0.1', () => socket.write(text, () => socket.resetAndDestroy()));
      await new Promise((resolve) => socket.on('close', resolve));
    }
    await sleep(20);
    expect((await call('GET', '/chat/api/rooms')).status).toBe(200);
    expect(logged).toEqual([]);
  });
});
