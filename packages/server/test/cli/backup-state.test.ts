// What a backup holds after damage, interruptions, removals and changes of size.
import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { createBackupRun } from '../../src/cli/backup/backup-run.ts';
import { openBackupStore, type BackupStore } from '../../src/cli/backup/backup-store.ts';
import { listSnapshots } from '../../src/cli/backup/chain.ts';
import { restore } from '../../src/cli/backup/restore.ts';
import { openSource } from '../../src/cli/backup/source.ts';
import { verifyBackup } from '../../src/cli/backup/verify-backup.ts';
import { commands, contentOf, openChat, timesIn } from './backup-fixtures.ts';
import { temporaryFolder } from './run-command.ts';

const minute = { timeout: 60_000 };

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
  const store = await openBackupStore(place, {});
  expect((await verifyBackup(store)).problems).toEqual([]);
  for (const path of objects) {
    const whole = readFileSync(path);
    const damaged = Buffer.from(whole);
    const middle = Math.floor(damaged.length / 2);
    damaged.writeUInt8(damaged.readUInt8(middle) ^ 1, middle);
    writeFileSync(path, damaged);
    expect((await verifyBackup(store)).problems).toEqual([expect.stringContaining(basename(path))]);
    const to = join(temporaryFolder(), 'restored');
    await expect(restore({ store, to, at: Infinity })).rejects.toThrow(/damaged/);
    expect(existsSync(join(to, 'chat.sqlite'))).toBe(false);
    writeFileSync(path, whole);
  }
  // The newest manifest is not missed: the backup is that of the one before.
  for (const path of objects.filter((each) => !/\/snapshots\/.*-00001$/.test(each))) {
    const whole = readFileSync(path);
    rmSync(path);
    expect((await verifyBackup(store)).problems).toEqual([expect.stringContaining('missing')]);
    const to = join(temporaryFolder(), 'restored');
    await expect(restore({ store, to, at: Infinity })).rejects.toThrow(/missing/);
    expect(existsSync(join(to, 'chat.sqlite'))).toBe(false);
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
      // A file that was deleted stays for the snapshots that have it.
      expect((await verifyBackup(store)).problems).toEqual([]);
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
