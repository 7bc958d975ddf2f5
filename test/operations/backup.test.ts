// Backups made and restored with the commands of docs/operations.md, while the server runs.
import { execFile } from 'node:child_process';
import { chownSync, cpSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { diskFiles } from '@chat/server';
import { mongodbStorage } from '@chat/server/mongodb';
import { postgresStorage } from '@chat/server/postgres';
import { sqliteStorage } from '@chat/server/sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { startMongodb } from '../../packages/server/test/storage/mongodb-server.ts';
import { startPostgres } from '../../packages/server/test/storage/postgres-server.ts';
import { findPostgres, postgresUser } from '../../scripts/postgres.mjs';
import { blocksOf } from '../doc-blocks.ts';
import { root } from '../source-files.ts';
import { comesTo, growPast, isAsOf, keepSending, live, someone, stored, texts } from './restored.ts';

const folderOf = (name: string): string => {
  const folder = mkdtempSync(join(tmpdir(), `chat-${name}-`));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

/** The commands of the page's block that has this word, one per line. */
const commandsWith = (word: string): string[] => {
  const blocks = blocksOf('docs/operations.md', 'sh');
  const block = blocks.find((code) => code.includes(word));
  if (block === undefined) throw new Error(`docs/operations.md shows no ${word}`);
  return block
    .replaceAll('\\\n', '')
    .split('\n')
    .map((line) => line.replace(/#.*$/, '').trim())
    .filter(Boolean);
};

const run = async (command: string, cwd: string, more: object = {}): Promise<void> => {
  const PATH = [dirname(process.execPath), findPostgres(), process.env['PATH']].join(delimiter);
  await promisify(execFile)('sh', ['-c', command], { cwd, env: { PATH, ...more } });
};

test('an SQLite file copied during writes is complete, and clients resume on it', async () => {
  const folder = folderOf('backup');
  const file = join(folder, 'chat.sqlite');
  const files = () => diskFiles(join(folder, 'chat.sqlite-files'));
  const first = await live(sqliteStorage(file), files());
  const { room } = await someone(first.url, 'ana');
  const { epoch } = await first.chat.as({ id: 'ana', name: 'ana' }).call('room:join', { roomId: 'plaza' });
  const sent = await room.files.upload(new File(['Se certifica.'], 'certificado.txt'));
  await room.messages.send({ text: 'con documento', attachments: [sent] });

  const before = keepSending(room, 'antes');
  await expect.poll(() => texts(room).length).toBeGreaterThan(20);
  const soFar = texts(room).slice(0, 20);
  for (const command of commandsWith('node:sqlite')) await run(command, folder);
  await before.stop();
  const after = keepSending(room, 'después');
  await expect.poll(() => texts(room).filter((text) => text.startsWith('después')).length).toBeGreaterThan(5);
  const lost = await after.stop();
  const rev = room.messages.get().items.at(-1)?.rev ?? 0;
  const port = Number(new URL(first.url).port);
  await first.stop();

  // The disk is gone; only the copy is left.
  const restored = folderOf('restored');
  renameSync(join(folder, 'copy.sqlite'), join(restored, 'chat.sqlite'));
  cpSync(join(folder, 'copy-files'), join(restored, 'chat.sqlite-files'), { recursive: true });
  const restoredFiles = () => diskFiles(join(restored, 'chat.sqlite-files'));
  const opening = await live(
    sqliteStorage(join(restored, 'chat.sqlite'), { restored: true }),
    restoredFiles(),
  );
  isAsOf(await stored(opening.chat), soFar, lost);
  await growPast(opening.chat, rev);
  await opening.stop();
  const second = await live(sqliteStorage(join(restored, 'chat.sqlite')), restoredFiles(), port);
  const all = await stored(second.chat);
  await comesTo(room, all);
  const again = await second.chat.as({ id: 'ana', name: 'ana' }).call('room:join', { roomId: 'plaza' });
  expect(again.epoch).not.toBe(epoch);
  const { url } = await second.chat.as({ id: 'ana', name: 'ana' }).call('file:url', { fileId: sent.fileId });
  expect(await (await fetch(new URL(url, second.url))).text()).toBe('Se certifica.');
  await room.messages.send({ text: 'sigue' });
  expect(await stored(second.chat)).toEqual([...all, 'sigue']);
});

test('a PostgreSQL schema dumped during writes restores completely', async () => {
  const server = await startPostgres();
  onTestFinished(() => server.close());
  const { host, user, database } = server.connection;
  const asClient = { PGHOST: host, PGUSER: user, PGDATABASE: database };
  const work = folderOf('dump');
  const { uid, gid } = postgresUser();
  if (uid !== undefined && gid !== undefined) chownSync(work, uid, gid);
  const first = await live(postgresStorage(server.connection), false);
  const { room } = await someone(first.url, 'ana');

  const before = keepSending(room, 'antes');
  await expect.poll(() => texts(room).length).toBeGreaterThan(20);
  const soFar = texts(room).slice(0, 20);
  const [dump = '', drop = '', restore = ''] = commandsWith('pg_dump');
  await run(dump, work, asClient);
  await before.stop();
  const after = keepSending(room, 'después');
  await expect.poll(() => texts(room).filter((text) => text.startsWith('después')).length).toBeGreaterThan(5);
  const lost = await after.stop();
  const rev = room.messages.get().items.at(-1)?.rev ?? 0;
  const port = Number(new URL(first.url).port);
  await first.stop();

  await run(drop, work, asClient);
  await run(restore, work, asClient);
  const opening = await live(postgresStorage(server.connection, { restored: true }), false);
  isAsOf(await stored(opening.chat), soFar, lost);
  await growPast(opening.chat, rev);
  await opening.stop();
  const second = await live(postgresStorage(server.connection), false, port);
  const all = await stored(second.chat);
  await comesTo(room, all);
  await room.messages.send({ text: 'sigue' });
  expect(await stored(second.chat)).toEqual([...all, 'sigue']);
});

test('a MongoDB database copied while its nodes run restores completely', async () => {
  const read: string[] = [];
  const server = await startMongodb({
    heard: ({ name, body }) => {
      const { level } = (body['readConcern'] ?? {}) as { level?: unknown };
      if (body['autocommit'] === undefined && level === 'snapshot') read.push(String(body[name]));
    },
  });
  onTestFinished(() => server.close());
  const asClient = { MONGODB_URL: server.address };
  const work = folderOf('mongodb-copy');
  const program = blocksOf('docs/operations.md', 'js').find((code) => code.startsWith('// copy-mongodb.mjs'));
  writeFileSync(join(work, 'copy-mongodb.mjs'), program ?? '');
  symlinkSync(join(root, 'node_modules'), join(work, 'node_modules'));
  const first = await live(mongodbStorage(server.address), false);
  const { room } = await someone(first.url, 'ana');

  const before = keepSending(room, 'antes');
  await expect.poll(() => texts(room).length).toBeGreaterThan(20);
  const soFar = await before.stop();
  const [save = '', load = ''] = commandsWith('copy-mongodb.mjs');
  await run(save, work, asClient);
  // The server that the tests start cannot read as of a moment, so nobody writes then; but it is asked to.
  expect(read).toEqual(expect.arrayContaining(['messages', 'timelines', 'members', 'meta']));
  const after = keepSending(room, 'después');
  await expect.poll(() => texts(room).filter((text) => text.startsWith('después')).length).toBeGreaterThan(5);
  const lost = await after.stop();
  const rev = room.messages.get().items.at(-1)?.rev ?? 0;
  const port = Number(new URL(first.url).port);
  await first.stop();

  // Nothing is written over what is there.
  await expect(run(load, work, asClient)).rejects.toThrow(/there is a database chat/);
  // All its disks are gone; only the copy is left.
  await server.close();
  const other = await startMongodb();
  onTestFinished(() => other.close());
  await run(load, work, { MONGODB_URL: other.address });
  const opening = await live(mongodbStorage(other.address, { restored: true }), false);
  isAsOf(await stored(opening.chat), soFar, lost);
  await growPast(opening.chat, rev);
  await opening.stop();
  const second = await live(mongodbStorage(other.address), false, port);
  const all = await stored(second.chat);
  await comesTo(room, all);
  await room.messages.send({ text: 'sigue' });
  expect(await stored(second.chat)).toEqual([...all, 'sigue']);
  await expect(run(save, work, { MONGODB_URL: other.address })).rejects.toThrow(/EEXIST/);
});
