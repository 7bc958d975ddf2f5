import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { sqliteStorage } from '@chat/server/sqlite';
import { afterAll, describe, expect, test } from 'vitest';
import { createRoom, send } from '../../src/testing/sample.ts';

const folder = mkdtempSync(join(tmpdir(), 'chat-failures-'));
const at = (name: string) => join(folder, name);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A file as the storage leaves it, large enough for several pages. */
const filled = async (name: string): Promise<string> => {
  const storage = sqliteStorage(at(name));
  const sends = Array.from({ length: 200 }, (_, index) =>
    send(`m${index}`, undefined, { text: 'x'.repeat(500) }),
  );
  await storage.timeline.commit('r', [createRoom('r'), ...sends]);
  await storage.close();
  return at(name);
};

const sql = (file: string, statements: string) => {
  const database = new DatabaseSync(file);
  database.exec(statements);
  database.close();
};

describe('the error about an unusable file names the file and the cause:', () => {
  test('no database', () => {
    writeFileSync(at('text.db'), 'Dear diary, '.repeat(100));
    expect(() => sqliteStorage(at('text.db'))).toThrow(/text\.db: file is not a database/);
    expect(readFileSync(at('text.db'), 'utf8')).toBe('Dear diary, '.repeat(100));
  });

  test('a database of another application, which stays unchanged', () => {
    sql(at('foreign.db'), 'CREATE TABLE invoices (id INTEGER)');
    const before = readFileSync(at('foreign.db'));
    expect(() => sqliteStorage(at('foreign.db'))).toThrow(
      /foreign\.db: it is the SQLite database of another/,
    );
    expect(readFileSync(at('foreign.db')).equals(before)).toBe(true);
    sql(at('marked.db'), 'PRAGMA application_id = 7');
    expect(() => sqliteStorage(at('marked.db'))).toThrow(/another application/);
  });

  test('a database of a newer package version', async () => {
    const file = await filled('newer.db');
    sql(file, 'PRAGMA user_version = 99');
    expect(() => sqliteStorage(file)).toThrow(/newer\.db: it was written by a newer version.*99/);
  });

  test('a truncated database', async () => {
    const file = await filled('cut.db');
    truncateSync(file, 8192);
    expect(() => sqliteStorage(file)).toThrow(/cut\.db: .*malformed/);
  });

  test('a damaged table', async () => {
    const file = await filled('damaged-table.db');
    const database = new DatabaseSync(file);
    const { page } =
      database.prepare("SELECT rootpage AS page FROM sqlite_schema WHERE name = 'messages'").get() ?? {};
    database.close();
    const bytes = readFileSync(file);
    bytes.fill(0xff, (Number(page) - 1) * 4096, Number(page) * 4096);
    writeFileSync(file, bytes);
    expect(() => sqliteStorage(file)).toThrow(/damaged-table\.db: .*malformed/);
  });

  test('a folder', () => {
    mkdirSync(at('folder.db'));
    expect(() => sqliteStorage(at('folder.db'))).toThrow(/folder\.db: it is a directory/);
  });

  test('a path below a file', () => {
    writeFileSync(at('file'), '');
    expect(() => sqliteStorage(at('file/chat.db'))).toThrow(/file\/chat\.db: /);
  });

  test('a missing folder is created, and a repaired file opens', async () => {
    await sqliteStorage(at('new/deep/chat.db')).close();
    const file = await filled('mended.db');
    copyFileSync(file, at('backup.db'));
    truncateSync(file, 8192);
    expect(() => sqliteStorage(file)).toThrow(/malformed/);
    copyFileSync(at('backup.db'), file);
    const storage = sqliteStorage(file);
    expect((await storage.timeline.head('r'))?.seq).toBe(200);
    await storage.close();
  });
});

test('damage found while running rejects, and is not mistaken for a full disk', async () => {
  const file = await filled('damaged.db');
  const bytes = readFileSync(file);
  // The last page with texts has the newest messages: the file opens all the same.
  const page = Math.floor(bytes.lastIndexOf('x'.repeat(400)) / 4096);
  bytes.fill(0xff, page * 4096, (page + 1) * 4096);
  writeFileSync(file, bytes);
  const storage = sqliteStorage(file);
  await expect(storage.timeline.page('r', { limit: 100 })).rejects.toMatchObject({ message: /malformed/ });
  await storage.close();
});

test('a batch that SQLite refuses half-way stores nothing and affects no other room', async () => {
  const { timeline, close } = sqliteStorage(':memory:');
  for (const room of ['r', 's']) await timeline.commit(room, [createRoom(room)]);
  const [before, failed, after] = await Promise.allSettled([
    timeline.commit('s', [send('m1')]),
    // Half a millisecond does not fit an INTEGER column.
    timeline.commit('r', [send('m1'), send('m2', undefined, {}, 2_000.5)]),
    timeline.commit('s', [send('m2')]),
  ]);
  expect([before.status, failed.status, after.status]).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(await timeline.head('r')).toMatchObject({ seq: 0, rev: 1 });
  expect((await timeline.page('r', { limit: 9 })).messages).toEqual([]);
  expect(await timeline.head('s')).toMatchObject({ seq: 2, rev: 3 });
  await close();
});

describe('on a full disk', () => {
  const big = (id: string) => send(id, undefined, { text: 'x'.repeat(3_000) });

  test('writes are refused, reads work, and writes work again once there is space', async () => {
    const storage = sqliteStorage(at('full.db'), { maxBytes: 400_000 });
    const { timeline } = storage;
    await timeline.commit('r', [createRoom('r')]);
    let sent = 0;
    const fill = async () => {
      for (; sent < 1_000; sent += 1) await timeline.commit('r', [big(`m${sent}`)]);
    };
    await expect(fill()).rejects.toMatchObject({ code: 'storage_full' });
    expect(sent).toBeGreaterThan(10);
    expect(await timeline.head('r')).toMatchObject({ seq: sent, rev: sent + 1 });
    expect((await timeline.page('r', { limit: 100 })).messages).toHaveLength(Math.min(sent, 100));
    expect(await timeline.prune('r', 9_000)).toBe(sent);
    const [again] = await timeline.commit('r', [big(`m${sent}`)]);
    expect(again).toMatchObject({ ok: true, known: false, event: { rev: sent + 2 } });
    await storage.close();
  });

  test('a write that does not fit fails alone in its group', async () => {
    const storage = sqliteStorage(at('group.db'), { maxBytes: 400_000 });
    const { timeline } = storage;
    for (const room of ['r', 's']) await timeline.commit(room, [createRoom(room)]);
    const flood = Array.from({ length: 500 }, (_, index) => big(`m${index}`));
    const [small, large, after] = await Promise.allSettled([
      timeline.commit('r', [send('m1')]),
      timeline.commit('s', flood),
      timeline.commit('r', [send('m2')]),
    ]);
    expect([small.status, large.status, after.status]).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(large).toMatchObject({ reason: { code: 'storage_full' } });
    expect(await timeline.head('r')).toMatchObject({ seq: 2, rev: 3 });
    expect(await timeline.head('s')).toMatchObject({ seq: 0, rev: 1 });
    await storage.close();
  });
});
