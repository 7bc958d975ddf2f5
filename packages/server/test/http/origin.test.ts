import { describe, expect, test } from 'vitest';
import { isAllowedOrigin } from '../../src/auth/allowed-origin.ts';
import { serve } from './http-server.ts';

const app = 'https://app.test';

describe('isAllowedOrigin', () => {
  const allowed = (origin: string | undefined, host = 'chat.test', listed?: string | string[]) =>
    isAllowedOrigin(
      { headers: { host, ...(origin === undefined ? {} : { origin }) } },
      listed === undefined ? undefined : { origin: listed },
    );

  test.each([
    [undefined, 'chat.test'],
    ['http://chat.test', 'chat.test'],
    ['https://chat.test', 'chat.test'],
    ['https://chat.test', 'chat.test:443'],
    ['http://Chat.Test:3500', 'chat.test:3500'],
    ['http://[::1]:3500', '[::1]:3500'],
  ])('allows a missing origin and the own origin: %s at %s', (origin, host) => {
    expect(allowed(origin, host)).toBe(true);
  });

  test.each([
    ['https://evil.test', 'chat.test'],
    ['https://chat.test.evil.test', 'chat.test'],
    ['https://chat.test:444', 'chat.test'],
    ['http://chat.test:443', 'chat.test'],
    ['null', 'chat.test'],
    ['', 'chat.test'],
    ['file://chat.test', 'chat.test'],
    ['https://chat.test@evil.test', 'chat.test'],
    ['chat.test', 'chat.test'],
    ['https://%', '%'],
  ])('refuses any other origin: %s at %s', (origin, host) => {
    expect(allowed(origin, host)).toBe(false);
  });

  test('matches listed origins exactly, and allows all by *', () => {
    expect(allowed(app, 'chat.test', app)).toBe(true);
    expect(allowed(app, 'chat.test', ['https://a.test', `${app}/`])).toBe(true);
    expect(allowed('http://app.test', 'chat.test', app)).toBe(false);
    expect(allowed('https://my-app.test', 'chat.test', app)).toBe(false);
    expect(allowed('https://chat.test', 'chat.test', app)).toBe(true);
    expect(allowed('https://evil.test', 'chat.test', '*')).toBe(true);
    expect(allowed('null', 'chat.test', [])).toBe(false);
  });

  test('does not trust a forwarded host', () => {
    const headers = { host: 'inner', origin: app, 'x-forwarded-host': 'app.test' };
    expect(isAllowedOrigin({ headers })).toBe(false);
  });
});

describe('over http', () => {
  const from = (origin: string) => ({ headers: { origin, authorization: 'Bearer good' } });
  const preflight = (origin: string, method = 'POST') => ({
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': method,
      'access-control-request-headers': 'authorization',
    },
  });

  test('a foreign origin is refused before any authentication', async () => {
    const { ask, seen } = await serve();
    for (const asked of [from(app), preflight(app), { ...from(app), method: 'DELETE' }]) {
      const { status, json, headers } = await ask('/chat/api/rooms', asked);
      expect([status, json.error.code, json.error.reason]).toEqual([403, 'forbidden', 'origin']);
      expect(headers).not.toHaveProperty('access-control-allow-origin');
      expect(headers.vary).toBe('Origin');
    }
    expect(seen).toEqual([]);
  });

  test('an allowed origin may read responses and errors, and passes the preflight', async () => {
    const { ask } = await serve({ cors: { origin: ['https://other.test', app] } });
    expect((await ask('/chat/api/rooms', from(app))).headers['access-control-allow-origin']).toBe(app);
    const refused = await ask('/chat/api/rooms', { headers: { origin: app } });
    expect([refused.status, refused.headers['access-control-allow-origin']]).toEqual([401, app]);
    expect((await ask('/chat/api/rooms', from('https://evil.test'))).status).toBe(403);
    const { status, headers, text } = await ask('/chat/api/rooms', preflight(app));
    expect([status, text]).toEqual([204, '']);
    expect(headers).toMatchObject({
      'access-control-allow-origin': app,
      'access-control-allow-methods': 'GET, POST, HEAD, OPTIONS',
      'access-control-allow-headers': 'Authorization, Content-Type, X-Request-Id',
      'access-control-max-age': '7200',
      vary: 'Origin',
    });
    expect(headers).not.toHaveProperty('access-control-allow-credentials');
    expect((await ask('/chat/api/nothing', preflight(app))).status).toBe(204);
  });

  test('* allows all origins, and is sent as *', async () => {
    const { ask } = await serve({ cors: { origin: '*' } });
    expect((await ask('/chat/api/rooms', from(app))).headers['access-control-allow-origin']).toBe('*');
  });

  test('OPTIONS without a preflight lists the methods', async () => {
    const { ask } = await serve();
    const { status, headers } = await ask('/chat/api/rooms/r', { method: 'OPTIONS' });
    expect([status, headers.allow]).toEqual([204, 'GET, PATCH, HEAD, OPTIONS']);
  });
});
