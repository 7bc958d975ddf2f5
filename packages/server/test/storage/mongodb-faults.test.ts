// Faults of a MongoDB server: several chat servers at once, lost responses, cut connections, and a killed
// process.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { mongodbStorage } from '@chat/server/mongodb';
import { MongoClient } from 'mongodb';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { ChatStorage } from '../../src/storage/contract/storage.ts';
import { fileIdOf, sampleFile } from '../../src/testing/file-cases.ts';
import { addMember, ana, bo, createRoom, edit, react, send } from '../../src/testing/sample.ts';
import { startMongodb, type MongodbServer } from './mongodb-server.ts';

let server: MongodbServer;
beforeAll(async () => {
  server = await startMongodb({ lifetimeMs: 2_000 });
});
afterAll(() => server.close());

const open = (database: string, address = server.address): ChatStorage => {
  const storage = mongodbStorage(address, { database, connections: 5 });
  onTestFinished(() => storage.close());
  return storage;
};

const everything = async ({ timeline }: ChatStorage) => {
  const changes = await timeline.changes('r', 0, 100_000, { unfiltered: true });
  if (changes === null) throw new Error('there is no room');
  return changes;
};

/** No number is missing between the first and the last. */
const expectWhole = ({ head, messages }: Awaited<ReturnType<typeof everything>>): void => {
  const seqs = messages.map(({ seq }) => seq).sort((a, b) => a - b);
  expect(seqs).toEqual(seqs.map((_, index) => index + 1));
  expect(head.seq).toBe(seqs.length);
  expect(head.rev).toBe(Math.max(...messages.map(({ rev }) => rev)));
  expect(new Set(messages.map(({ id }) => id)).size).toBe(messages.length);
};

test('two servers that write to one room number it without gaps', async () => {
  const before = server.gate.conflicts();
  const storages = [open('both'), open('both')];
  await Promise.all(storages.map(({ timeline }) => timeline.commit('r', [createRoom('r')])));
  await Promise.all(
    Array.from({ length: 60 }, (_, at) =>
      (storages[at % 2] as ChatStorage).timeline.commit('r', [send(`m${at}`)]),
    ),
  );
  const whole = await everything(storages[0] as ChatStorage);
  expect(whole.messages).toHaveLength(60);
  expectWhole(whole);
  expect(await everything(storages[1] as ChatStorage)).toEqual(whole);
  // Without a conflict, this would prove nothing.
  expect(server.gate.conflicts()).toBeGreaterThan(before);
});

test.each([
  [18, 'Authentication failed.', { misconfigured: true }],
  [13, 'not authorized on chat to execute command', { misconfigured: true }],
  [8_000, 'bad auth : authentication failed', { misconfigured: true }],
  [8_000, 'you are over your space quota, using 513 MB of 512 MB', { code: 'storage_full' }],
  [14_031, 'available disk space is less than required', { code: 'storage_full' }],
])('error %i, %s, rejects with its cause', async (code, errmsg, expected) => {
  const { timeline } = open('refused');
  await timeline.commit('r', [createRoom('r')]);
  server.gate.refuseWith({ code, errmsg });
  onTestFinished(() => server.gate.refuseWith(null));
  await expect(timeline.commit('r', [send('m')])).rejects.toMatchObject(expected);
  await expect(timeline.head('r')).rejects.toMatchObject(expected);
});

test('an erased user cannot write through any server', async () => {
  const storages = [open('erased'), open('erased')];
  const [one, other] = storages as [ChatStorage, ChatStorage];
  await one.timeline.commit('r', [createRoom('r'), addMember(bo)]);
  // Repeated, so that some writes are in progress when the erasure begins.
  for (let round = 0; round < 8; round += 1) {
    const cato = { id: `cato-${round}`, name: 'Cato' };
    const revs: number[] = [];
    const sends = Array.from({ length: 8 }, async (_, at) => {
      const [result] = await other.timeline.commit('r', [send(`m${round}-${at}`, cato)]);
      revs.push(result?.ok === true ? result.event.rev : 0);
    });
    await sends[1];
    await one.timeline.beginErasure(cato.id, 5);
    const erasedAt = (await one.timeline.head('r'))?.rev ?? 0;
    await Promise.all(sends);
    expect(revs[0]).toBeGreaterThan(0);
    expect(revs.at(-1)).toBe(0);
    expect(Math.max(...revs)).toBeLessThanOrEqual(erasedAt);
  }
  await one.timeline.beginErasure('bo', 5);
  expect((await other.timeline.commit('r', [send('late', bo)]))[0]).toMatchObject({
    ok: false,
    error: { reason: 'erased' },
  });
});

test('a commit whose response is lost is applied once and acknowledged', async () => {
  const storage = open('lost');
  await storage.timeline.commit('r', [createRoom('r')]);
  for (let at = 0; at < 5; at += 1) {
    // More often than the driver retries by itself.
    server.gate.loseAnswers(3);
    const [result] = await storage.timeline.commit('r', [send(`m${at}`)]);
    expect(result).toMatchObject({
      ok: true,
      known: false,
      event: { rev: at + 2, message: { seq: at + 1 } },
    });
  }
  expectWhole(await everything(storage));
});

/** Writes until it is stopped, and returns the outcome of each message. */
const writeOn = (storage: ChatStorage, names: string) => {
  const answered = { yes: [] as string[], no: [] as string[] };
  let writing = true;
  const lanes = ['a', 'b', 'c'].map(async (lane) => {
    for (let at = 0; writing; at += 1) {
      const id = `${names}-${lane}-${at}`;
      const kept = await storage.timeline.commit('r', [send(id)]).then(
        ([result]) => result?.ok === true,
        () => false,
      );
      answered[kept ? 'yes' : 'no'].push(id);
    }
  });
  return {
    answered,
    stop: () => {
      writing = false;
      return Promise.all(lanes);
    },
  };
};

const expectTrue = async (storage: ChatStorage, { yes, no }: { yes: string[]; no: string[] }) => {
  const whole = await everything(storage);
  const stored = new Set(whole.messages.map(({ id }) => id));
  expect(yes.filter((id) => !stored.has(id))).toEqual([]);
  expect(no.filter((id) => stored.has(id))).toEqual([]);
  expectWhole(whole);
};

test(
  'cut connections: acknowledged writes are stored, failed ones are not',
  { timeout: 60_000 },
  async () => {
    const storage = open('cut');
    await storage.timeline.commit('r', [createRoom('r')]);
    const writing = writeOn(storage, 'cut');
    for (let cut = 0; cut < 10; cut += 1) {
      const { length } = writing.answered.yes;
      await expect
        .poll(() => writing.answered.yes.length, { interval: 1, timeout: 20_000 })
        .toBeGreaterThan(length + 1);
      server.gate.cut();
    }
    await writing.stop();
    await expectTrue(storage, writing.answered);
  },
);

test(
  'a process killed while writing loses no acknowledged write and does not block others for long',
  { timeout: 60_000 },
  async () => {
    const storage = open('killed');
    await storage.timeline.commit('r', [createRoom('r')]);
    const child = spawn(
      process.execPath,
      [new URL('mongodb-writer.ts', import.meta.url).pathname, server.address, 'killed'],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const yes: string[] = [];
    const gone = once(child, 'exit');
    for await (const id of createInterface({ input: child.stdout })) {
      yes.push(id);
      if (yes.length === 10) child.kill('SIGKILL');
    }
    await gone;
    const [result] = await storage.timeline.commit('r', [send('after')]);
    expect(result?.ok).toBe(true);
    await expectTrue(storage, { yes: [...yes, 'after'], no: [] });
  },
);

test('while there is no server, calls reject', { timeout: 60_000 }, async () => {
  const other = await startMongodb();
  await other.close();
  const { timeline } = open('none', other.address);
  await Promise.all([
    expect(timeline.commit('r', [createRoom('r')])).rejects.toThrow(/ECONNREFUSED/),
    expect(timeline.head('r')).rejects.toThrow(/ECONNREFUSED/),
    expect(timeline.commit('r', [createRoom('r')])).rejects.toMatchObject({ away: true }),
    expect(timeline.head('r')).rejects.toMatchObject({ away: true }),
  ]);
});

test('a standalone server, a newer database and an invalid name are refused; a restored database has a new epoch', async () => {
  const alone = await startMongodb({ alone: true });
  onTestFinished(() => alone.close());
  await expect(open('alone', alone.address).timeline.head('r')).rejects.toThrow(/member of a replica set/);
  expect(() => mongodbStorage(server.address, { database: 'a.b' })).toThrow(/database/);

  await open('newer').timeline.commit('r', [createRoom('r')]);
  const before = await open('newer').timeline.head('r');
  const restored = mongodbStorage(server.address, { database: 'newer', restored: true });
  onTestFinished(() => restored.close());
  expect((await restored.timeline.head('r'))?.epoch).not.toBe(before?.epoch);
  const client = new MongoClient(server.address);
  onTestFinished(() => client.close());
  await client
    .db('newer')
    .collection<{ _id: string }>('meta')
    .updateOne({ _id: 'chat' }, { $set: { version: 99 } });
  await expect(open('newer').timeline.head('r')).rejects.toThrow(/newer version of this package/);
});

test('an object in place of an id is never an operator', async () => {
  const { timeline, files, notifications } = open('operators');
  await timeline.commit('r', [
    createRoom('r'),
    send('m1', ana, { data: { $set: { 'a.b': '$where' }, __proto__: 1 } }),
    send('m2', ana, { threadId: 'm1' }),
    edit('m1', 'more'),
    react('m1', ana),
  ]);
  await files.add(sampleFile(1), { userBytes: 1e9, roomBytes: 1e9 });
  const { uploadedBy: userId, roomId } = sampleFile(1).file;
  await files.bind([fileIdOf(1)], { roomId, userId, messageId: 'm1' });
  await notifications.subscribe('ana', {
    endpoint: 'https://push.example/1',
    keys: { p256dh: 'p', auth: 'a' },
    createdAt: 1,
  });
  const all = { $gt: '' } as unknown as string;
  await timeline.readMarker('r', 'ana', { joinedAt: 1, joinedSeq: 0, readSeq: 0 });
  const answers = await Promise.allSettled([
    timeline.message('r', all),
    timeline.page('r', { threadId: all, limit: 5, unfiltered: true }),
    timeline.page(all, { limit: 5 }),
    timeline.member('r', all),
    timeline.versions('r', all),
    timeline.reactors('r', { messageId: all, emoji: all }, { limit: 5 }),
    files.get(all),
    files.ofMessage(roomId, all),
    notifications.unsubscribe('ana', all),
  ]);
  const found = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
  const nothing = [null, false, [], { messages: [], hasMore: false }, { userIds: [], hasMore: false }];
  for (const each of found) expect(nothing).toContainEqual(each);
  const { messages } = await timeline.page('r', { limit: 5 });
  expect(messages.map(({ data }) => JSON.stringify(data))).toEqual([
    JSON.stringify({ $set: { 'a.b': '$where' }, __proto__: 1 }),
  ]);
});
