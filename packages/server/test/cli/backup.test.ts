// `npx @chat/server backup` and `restore`: what they keep, what they refuse, and what they say.
import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Readable } from 'node:stream';
import { createChatClient, type ChatRoom } from '@chat/client';
import { sqliteStorage } from '@chat/server/sqlite';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { startSwift, type Swift } from '../../../../test/s3/start-swift.ts';
import { createBackupRun } from '../../src/cli/backup/backup-run.ts';
import { openBackupStore, type BackupStore } from '../../src/cli/backup/backup-store.ts';
import { restore } from '../../src/cli/backup/restore.ts';
import { listSnapshots } from '../../src/cli/backup/chain.ts';
import { openSource } from '../../src/cli/backup/source.ts';
import { verifyBackup } from '../../src/cli/backup/verify-backup.ts';
import { diskFiles } from '../../src/files/disk-files.ts';
import { createRoom, send } from '../../src/testing/sample.ts';
import { runCommand, startCommand, temporaryFolder } from './run-command.ts';

const minute = { timeout: 60_000 };

const enter = async (url: string): Promise<ChatRoom> => {
  const client = createChatClient({ url, name: 'Ana' });
  onTestFinished(() => client.close());
  const room = client.room('lobby');
  await room.join();
  return room;
};

const textsOf = (room: ChatRoom): string[] => room.messages.get().items.map(({ text }) => text);

const allTexts = async (room: ChatRoom): Promise<string[]> => {
  while (room.messages.get().hasOlder) await room.messages.loadOlder();
  return textsOf(room);
};

const epochOf = (data: string): unknown => {
  const database = new DatabaseSync(join(data, 'chat.sqlite'));
  const row = database.prepare("SELECT value FROM meta WHERE key = 'epoch'").get();
  database.close();
  return row?.['value'];
};

/** A chat without a server: messages and files are written by the storage itself. */
const openChat = async (folder: string, roomId = 'plaza') => {
  const storage = sqliteStorage(join(folder, 'chat.sqlite'));
  onTestFinished(() => storage.close());
  await storage.timeline.commit(roomId, [createRoom(roomId)]);
  const files = diskFiles(join(folder, 'chat.sqlite-files'));
  return {
    storage,
    say: (...ids: string[]) =>
      storage.timeline.commit(
        roomId,
        ids.map((id) => send(id)),
      ),
    putFile: (key: string, text: string) =>
      files.put(key, Readable.from([Buffer.from(text)]), {
        size: Buffer.byteLength(text),
        type: 'text/plain',
      }),
    removeFile: (key: string) => files.delete(key),
  };
};

/** The ids of the messages of a restored chat, and its files. */
const contentOf = async (folder: string, roomId = 'plaza') => {
  const storage = sqliteStorage(join(folder, 'chat.sqlite'));
  const { messages } = await storage.timeline.page(roomId, { limit: 100 });
  await storage.close();
  const files = existsSync(join(folder, 'chat.sqlite-files'))
    ? readdirSync(join(folder, 'chat.sqlite-files'), { recursive: true, withFileTypes: true })
    : [];
  return {
    ids: messages.map(({ id }) => id),
    files: Object.fromEntries(
      files
        .filter((entry) => entry.isFile())
        .map(({ parentPath, name }) => [name, readFileSync(join(parentPath, name), 'utf8')]),
    ),
  };
};

/** The commands for one place. */
const commands = (place: string, env: Record<string, string> = {}) => ({
  backup: (data: string, ...flags: string[]) =>
    runCommand(['backup', '--data', data, '--to', place, ...flags], { env }),
  list: (...flags: string[]) => runCommand(['backup', 'list', '--from', place, ...flags], { env }),
  verify: () => runCommand(['backup', 'verify', '--from', place], { env }),
  restore: (to: string, ...flags: string[]) =>
    runCommand(['restore', '--from', place, '--to', to, ...flags], { env }),
});

const timesIn = (list: string): string[] =>
  [...list.matchAll(/^(\S+Z)  (full|changes)$/gm)].map(([, time = '']) => time);

test('a machine that is lost loses only what came after the last backup', minute, async () => {
  const [data, place] = [join(temporaryFolder(), 'data'), join(temporaryFolder(), 'backup')];
  const { backup, restore } = commands(place);
  const server = await startCommand(['--data', data]);
  const room = await enter(server.url);
  const sent = await room.files.upload(new File(['Se certifica.'], 'certificado.txt'));
  await room.messages.send({ text: 'con documento', attachments: [sent] });
  const acknowledged = ['con documento'];
  let going = true;
  void (async () => {
    for (let index = 0; going; index += 1) {
      await room.messages.send({ text: `mensaje ${index}`.repeat(20) });
      acknowledged.push(`mensaje ${index}`.repeat(20));
      await new Promise((resolve) => setTimeout(resolve, 1_000 / 10));
    }
  })().catch(() => undefined); // the machine is lost
  await backup(data);
  await expect.poll(() => acknowledged.length).toBeGreaterThan(3);
  const before = [...acknowledged];
  const last = await backup(data);
  expect(last).toMatchObject({ code: 0, stdout: expect.stringMatching(/changes .* 0 new of 1 files/) });
  await expect.poll(() => acknowledged.length).toBeGreaterThan(before.length + 3);
  const epoch = epochOf(data);
  await server.kill();
  going = false;
  rmSync(data, { recursive: true });

  const restored = await restore(data);
  expect(restored).toMatchObject({ code: 0, stdout: expect.stringContaining('Restored the chat as of ') });
  const second = await startCommand(['--data', data]);
  const again = await enter(second.url);
  const all = await allTexts(again);
  expect(all).toEqual(acknowledged.slice(0, all.length));
  expect(all.length).toBeGreaterThanOrEqual(before.length);
  const [{ attachments } = { attachments: [] }] = again.messages.get().items;
  const url = await again.files.url(attachments[0]?.fileId ?? '');
  expect(await (await fetch(new URL(url, second.url))).text()).toBe('Se certifica.');
  expect(statSync(join(data, 'chat.sqlite')).mode & 0o77).toBe(0);
  // A client that saw more than the backup holds takes a fresh view.
  expect(epochOf(data)).not.toBe(epoch);
});

let swift: Swift;
beforeAll(async () => {
  swift = await startSwift();
});
afterAll(() => swift.stop());

describe.each(['a folder', 'S3'])('in %s', (kind) => {
  const openPlace = async () => {
    if (kind === 'a folder') return commands(join(temporaryFolder(), 'backup'));
    const { endpoint, region, accessKeyId, secretAccessKey } = swift.access;
    return commands(`s3://${await swift.bucket()}/chats/one`, {
      AWS_ENDPOINT_URL_S3: endpoint,
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
    });
  };

  test('every snapshot can be restored, with its files', minute, async () => {
    const data = temporaryFolder();
    const { backup, list, verify, restore } = await openPlace();
    const chat = await openChat(data);
    await chat.say(...Array.from({ length: 50 }, () => randomUUID()));
    await chat.say('one');
    await chat.putFile('aa', 'first');
    await chat.putFile('ab', 'first');
    const full = await backup(data);
    expect(full.stdout).toMatch(/full .* 1 new of 2 files/);
    await chat.say('two');
    await chat.removeFile('aa');
    await chat.putFile('ac', 'second');
    const changes = await backup(data);
    const [, changed = '', pages = ''] = /changes +(\d+) of (\d+) pages/.exec(changes.stdout) ?? [];
    expect(Number(changed)).toBeGreaterThan(0);
    expect(Number(changed)).toBeLessThan(Number(pages) / 4);
    await chat.say('three');
    await backup(data);
    await chat.storage.close();

    const times = timesIn((await list()).stdout);
    expect(times).toHaveLength(3);
    expect(await verify()).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('3 snapshots and 2 files'),
    });
    const restoreAt = async (...flags: string[]) => {
      const to = join(temporaryFolder(), 'restored');
      const { code, stdout } = await restore(to, ...flags);
      expect(code).toBe(0);
      const { ids, files } = await contentOf(to);
      return { ids: ids.slice(50), files, stdout };
    };
    expect(await restoreAt('--at', times[0] ?? '')).toMatchObject({
      ids: ['one'],
      files: { aa: 'first', ab: 'first' },
      stdout: expect.stringContaining(`as of ${times[0]}`),
    });
    // Between two snapshots it is the earlier one.
    const between = new Date((Date.parse(times[1] ?? '') + Date.parse(times[2] ?? '')) / 2).toISOString();
    expect(await restoreAt('--at', between)).toMatchObject({
      ids: ['one', 'two'],
      files: { ab: 'first', ac: 'second' },
    });
    expect(await restoreAt()).toMatchObject({ ids: ['one', 'two', 'three'] });
  });
});

test('a place in S3 that cannot be used is named', minute, async () => {
  const { endpoint, accessKeyId } = swift.access;
  const data = temporaryFolder();
  await openChat(data);
  const env = {
    AWS_ENDPOINT_URL_S3: endpoint,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: 'wrong',
  };
  const { backup } = commands('s3://bucket', env);
  expect(await backup(data)).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^chat: s3:\/\/bucket: .*403/),
  });
  const withoutKey = await commands('s3://bucket', { AWS_ACCESS_KEY_ID: '' }).backup(data);
  expect(withoutKey).toMatchObject({ code: 2, stderr: expect.stringContaining('AWS_SECRET_ACCESS_KEY') });
});

/** All objects of a backup in a folder. */
const objectsIn = (place: string): string[] =>
  readdirSync(place, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('-lock'))
    .map(({ parentPath, name }) => join(parentPath, name));

test('whatever is damaged or missing is named, and nothing of it is restored', minute, async () => {
  const [data, place] = [temporaryFolder(), join(temporaryFolder(), 'backup')];
  const { backup } = commands(place);
  const chat = await openChat(data);
  await chat.putFile('aa', 'first');
  await chat.say('one');
  await backup(data);
  await chat.say('two');
  await backup(data);
  const objects = objectsIn(place);
  // Two manifests, two indexes, two parts, a list of files, a file.
  expect(objects).toHaveLength(8);
  const newest = objects.find((path) => /\/snapshots\/.*-00001$/.test(path));
  const store = await openBackupStore(place, {});
  expect((await verifyBackup(store)).problems).toEqual([]);
  for (const path of objects) {
    const whole = readFileSync(path);
    const name = path.split('/').at(-1) ?? '';
    const damaged = Buffer.from(whole);
    const middle = Math.floor(damaged.length / 2);
    damaged.writeUInt8(damaged.readUInt8(middle) ^ 1, middle);
    writeFileSync(path, damaged);
    expect((await verifyBackup(store)).problems).toEqual([expect.stringContaining(name)]);
    rmSync(path);
    const { problems } = await verifyBackup(store);
    // The newest manifest is not missed: the backup is that of the one before.
    const isNewest = path === newest;
    expect(problems).toEqual(isNewest ? [] : [expect.any(String)]);
    if (!isNewest) {
      const to = join(temporaryFolder(), 'restored');
      await expect(restore({ store, to, at: Infinity })).rejects.toThrow(/missing/);
      expect(existsSync(join(to, 'chat.sqlite'))).toBe(false);
    }
    writeFileSync(path, whole);
  }
  rmSync(objects.find((path) => path.includes('/files/')) ?? '');
  const verified = await commands(place).verify();
  expect(verified).toMatchObject({
    code: 1,
    stdout: expect.stringContaining('1 problem'),
    stderr: expect.stringMatching(/^Damaged: files\/\w{64} \(the file aa\) is missing\.\n$/),
  });
  const refused = await commands(place).restore(join(temporaryFolder(), 'restored'));
  expect(refused).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^chat: files\/.* is missing\.\n$/),
  });
  const to = join(temporaryFolder(), 'restored');
  const withoutFile = await commands(place).restore(to, '--skip-damaged');
  expect(withoutFile).toMatchObject({ code: 0, stderr: expect.stringContaining('(the file aa) is missing') });
  expect(await contentOf(to)).toEqual({ ids: ['one', 'two'], files: {} });
});

test('an interrupted backup leaves those before it, and the next one is complete', minute, async () => {
  const [data, place] = [temporaryFolder(), join(temporaryFolder(), 'backup')];
  const chat = await openChat(data);
  const store = await openBackupStore(place, {});
  let left = Infinity;
  /** A store that fails after some puts. */
  const failing = ((): BackupStore => {
    const area = (of: BackupStore['pages']): BackupStore['pages'] => ({
      ...of,
      put: async (...args) => {
        left -= 1;
        if (left < 0) throw new Error('the machine is gone');
        await of.put(...args);
      },
    });
    return { ...store, snapshots: area(store.snapshots), pages: area(store.pages), files: area(store.files) };
  })();
  const source = openSource(data, undefined, Date.now);
  onTestFinished(() => source.close());
  const run = createBackupRun({
    source,
    store: failing,
    keepMs: 1e9,
    fullMs: 1e9,
    now: Date.now,
    warn: () => {},
  });
  await chat.say('m0');
  await chat.putFile('f0', 'f0');
  await run.next();
  for (const [index, puts] of [0, 1, 2, 3, 4].entries()) {
    await chat.say(`m${index + 1}`);
    await chat.putFile(`f${index + 1}`, `f${index + 1}`);
    left = puts;
    await expect(run.next()).rejects.toThrow('the machine is gone');
    left = Infinity;
    expect(await verifyBackup(store)).toMatchObject({ problems: [], snapshots: index + 1 });
    // Nothing was committed since the attempt: what it had read is stored all the same.
    await run.next();
    const to = join(temporaryFolder(), 'restored');
    await restore({ store, to, at: Infinity });
    const content = await contentOf(to);
    expect(content.ids).toEqual(Array.from({ length: index + 2 }, (_, at) => `m${at}`));
    expect(Object.keys(content.files)).toHaveLength(index + 2);
  }
});

test(
  'old generations are removed with what only they need; no moment within the time is lost',
  minute,
  async () => {
    const [data, place] = [temporaryFolder(), join(temporaryFolder(), 'backup')];
    const chat = await openChat(data);
    const store = await openBackupStore(place, {});
    const day = 86_400_000;
    let now = Date.parse('2026-11-01T00:00:00Z');
    const source = openSource(data, undefined, () => now);
    onTestFinished(() => source.close());
    const options = { source, store, keepMs: 2 * day, fullMs: day, now: () => now, warn: () => {} };
    const run = createBackupRun(options);
    await chat.putFile('aa', 'of the first day');
    for (let hours = 0; hours <= 5 * 24; hours += 6) {
      await chat.say(`h${hours}`);
      if (hours === 12) await chat.removeFile('aa');
      await run.next();
      now += day / 4;
    }
    now -= day / 4;
    const { stdout } = await commands(place).list();
    const times = timesIn(stdout);
    // Everything of two days, from a full snapshot at or before.
    expect(times[0]).toBe('2026-11-04T00:00:00.000Z');
    expect(stdout.match(/  full$/gm)).toHaveLength(3);
    expect(times).toHaveLength(9);
    expect(await store.files.keys()).toEqual([]);
    expect((await verifyBackup(store)).problems).toEqual([]);
    const pages = await store.pages.keys();
    expect(pages.filter((key) => key < '20261104')).toEqual([]);
    const to = join(temporaryFolder(), 'restored');
    expect((await commands(place).restore(to, '--at', '2026-11-04T07:00:00Z')).code).toBe(0);
    expect((await contentOf(to)).ids.at(-1)).toBe('h78');
    const tooEarly = await commands(place).restore(
      join(temporaryFolder(), 'new'),
      '--at',
      '2026-11-03T00:00:00Z',
    );
    expect(tooEarly).toMatchObject({ code: 1, stderr: expect.stringContaining('the oldest backup in') });

    // Without commits a snapshot is a manifest.
    const puts: string[] = [];
    const idle = createBackupRun({
      ...options,
      store: { ...store, pages: { ...store.pages, put: async (key) => void puts.push(key) } },
    });
    await idle.next(); // compares all pages, as after any start
    await idle.next();
    expect(puts).toEqual([]);
  },
);

test('a database that shrinks and grows again is restored as it was', minute, async () => {
  const [data, place] = [temporaryFolder(), join(temporaryFolder(), 'backup')];
  const chat = await openChat(data);
  const store = await openBackupStore(place, {});
  const source = openSource(data, undefined, Date.now);
  onTestFinished(() => source.close());
  const run = createBackupRun({ source, store, keepMs: 1e9, fullMs: 1e9, now: Date.now, warn: () => {} });
  const database = new DatabaseSync(join(data, 'chat.sqlite'));
  onTestFinished(() => database.close());
  const digests: string[] = [];
  const pageCounts: number[] = [];
  const steps = [
    'CREATE TABLE ballast AS SELECT randomblob(400000) AS bytes',
    'DROP TABLE ballast; VACUUM',
    'CREATE TABLE ballast AS SELECT zeroblob(300000) AS bytes',
  ];
  for (const step of steps) {
    await chat.say(randomUUID());
    database.exec(step);
    const { snapshot } = await run.next();
    pageCounts.push(snapshot.pageCount);
    digests.push(snapshot.state);
  }
  const [large = 0, small = 0, middle = 0] = pageCounts;
  expect([small < middle, middle < large]).toEqual([true, true]);
  expect(new Set(digests).size).toBe(3);
  expect((await verifyBackup(store)).problems).toEqual([]);
  for (const [index, { at }] of (await listSnapshots(store)).entries()) {
    const to = join(temporaryFolder(), 'restored');
    await restore({ store, to, at });
    expect(statSync(join(to, 'chat.sqlite')).size / 4_096).toBe(pageCounts[index]);
    expect((await contentOf(to)).ids).toHaveLength(index + 1);
  }
});

test('it repeats until it is stopped, alone, and its age can be checked', minute, async () => {
  const [data, place] = [temporaryFolder(), join(temporaryFolder(), 'backup')];
  const { backup, list } = commands(place);
  const chat = await openChat(data);
  const repeated = await startCommand(
    ['backup', '--data', data, '--to', place, '--every', '1s'],
    {},
    'full ',
  );
  const second = await backup(data);
  expect(second).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('chat: another backup is running'),
  });
  const fromElsewhere = temporaryFolder();
  await openChat(fromElsewhere);
  expect((await backup(fromElsewhere)).stderr).toContain('another backup is running');
  await chat.say('later');
  await expect
    .poll(async () => timesIn((await list()).stdout).length, { timeout: 20_000 })
    .toBeGreaterThan(1);
  expect((await list('--max-age', '1m')).code).toBe(0);
  expect(await repeated.stop()).toBe(0);
  expect(readdirSync(data).filter((name) => name.endsWith('-backup'))).toEqual([]);
  await expect.poll(async () => (await list('--max-age', '1s')).code, { timeout: 20_000 }).toBe(1);

  const other = await backup(fromElsewhere);
  expect(other).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('has the backups of another chat'),
  });
});

const otherFile = join(tmpdir(), `chat-no-database-${process.pid}`);
beforeAll(() => writeFileSync(otherFile, 'No database. '.repeat(100)));
afterAll(() => {
  for (const path of [otherFile, `${otherFile}-backup-lock`]) rmSync(path, { force: true });
});

test.each<[string, string[], string]>([
  ['no place', ['backup'], '--to is missing'],
  [
    'no data',
    ['backup', '--to', '/nowhere', '--data', '/nowhere/data'],
    'there is no database /nowhere/data',
  ],
  ['a bad time', ['backup', '--to', '/nowhere', '--every', '5'], '--every 5 is not a time'],
  ['a bad bucket', ['backup', '--to', 's3:bucket'], 's3:bucket is no bucket'],
  ['no target', ['restore', '--from', '/nowhere'], 'restore needs --to'],
  [
    'a moment without a zone',
    ['restore', '--from', '/x', '--to', '/y', '--at', '2026-11-25 14:00'],
    'is not a moment',
  ],
  [
    'a folder that is not empty',
    ['restore', '--from', '/nowhere', '--to', import.meta.dirname],
    'is not empty',
  ],
])('%s is named', minute, async (_what, args, message) => {
  const { code, stderr } = await runCommand(args);
  expect(stderr).toMatch(/^chat: /);
  expect(stderr).toContain(message);
  expect(code).toBeGreaterThan(0);
});
