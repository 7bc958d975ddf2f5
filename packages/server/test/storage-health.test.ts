// How the server reports the state of its storage: at start, by `ready()` and by `/health`.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { createChatServer, memoryStorage, type ChatStorage, type Logger } from '@chat/server';
import { postgresStorage } from '@chat/server/postgres';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { root } from '../../../test/source-files.ts';
import { markUnavailable } from '../src/storage/contract/store-unavailable.ts';
import { startServer } from './chat/harness.ts';
import { startPostgres, type PostgresServer } from './storage/postgres-server.ts';

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server.close());

const recorder = () => {
  const lines: string[] = [];
  const ignore = (): void => undefined;
  const write = (_fields: object, text: string): void => void lines.push(text);
  const logger: Logger = { debug: ignore, info: ignore, warn: write, error: write };
  return { logger, lines };
};

/** A storage of another process, which can be taken away and brought back. */
const remoteStorage = () => {
  const storage = memoryStorage();
  const line: { failure: Error | null; isHanging: boolean } = { failure: null, isHanging: false };
  const timeline = new Proxy(storage.timeline, {
    get: (target, key) =>
      line.isHanging
        ? () => new Promise(() => undefined)
        : line.failure
          ? () => Promise.reject(line.failure)
          : (Reflect.get(target, key) as () => unknown).bind(target),
  });
  return { line, storage: { ...storage, timeline, shared: true } satisfies ChatStorage };
};
const refused = () => markUnavailable(new Error('connect ECONNREFUSED 127.0.0.1:5432')) as Error;

test('ready() resolves if the storage works', async () => {
  const { chat } = await startServer({ files: false });
  await expect(chat.ready()).resolves.toBeUndefined();
});

test('while the storage is down, /health is 503, one line says why, and ready() waits up to its limit', async () => {
  const { logger, lines } = recorder();
  const { line, storage } = remoteStorage();
  line.failure = refused();
  const { chat, url } = await startServer({ storage, logger, files: false });
  await expect(chat.ready(50)).rejects.toMatchObject({
    code: 'overloaded',
    message: 'the storage cannot be reached: connect ECONNREFUSED 127.0.0.1:5432',
  });
  const health = await fetch(`${url}/chat/health`);
  expect([health.status, await health.json()]).toEqual([503, { status: 'storage_unreachable' }]);
  expect(lines).toEqual([
    'the storage cannot be reached, and is tried again: connect ECONNREFUSED 127.0.0.1:5432',
  ]);
  const waiting = chat.ready();
  line.failure = null;
  await waiting;
  await expect.poll(async () => (await fetch(`${url}/chat/health`)).status).toBe(200);
  expect(lines.slice(1)).toEqual(['the storage can be reached again']);
});

test('a storage that does not respond is not healthy', async () => {
  const { line, storage } = remoteStorage();
  const { url } = await startServer({ storage, files: false });
  line.isHanging = true;
  await expect.poll(async () => (await fetch(`${url}/chat/health`)).status).toBe(503);
  line.isHanging = false;
  await expect.poll(async () => (await fetch(`${url}/chat/health`)).status).toBe(200);
});

test('/health asks the storage at most once a second', async () => {
  const { storage } = remoteStorage();
  let asked = 0;
  const { head } = storage.timeline;
  const counting = new Proxy(storage.timeline, {
    get: (target, key) =>
      key === 'head'
        ? (roomId: string) => {
            asked += 1;
            return head(roomId);
          }
        : (Reflect.get(target, key) as unknown),
  });
  const { url } = await startServer({ storage: { ...storage, timeline: counting }, files: false });
  const startedAt = performance.now();
  for (let count = 0; count < 30; count += 1) await fetch(`${url}/chat/health`);
  expect(asked).toBeLessThanOrEqual(3 + (performance.now() - startedAt) / 1_000);
});

test('ready() rejects at once if the database does not exist, and names it', async () => {
  const { logger, lines } = recorder();
  const storage = postgresStorage({ ...server.connection, database: 'nowhere' });
  const chat = createChatServer(createServer(), { storage, logger, files: false });
  onTestFinished(async () => {
    await chat.close();
    await storage.close();
  });
  await expect(chat.ready()).rejects.toThrow(
    /^PostgreSQL at .*\/nowhere: database "nowhere" does not exist$/,
  );
  expect(lines).toEqual([
    expect.stringMatching(/^the storage cannot be used: PostgreSQL at .*does not exist \(3D000\)$/),
  ]);
});

/** Runs a program against the sources, with `createServer`, `createChatServer` and `postgresStorage` at hand. */
const runProgram = (body: string) => {
  const folder = mkdtempSync(join(root, 'packages/server/test/.start-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'start.mjs');
  writeFileSync(
    file,
    `import { createServer } from 'node:http';
    const { runSources } = await import(${JSON.stringify(join(root, 'scripts/run-sources.mjs'))});
    runSources();
    const { createChatServer } = await import('@chat/server');
    const { postgresStorage } = await import('@chat/server/postgres');
    ${body}`,
  );
  return spawnSync(process.execPath, [file], { encoding: 'utf8' });
};

test.each([
  ['nowhere', 1, 'nowhere: database "nowhere" does not exist'],
  ['postgres', 0, 'started'],
])(
  'a process that does not call ready(), with the database %s, exits with %i',
  { timeout: 60_000 },
  (database, status, text) => {
    const ran = runProgram(`
    const storage = postgresStorage(${JSON.stringify({ ...server.connection, database })});
    const http = createServer();
    const chat = createChatServer(http, { storage, files: false });
    http.listen(0, '127.0.0.1');
    setTimeout(() => { console.log('started'); process.exit(0); }, 8_000);`);
    expect(ran).toMatchObject({ status });
    expect(ran.stdout + ran.stderr).toContain(text);
  },
);

test('a process that awaits ready() exits on its rejection, which names the server of the URL', () => {
  const { status, stdout, stderr } = runProgram(`
    const storage = postgresStorage('postgres://ana:secret@127.0.0.1:1/shop');
    const chat = createChatServer(createServer(), { storage, files: false });
    await chat.ready(1_000);`);
  expect(status).toBe(1);
  expect(stderr).toContain(
    'the storage cannot be reached: PostgreSQL at 127.0.0.1:1/shop: connect ECONNREFUSED 127.0.0.1:1',
  );
  expect(stdout + stderr).not.toContain('secret');
}, 60_000);
