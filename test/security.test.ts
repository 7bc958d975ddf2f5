// The table of docs/security.md, and those of its rows that no other file tests.
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { connect as connectTcp } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { routes } from '@chat/protocol';
import { firstOf, guests, jwt } from '@chat/server';
import { SignJWT } from 'jose';
import { describe, expect, test } from 'vitest';
import { connect, message, startServer } from '../packages/server/test/chat/harness.ts';
import { upload } from '../packages/server/test/files/file-fixtures.ts';
import { root, textOf } from './source-files.ts';

describe('docs/security.md', () => {
  const page = textOf('docs/security.md');
  const rows = [...page.matchAll(/^\| (\d+\.\d+\.\d+(?:, \d+\.\d+\.\d+)*) +\|/gm)].flatMap(([, ids = '']) =>
    ids.split(', '),
  );

  test('has every row of ASVS 5.0 level 1 and 2 once, in order', () => {
    const expected = asvs.flatMap(([section, ...numbers]) => numbers.map((number) => `${section}.${number}`));
    expect(expected).toHaveLength(253);
    expect(rows.toSorted(byNumber)).toEqual(expected);
  });

  test('names tests that exist', () => {
    const named = [...page.matchAll(/`([\w./-]+\.test\.ts)`: “([^”]+)”/g)];
    expect(named.length).toBeGreaterThan(150);
    const wrong = named.flatMap(([, file = '', title = '']) =>
      existsSync(join(root, file)) && textOf(file).includes(title) ? [] : [`${file}: ${title}`],
    );
    expect(wrong).toEqual([]);
  });
});

test('no GET route changes data', () => {
  const reads = routes.filter(({ method }) => method === 'GET').map(({ command }) => command);
  const verbs = /:(get|list|search|searchAll|url|export|count|replay|stats)$/;
  const lists =
    /:(bans|pins|versions|ice|results|drafts|scheduled|saved|reminders|blocked|commits|group|links|accounts?|seals|approval)$/;
  const others = reads.filter((name) => !verbs.test(name) && !lists.test(name));
  expect(others).toEqual([]);
});

/** The server's response to these bytes. */
const sendRaw = async (url: string, bytes: string): Promise<string> => {
  const { hostname, port } = new URL(url);
  const socket = connectTcp(Number(port), hostname);
  await once(socket, 'connect');
  socket.write(bytes);
  setTimeout(() => socket.end(), 1_000);
  return text(socket);
};

test('TRACE is refused', async () => {
  const { url } = await startServer();
  for (const path of ['/chat/api/rooms', '/chat/health', '/chat/files/x']) {
    const response = await sendRaw(url, `TRACE ${path} HTTP/1.1\r\nhost: x\r\nx-canary: 7\r\n\r\n`);
    expect(response).toMatch(/^HTTP\/1\.1 4\d\d /);
    expect(response).not.toContain('canary');
  }
});

test('a request with two Content-Length headers is refused', async () => {
  const { url } = await startServer();
  const head = 'POST /chat/api/rooms HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n';
  for (const lengths of [
    'content-length: 5\r\ntransfer-encoding: chunked\r\n',
    'content-length: 5\r\ncontent-length: 6\r\n',
    'transfer-encoding: chunked, identity\r\n',
  ])
    expect(await sendRaw(url, `${head}${lengths}\r\n0\r\n\r\n`)).toMatch(/^HTTP\/1\.1 400 /);
});

test('the server never responds with a redirect', async () => {
  const { url } = await startServer();
  const paths = ['', '/', '/api', '/api/', '/api/rooms', '/files', '/pictures/', '//evil.test', '/health/'];
  for (const path of [...paths, '/api/rooms/..%2f..', '/widget.js', '/exports/x'])
    for (const method of ['GET', 'POST']) {
      const { status, headers } = await fetch(`${url}/chat${path}`, { method, redirect: 'manual' });
      expect([path, status >= 300 && status < 400, headers.get('location')]).toEqual([path, false, null]);
    }
});

test('no log level contains tokens or texts', async () => {
  const lines: string[] = [];
  const log = (...all: unknown[]): void =>
    void lines.push(all.map((each) => JSON.stringify(each, withErrors)).join(' '));
  const logger = { debug: log, info: log, warn: log, error: log };
  const secret = 'a secret of at least thirty-two characters';
  const { url } = await startServer({
    logger,
    authenticate: firstOf(jwt({ secret }), guests()),
    hooks: {
      'before:message:edit': () => {
        throw new Error('a fault of the application');
      },
    },
  });
  const token = await new SignJWT({ name: 'Bea' })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject('bea')
    .setExpirationTime('1h')
    .sign(new TextEncoder().encode(secret));
  const [ana, bea] = [await connect(url), await connect(url, { token })];
  for (const each of [ana, bea]) await each.call('room:join', { roomId: 'r' });
  const sent = await ana.call('message:send', message('r', 'canario-texto'));
  await upload(url, ana.hello.token, 'r', 'canario-archivo', { name: 'canario-nombre.txt' });
  const refused = [
    () => ana.call('message:edit', { roomId: 'r', messageId: sent.id, text: 'canario-cambio' }),
    () => ana.call('message:send', { ...message('r', 'canario-'.repeat(2_000)) }),
    () => bea.call('message:edit', { roomId: 'r', messageId: sent.id, text: 'canario-ajeno' }),
    () => connect(url, { token: `${token.slice(0, -4)}AAAA` }),
    () => ana.call('message:search', { roomId: 'r', query: '' } as never),
    () => bea.call('invite:accept', { roomId: 'r', code: 'canario-enlace' }),
  ];
  for (const each of refused) await expect(each()).rejects.toMatchObject({ name: 'ChatError' });
  const all = lines.join('\n');
  expect(lines.length).toBeGreaterThan(3);
  expect(all).toContain('a fault of the application');
  expect(all).not.toContain('canario');
  for (const each of [token, ana.hello.token!]) expect(all).not.toContain(each.split('.')[2]);
});

const withErrors = (_key: string, value: unknown): unknown =>
  value instanceof Error
    ? { ...(value as object), message: value.message, stack: value.stack, cause: value.cause }
    : value;

const byNumber = (one: string, other: string): number => one.localeCompare(other, 'en', { numeric: true });

/** Sections and, within them, the numbers of the rows of level 1 and 2, of OWASP ASVS 5.0.0. */
const asvs: [section: string, ...numbers: number[]][] = [
  ['1.1', 1, 2],
  ['1.2', 1, 2, 3, 4, 5, 6, 7, 8, 9],
  ['1.3', 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11],
  ['1.4', 1, 2, 3],
  ['1.5', 1, 2],
  ['2.1', 1, 2, 3],
  ['2.2', 1, 2, 3],
  ['2.3', 1, 2, 3, 4],
  ['2.4', 1],
  ['3.2', 1, 2],
  ['3.3', 1, 2, 3, 4],
  ['3.4', 1, 2, 3, 4, 5, 6],
  ['3.5', 1, 2, 3, 4, 5],
  ['3.7', 1, 2],
  ['4.1', 1, 2, 3],
  ['4.2', 1],
  ['4.3', 1, 2],
  ['4.4', 1, 2, 3, 4],
  ['5.1', 1],
  ['5.2', 1, 2, 3],
  ['5.3', 1, 2],
  ['5.4', 1, 2, 3],
  ['6.1', 1, 2, 3],
  ['6.2', 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
  ['6.3', 1, 2, 3, 4],
  ['6.4', 1, 2, 3, 4],
  ['6.5', 1, 2, 3, 4, 5],
  ['6.6', 1, 2, 3],
  ['6.8', 1, 2, 3, 4],
  ['7.1', 1, 2, 3],
  ['7.2', 1, 2, 3, 4],
  ['7.3', 1, 2],
  ['7.4', 1, 2, 3, 4, 5],
  ['7.5', 1, 2],
  ['7.6', 1, 2],
  ['8.1', 1, 2],
  ['8.2', 1, 2, 3],
  ['8.3', 1],
  ['8.4', 1],
  ['9.1', 1, 2, 3],
  ['9.2', 1, 2, 3, 4],
  ['10.1', 1, 2],
  ['10.2', 1, 2],
  ['10.3', 1, 2, 3, 4],
  ['10.4', 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11],
  ['10.5', 1, 2, 3, 4, 5],
  ['10.6', 1, 2],
  ['10.7', 1, 2, 3],
  ['11.1', 1, 2],
  ['11.2', 1, 2, 3],
  ['11.3', 1, 2, 3],
  ['11.4', 1, 2, 3, 4],
  ['11.5', 1],
  ['11.6', 1],
  ['12.1', 1, 2, 3],
  ['12.2', 1, 2],
  ['12.3', 1, 2, 3, 4],
  ['13.1', 1],
  ['13.2', 1, 2, 3, 4, 5],
  ['13.3', 1, 2],
  ['13.4', 1, 2, 3, 4, 5],
  ['14.1', 1, 2],
  ['14.2', 1, 2, 3, 4],
  ['14.3', 1, 2, 3],
  ['15.1', 1, 2, 3],
  ['15.2', 1, 2, 3],
  ['15.3', 1, 2, 3, 4, 5, 6, 7],
  ['16.1', 1],
  ['16.2', 1, 2, 3, 4, 5],
  ['16.3', 1, 2, 3, 4],
  ['16.4', 1, 2, 3],
  ['16.5', 1, 2, 3],
  ['17.1', 1],
  ['17.2', 1, 2, 3, 4],
  ['17.3', 1, 2],
];
