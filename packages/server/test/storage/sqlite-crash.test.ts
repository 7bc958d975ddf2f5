import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { linkSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sqliteStorage } from '@chat/server/sqlite';
import { afterAll, expect, test } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'chat-crash-'));
const children: ChildProcess[] = [];
const source = (path: string) => new URL(path, import.meta.url);

// The child process runs the sources, as the tests do, not the last build.
const sources = `import { registerHooks } from 'node:module';
  const protocol = '${source('../../../protocol/src/index.ts').href}';
  registerHooks({ resolve: (name, context, next) => next(name === '@chat/protocol' ? protocol : name, context) });`;
const script = [
  '--import',
  `data:text/javascript,${encodeURIComponent(sources)}`,
  fileURLToPath(source('./acked-writer.ts')),
];

afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

/**
 * Starts a process that writes to `file` and waits until it has acknowledged `count` messages; `acked` keeps
 * growing.
 */
const writer = async (file: string, count: number) => {
  const child = spawn(process.execPath, [...script, file], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  let output = '';
  child.stdout.setEncoding('utf8');
  const enough = new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (chunk: string) => {
      output += chunk;
      if (output.split('\n').length > count) resolve();
    });
    child.on('exit', () => reject(new Error('the writer ended by itself')));
  });
  await enough;
  // Only lines before the last newline are complete.
  return { child, acked: () => output.split('\n').slice(0, -1) };
};

test('kill -9 loses nothing that was acknowledged, and frees the file', async () => {
  const file = join(folder, 'killed.db');
  const { child, acked } = await writer(file, 300);
  child.kill('SIGKILL');
  await once(child.stdout ?? child, 'close');
  const storage = sqliteStorage(file);
  const head = await storage.timeline.head('r');
  expect(head?.seq).toBeGreaterThanOrEqual(acked().length);
  expect(head?.rev).toBe((head?.seq ?? 0) + 1);
  const lost: string[] = [];
  for (const id of acked()) if ((await storage.timeline.message('r', id)) === null) lost.push(id);
  expect(lost).toEqual([]);
  expect(await storage.timeline.unread('r', 'nobody', 0, 1_000_000)).toBe(head?.seq);
  await storage.close();
});

test('a second writing process is refused in any case', async () => {
  const file = join(folder, 'locked.db');
  const { child } = await writer(file, 1);
  expect(() => sqliteStorage(file)).toThrow(/locked\.db: another process/);
  expect(() => sqliteStorage(join(folder, '.', 'x', '..', 'locked.db'))).toThrow(/another process/);
  child.kill('SIGKILL');
  await once(child, 'close');
  await sqliteStorage(file).close();
});

test('a hard or symbolic link lets no second process in', async () => {
  const file = join(folder, 'named.db');
  const [hard, soft] = [join(folder, 'hard.db'), join(folder, 'soft.db')];
  const { child, acked } = await writer(file, 30);
  symlinkSync(file, soft);
  expect(() => sqliteStorage(soft)).toThrow(/soft\.db: another process.*use PostgreSQL/);
  linkSync(file, hard);
  expect(() => sqliteStorage(hard)).toThrow(/hard\.db: it has 2 names.*use PostgreSQL/);
  child.kill('SIGKILL');
  await once(child.stdout ?? child, 'close');
  // Acknowledged messages may be in the journal, which belongs to the first name only.
  expect(() => sqliteStorage(hard)).toThrow(/2 names/);
  rmSync(hard);
  const storage = sqliteStorage(soft);
  expect((await storage.timeline.head('r'))?.seq).toBeGreaterThanOrEqual(acked().length);
  await storage.close();
});

test('a second storage in this process is refused, until the first is closed', async () => {
  const file = join(folder, 'twice.db');
  const first = sqliteStorage(file);
  expect(() => sqliteStorage(file)).toThrow(/another storage in this one/);
  await first.close();
  const second = sqliteStorage(file);
  await second.close();
});
