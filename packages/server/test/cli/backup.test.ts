// `npx @chat/server backup` and `restore`: what they keep, what they refuse, and what they say.
import { randomUUID } from 'node:crypto';
import { readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createChatClient, type ChatRoom } from '@chat/client';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { startSwift, type Swift } from '../../../../test/s3/start-swift.ts';
import { commands, contentOf, openChat, timesIn } from './backup-fixtures.ts';
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
