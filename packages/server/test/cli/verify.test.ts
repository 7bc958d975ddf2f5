// `npx @chat/server verify --url`: what it finds at a good server, and at broken ones.
import { once } from 'node:events';
import { createServer, request as httpRequest, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  ChatError,
  createChatServer,
  guests,
  jwt,
  memoryStorage,
  type ChatServerOptions,
} from '@chat/server';
import { SignJWT } from 'jose';
import { expect, onTestFinished, test } from 'vitest';
import { runCommand } from './run-command.ts';

const minute = { timeout: 60_000 };

const listen = async (server: Server): Promise<string> => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

const startChat = async (options: ChatServerOptions = {}) => {
  const server = createServer();
  const chat = createChatServer(server, { files: false, ...options });
  const url = await listen(server);
  onTestFinished(() => chat.close());
  return { url, chat };
};

/** Runs the command. Returns its exit code, its output, and the result of each check. */
const verify = async (...args: string[]) => {
  const { code, stdout } = await runCommand(['verify', '--url', ...args]);
  const [table = ''] = stdout.split('\n\n');
  const rows = table.split('\n').map((line) => line.split(/ {2,}/));
  return { code, stdout, results: Object.fromEntries(rows.map(([check, result]) => [check, result])) };
};

const all = 'server widget origin websocket polling sign-in storage talk resume history files limits'.split(
  ' ',
);
/** The checks with the results of a good server, except for some. */
const allBut = (others: Record<string, string[]>): Record<string, string> => ({
  ...Object.fromEntries(all.map((check) => [check, 'ok'])),
  ...Object.fromEntries(
    Object.entries(others).flatMap(([result, checks]) => checks.map((check) => [check, result])),
  ),
});

/** A proxy in front of a server that passes on requests, as a page's proxy may, and no upgrade. */
const startProxy = (target: string, maxBytes = Infinity): Promise<string> =>
  listen(
    createServer((request, response) => {
      if (Number(request.headers['content-length'] ?? 0) > maxBytes) {
        request.resume();
        response.writeHead(413).end('<h1>Too large</h1>');
        return;
      }
      const { method, headers, url } = request;
      const { connection: _connection, upgrade: _upgrade, ...passedOn } = headers;
      const onward = httpRequest(`${target}${url}`, { method, headers: passedOn }, (reply) => {
        response.writeHead(reply.statusCode ?? 502, reply.headers);
        reply.pipe(response);
      });
      onward.on('error', () => response.destroy());
      request.pipe(onward);
    }).on('upgrade', (_request, socket) =>
      socket.end('HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n'),
    ),
  );

test('a good server passes every check, and nothing is left in the room', minute, async () => {
  const { url, chat } = await startChat({ storage: memoryStorage() });
  const { code, stdout, results } = await verify(url);
  expect(results).toEqual(allBut({}));
  expect(stdout).toContain('Everything works.');
  expect(code).toBe(0);
  const { messages } = await chat
    .as({ id: 'admin', name: 'Admin', role: 'admin' })
    .call('message:list', { roomId: 'chat-verify' });
  expect(messages.map(({ text }) => text)).toEqual(['', '', '']);
});

test(
  'a proxy that cuts websockets and uploads is named, and the rest works by long polling',
  minute,
  async () => {
    const { url } = await startChat({ files: undefined as never, storage: memoryStorage() });
    const proxy = await startProxy(url, 1_000_000);
    const { code, stdout, results } = await verify(proxy);
    expect(results).toEqual(allBut({ failed: ['websocket', 'files'] }));
    expect(stdout).toContain('refused: 502');
    expect(stdout).toContain('by long polling');
    expect(stdout).toContain('- websocket: pass on upgrades');
    expect(stdout).toContain('client_max_body_size');
    expect(code).toBe(1);
  },
);

test('a page whose origin is not admitted is named, with what to add', minute, async () => {
  const { url } = await startChat();
  const refused = await verify(url, '--origin', 'https://www.example.org');
  const after = all.slice(all.indexOf('origin') + 1);
  expect(refused.results).toEqual(allBut({ failed: ['origin'], skipped: after }));
  expect(refused.stdout).toContain("cors: { origin: 'https://www.example.org' }");
  expect(refused.code).toBe(1);

  const open = await startChat({ cors: { origin: 'https://www.example.org' } });
  const admitted = await verify(open.url, '--origin', 'https://www.example.org/page');
  expect(admitted.results).toEqual(allBut({}));
});

test.each<[string, () => Promise<never>, string]>([
  [
    'a full disk',
    () => Promise.reject(new ChatError('storage_full', 'no room left for writing')),
    'storage_full: no room left for writing',
  ],
  ['a broken storage', () => Promise.reject(new Error('EIO')), 'find the request id in the log'],
])('%s is named', minute, async (_what, commit, message) => {
  const storage = memoryStorage();
  const { url, chat } = await startChat({
    storage: { ...storage, timeline: { ...storage.timeline, commit: (...args) => write(...args) } },
    logger: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
  });
  let write: typeof storage.timeline.commit = (...args) => storage.timeline.commit(...args);
  // The room exists: the storage breaks afterwards.
  await chat.as({ id: 'admin', name: 'Admin', role: 'admin' }).call('room:join', { roomId: 'chat-verify' });
  write = commit;
  const { code, stdout, results } = await verify(url);
  expect(results).toEqual(allBut({ failed: ['storage'], skipped: ['talk', 'resume', 'history', 'files'] }));
  expect(stdout).toContain(message);
  expect(code).toBe(1);
});

test('a server without guests needs a token', minute, async () => {
  const secret = 's'.repeat(32);
  const { url } = await startChat({ authenticate: jwt({ secret }) });
  const stranger = await verify(url);
  expect(stranger.results['sign-in']).toBe('failed');
  expect(stranger.stdout).toContain('pass a token of a user with --token');
  const token = await new SignJWT({ name: 'Ana' })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject('ana')
    .setExpirationTime('5m')
    .sign(new TextEncoder().encode(secret));
  expect((await verify(url, '--token', token)).results).toEqual(allBut({}));
});

test('limits that are off are named', minute, async () => {
  const { url } = await startChat({
    authenticate: guests(),
    limits: { sendBurst: 10_000, sendsPerSecond: 10_000 },
  });
  const { stdout, code } = await verify(url);
  expect(stdout).toContain('sends at once are not: see sendBurst');
  expect(code).toBe(0);
});

test('no server, another server and a wrong address are told apart', minute, async () => {
  const other = await listen(
    createServer((_request, response) => response.writeHead(404).end('<h1>Not found</h1>')),
  );
  const elsewhere = await verify(other);
  expect(elsewhere.stdout).toContain('is no chat (status 404)');
  expect(elsewhere.results).toEqual(allBut({ failed: ['server'], skipped: all.slice(1) }));
  const nobody = await verify('http://127.0.0.1:9');
  expect(nobody.stdout).toMatch(/cannot connect: \w+/);
  expect(await runCommand(['verify'])).toMatchObject({ code: 2, stderr: expect.stringContaining('--url') });
  expect(await runCommand(['verify', '--url', 'example'])).toMatchObject({ code: 2 });
  const elsewherePath = await startChat({ path: '/my/chat' });
  expect((await verify(`${elsewherePath.url}/my/chat/`)).code).toBe(0);
});
