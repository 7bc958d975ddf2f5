// Faults of a PostgreSQL server: several chat servers at once, cut connections, and a crash.
import { postgresStorage } from '@chat/server/postgres';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { ChatStorage } from '../../src/storage/contract/storage.ts';
import { addMember, ana, bo, createRoom, send } from '../../src/testing/sample.ts';
import { startPostgres, type PostgresServer } from './postgres-server.ts';

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server.close());

const open = (schema: string): ChatStorage => {
  const storage = postgresStorage(server.connection, { schema, connections: 5 });
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
  expect(new Set(messages.map(({ id }) => id)).size).toBe(messages.length);
};

test('two servers that write to one room number it without gaps, and one creates the schema', async () => {
  const storages = [open('both'), open('both')];
  await Promise.all(storages.map(({ timeline }) => timeline.commit('r', [createRoom('r')])));
  await Promise.all(
    Array.from({ length: 120 }, (_, at) =>
      (storages[at % 2] as ChatStorage).timeline.commit('r', [send(`m${at}`)]),
    ),
  );
  const whole = await everything(storages[0] as ChatStorage);
  expect(whole.messages).toHaveLength(120);
  expectWhole(whole);
  expect(await everything(storages[1] as ChatStorage)).toEqual(whole);
});

test('an erased user cannot write through any server', async () => {
  const storages = [open('erased'), open('erased')];
  const [one, other] = storages as [ChatStorage, ChatStorage];
  await one.timeline.commit('r', [createRoom('r'), addMember(bo)]);
  let erasedAt = 0;
  const sends = Array.from({ length: 60 }, async (_, at) => {
    const [result] = await other.timeline.commit('r', [send(`m${at}`, bo)]);
    return result?.ok === true ? result.event.rev : 0;
  });
  const erasing = one.timeline.beginErasure('bo', 5).then(async () => {
    erasedAt = (await one.timeline.head('r'))?.rev ?? 0;
  });
  const revs = await Promise.all(sends);
  await erasing;
  expect(Math.max(...revs)).toBeLessThanOrEqual(erasedAt);
  expect((await other.timeline.commit('r', [send('late', bo)]))[0]).toMatchObject({
    ok: false,
    error: { reason: 'erased' },
  });
});

/** Writes until it is stopped, and returns the outcome of each message. */
const writeOn = (storage: ChatStorage, names: string) => {
  const answered = { yes: [] as string[], no: [] as string[] };
  let writing = true;
  const lanes = ['a', 'b', 'c', 'd'].map(async (lane) => {
    for (let at = 0; writing; at += 1) {
      const id = `${names}-${lane}-${at}`;
      const kept = await storage.timeline.commit('r', [send(id)]).then(
        ([result]) => result?.ok === true,
        () => false,
      );
      answered[kept ? 'yes' : 'no'].push(id);
      if (!kept) await new Promise((resolve) => setTimeout(resolve, 20));
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

test('cut connections: acknowledged writes are stored, failed ones are not', async () => {
  const storage = open('cut');
  await storage.timeline.commit('r', [createRoom('r')]);
  const knife = new Client(server.connection);
  await knife.connect();
  onTestFinished(() => knife.end());
  const writing = writeOn(storage, 'cut');
  for (let cut = 0; cut < 40; cut += 1) {
    await expect.poll(() => writing.answered.yes.length, { interval: 1 }).toBeGreaterThan(cut * 3);
    await knife.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE application_name = 'chat' AND pid <> pg_backend_pid() ORDER BY random() LIMIT 2`,
    );
  }
  await writing.stop();
  expect(writing.answered.no.length).toBeGreaterThan(0);
  await expectTrue(storage, writing.answered);
});

test('a server crash loses no acknowledged write, and needs no reopening of the storage', async () => {
  const storage = open('crash');
  await storage.timeline.commit('r', [createRoom('r')]);
  const writing = writeOn(storage, 'crash');
  for (let crash = 1; crash <= 3; crash += 1) {
    await expect.poll(() => writing.answered.yes.length, { interval: 5 }).toBeGreaterThan(crash * 20);
    await server.restart();
  }
  await writing.stop();
  await expectTrue(storage, writing.answered);
});

test('while there is no server, calls reject; they work again once there is', async () => {
  await server.crash();
  const storage = open('late');
  await expect(storage.timeline.commit('r', [createRoom('r')])).rejects.toThrow(/ENOENT|ECONNREFUSED/);
  await expect(storage.timeline.head('r')).rejects.toThrow(/ENOENT|ECONNREFUSED/);
  await expect(storage.timeline.commit('r', [createRoom('r')])).rejects.toMatchObject({ away: true });
  await expect(storage.timeline.head('r')).rejects.toMatchObject({ away: true });
  await server.start();
  expect((await storage.timeline.commit('r', [createRoom('r'), send('m1', ana)]))[1]).toMatchObject({
    ok: true,
  });
});

test('a schema of a newer package and an invalid name are refused; a restored schema has a new epoch', async () => {
  await open('newer').timeline.commit('r', [createRoom('r')]);
  const before = await open('newer').timeline.head('r');
  const restored = postgresStorage(server.connection, { schema: 'newer', restored: true });
  onTestFinished(() => restored.close());
  expect((await restored.timeline.head('r'))?.epoch).not.toBe(before?.epoch);
  const client = new Client(server.connection);
  await client.connect();
  onTestFinished(() => client.end());
  await client.query("UPDATE newer.meta SET value = '99' WHERE key = 'version'");
  await expect(open('newer').timeline.head('r')).rejects.toThrow(/newer version of this package/);
  expect(() => postgresStorage('', { schema: 'a"b' })).toThrow(/schema/);
});
