// Which requests are refused before authentication, and what the operator sees of them.
import { request } from 'node:http';
import { connect as connectTcp } from 'node:net';
import { ChatError } from '@chat/protocol';
import { dialect, type ChatServerOptions } from '@chat/server';
import { expect, test } from 'vitest';
import { isAllowedOrigin } from '../../src/auth/allowed-origin.ts';
import { connect, startServer } from '../chat/harness.ts';

const start = async (options: ChatServerOptions = {}) => {
  const warnings: { text: string; fields: Record<string, unknown> }[] = [];
  const logger = {
    debug: () => {},
    info: () => {},
    warn: (fields: object, text: string) => void warnings.push({ text, fields: { ...fields } }),
    error: () => {},
  };
  const old = dialect({ events: {}, routes: { 'GET /rooms': () => ({}) } });
  return { ...(await startServer({ logger, dialects: [old], ...options })), warnings };
};

/** Asks under any name, which `fetch` does not allow. */
const ask = (url: string, path: string, headers: Record<string, string>): Promise<number> =>
  new Promise((resolve, reject) => {
    const asked = request(`${url}${path}`, { headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    asked.on('error', reject).end();
  });

/** The status line of an upgrade. */
const upgrade = (url: string, path: string, host: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connectTcp(Number(new URL(url).port), '127.0.0.1');
    socket.on('error', reject);
    socket.once('data', (bytes) => {
      resolve(String(bytes).split('\r\n')[0] ?? '');
      socket.destroy();
    });
    socket.write(
      `GET ${path}/?EIO=4&transport=websocket HTTP/1.1\r\nHost: ${host}\r\nOrigin: http://${host}\r\nConnection: Upgrade\r\n` +
        'Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n',
    );
  });

const authorization = 'Bearer x';
const authenticate = () => ({ id: 'ana', name: 'Ana' });

test('with the hosts option, the chat is served under these names only', async () => {
  const { url } = await start({ hosts: ['chat.test', '127.0.0.1:1'], authenticate });
  const at = (host: string, path = '/chat/api/rooms'): Promise<number> =>
    ask(url, path, { host, authorization });
  expect(await at('chat.test')).toBe(200);
  expect(await at('Chat.Test:3500')).toBe(200);
  expect(await at('127.0.0.1:1')).toBe(200);
  for (const host of ['evil.test', '127.0.0.1:2', 'chat.test.evil.test', 'chat.test:1:2']) {
    expect([host, await at(host)]).toEqual([host, 403]);
    expect([host, await at(host, '/rooms')]).toEqual([host, 403]);
    expect([host, await at(host, '/chat/health')]).toEqual([host, 200]);
    for (const path of ['/chat/socket', '/socket.io'])
      expect(await upgrade(url, path, host)).toContain(' 400 ');
  }
  for (const path of ['/chat/socket', '/socket.io'])
    expect(await upgrade(url, path, 'chat.test')).toContain(' 101 ');
});

test('behind TLS, an http: page of the same host is a foreign origin', () => {
  const headers = { host: 'chat.test' };
  const tls = { encrypted: true };
  expect(isAllowedOrigin({ headers: { ...headers, origin: 'http://chat.test' } })).toBe(true);
  for (const request of [
    { headers, socket: tls },
    { headers: { ...headers, 'x-forwarded-proto': 'https, http' } },
  ]) {
    const from = (origin: string) => ({ ...request, headers: { ...request.headers, origin } });
    expect(isAllowedOrigin(from('https://chat.test'))).toBe(true);
    expect(isAllowedOrigin(from('http://chat.test'))).toBe(false);
    expect(isAllowedOrigin(from('http://chat.test'), { origin: 'http://chat.test' })).toBe(true);
  }
});

test('refusals of an address are counted, and logged once a minute with a request id', async () => {
  let time = 1_800_000_000_000;
  const { url, chat, warnings } = await start({
    authenticate: ({ token }) => {
      if (token !== 'x') throw new ChatError('unauthenticated', 'not a token of ours');
      return { id: 'ana', name: 'Ana' };
    },
    limits: { requestsPerSecond: 0.000_001, requestBurst: 3, maxConnectionsPerAddress: 1 },
    now: () => time,
  });
  const api = (headers: Record<string, string>): Promise<number> => ask(url, '/chat/api/rooms', headers);
  expect(await api({ authorization: 'Bearer nonsense', 'x-request-id': 'bad-token' })).toBe(401);
  await connect(url, { token: 'x' });
  await expect(connect(url, { token: 'x' })).rejects.toThrow('websocket error');
  expect(await api({ authorization })).toBe(200);
  const many = Array.from({ length: 40 }, (_, index) => api({ authorization, 'x-request-id': `r${index}` }));
  expect(new Set(await Promise.all(many))).toEqual(new Set([429]));
  expect(warnings.map(({ text }) => text.split(':')[0])).toEqual([
    'a sign-in was refused',
    'a request was refused',
    'a request was refused',
  ]);
  expect(warnings[0]?.fields).toMatchObject({ code: 'unauthenticated', requestId: 'bad-token' });
  expect(warnings[1]?.fields).toMatchObject({ code: 'overloaded', address: '127.0.0.1' });
  expect(warnings[2]?.fields).toMatchObject({
    code: 'rate_limited',
    address: '127.0.0.1',
    requestId: expect.stringMatching(/^r\d+$/) as string,
  });
  time += 60_000;
  expect(await api({ authorization })).toBe(429);
  expect(warnings[3]?.fields).toMatchObject({ moreSinceThen: 39 });
  expect(chat.metrics()).toContain('chat_refused_requests_total{code="rate_limited"} 41');
  expect(chat.metrics()).toContain('chat_refused_requests_total{code="unauthenticated"} 1');
  expect(chat.metrics()).toContain('chat_refused_requests_total{code="overloaded"} 1');
});
