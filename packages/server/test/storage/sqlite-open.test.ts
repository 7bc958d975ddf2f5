import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { sqliteStorage } from '@chat/server/sqlite';
import { afterAll, expect, test, vi } from 'vitest';
import { openDatabase } from '../../src/storage/sqlite/open-database.ts';
import {
  addMember,
  bo,
  createRoom,
  edit,
  events,
  react,
  roomWithMessages,
  send,
} from '../../src/testing/sample.ts';

const folder = mkdtempSync(join(tmpdir(), 'chat-open-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a commit reaches the disk before it is acknowledged', () => {
  const { database, close } = openDatabase(join(folder, 'pragmas.db'), { id: () => 'epoch' });
  const pragma = (name: string) => Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {})[0];
  expect([pragma('journal_mode'), pragma('synchronous')]).toEqual(['wal', 2]);
  close();
});

test('an older Node gets an error with the needed version, only if the store is used', () => {
  const missing = vi.spyOn(process, 'getBuiltinModule').mockReturnValue(undefined);
  try {
    expect(() => sqliteStorage(':memory:')).toThrow(/needs Node >= 22\.13/);
  } finally {
    missing.mockRestore();
  }
});

test('a file keeps its epoch, which differs from that of other files', async () => {
  const epochOf = async (name: string) => {
    const { timeline, close } = sqliteStorage(join(folder, name));
    await timeline.commit('r', [createRoom('r')]);
    const epoch = (await timeline.head('r'))?.epoch;
    await close();
    return epoch;
  };
  const epoch = await epochOf('a.db');
  expect(await epochOf('a.db')).toBe(epoch);
  expect(await epochOf('b.db')).not.toBe(epoch);
});

test('messages read the same from a file of the format before, and change as they did', async () => {
  const file = join(folder, 'before.db');
  const storage = sqliteStorage(file);
  const at = { text: '@bo', mentions: ['bo'], replyTo: 'm1', data: { a: 1 } };
  const changes = [createRoom('r'), addMember(bo), send('m1'), send('m2', bo, at), react('m1', bo)];
  events(await storage.timeline.commit('r', changes));
  const { messages } = await storage.timeline.page('r', { limit: 9 });
  await storage.close();
  // That format had the whole message in the body.
  const database = new DatabaseSync(file);
  const put = database.prepare('UPDATE messages SET body = ? WHERE id = ?');
  for (const message of messages) put.run(JSON.stringify(message), message.id);
  database.close();

  const again = sqliteStorage(file);
  expect((await again.timeline.page('r', { limit: 9 })).messages).toEqual(messages);
  events(await again.timeline.commit('r', [edit('m1', 'otra')]));
  expect(await again.timeline.message('r', 'm1')).toMatchObject({ text: 'otra', reactions: [{ count: 1 }] });
  expect(await again.timeline.message('r', 'm2')).toEqual(messages[1]);
  await again.close();
});

test('other users of the machine can read neither the files nor the new folders', async () => {
  const before = process.umask(0o022);
  try {
    const storage = sqliteStorage(join(folder, 'private/deep/chat.db'));
    await storage.timeline.commit('r', [createRoom('r')]);
    const modeOf = (path: string) => (statSync(join(folder, path)).mode & 0o777).toString(8);
    expect([modeOf('private'), modeOf('private/deep')]).toEqual(['700', '700']);
    const files = readdirSync(join(folder, 'private/deep')).toSorted();
    expect(files).toEqual(['chat.db', 'chat.db-lock', 'chat.db-shm', 'chat.db-wal']);
    expect(files.map((name) => modeOf(`private/deep/${name}`))).toEqual(['600', '600', '600', '600']);
    await storage.close();
  } finally {
    process.umask(before);
  }
});

test('closing finishes queued writes', async () => {
  const file = join(folder, 'pending.db');
  const { timeline, close } = sqliteStorage(file);
  const committing = timeline.commit('r', [createRoom('r'), send('m1')]);
  await close();
  expect((await committing)[1]).toMatchObject({ ok: true });
  const opened = sqliteStorage(file);
  expect((await opened.timeline.head('r'))?.seq).toBe(1);
  await opened.close();
});

test('a long room is pruned completely', async () => {
  const storage = sqliteStorage(':memory:');
  await roomWithMessages(storage, 'r', 2_500);
  expect(await storage.timeline.prune('r', 9_000)).toBe(2_500);
  expect((await storage.timeline.page('r', { limit: 10 })).messages).toEqual([]);
  await storage.close();
});
