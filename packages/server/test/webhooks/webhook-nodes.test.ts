// Two nodes over each store: another node continues when one dies with a lease, and no event is skipped.
import { memoryStorage, type ChatStorage } from '@chat/server';
import { mongodbStorage } from '@chat/server/mongodb';
import { postgresStorage } from '@chat/server/postgres';
import { sqliteStorage } from '@chat/server/sqlite';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { patient } from '../../../../test/unhurried.ts';
import { message, startServer } from '../chat/harness.ts';
import { createHub } from '../nodes/hub.ts';
import { breakStorage } from '../storage/break-storage.ts';
import { startMongodb, type MongodbServer } from '../storage/mongodb-server.ts';
import { startPostgres, type PostgresServer } from '../storage/postgres-server.ts';
import { startReceiver } from './webhook-receiver.ts';

let postgres: PostgresServer;
let mongodb: MongodbServer;
beforeAll(async () => {
  [postgres, mongodb] = await Promise.all([startPostgres(), startMongodb()]);
});
afterAll(() => Promise.all([postgres.close(), mongodb.close()]));

const twice = (storage: ChatStorage): [ChatStorage, ChatStorage] => [storage, storage];
/** The storage of each of two nodes: one object, or, like two processes, two over one database. */
const stores: [string, () => [ChatStorage, ChatStorage]][] = [
  ['memory', () => twice(memoryStorage())],
  ['SQLite', () => twice(sqliteStorage(':memory:'))],
  ['PostgreSQL', () => [postgresStorage(postgres.connection), postgresStorage(postgres.connection)]],
  ['MongoDB', () => [mongodbStorage(mongodb.address), mongodbStorage(mongodb.address)]],
];
const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
/** Longer than the lease. */
const leaseMs = 31_000;

test.each(stores)('%s: a node continues for one that died', { timeout: 60_000 }, async (_, make) => {
  const receiver = await startReceiver();
  const storages = make();
  onTestFinished(async () => {
    for (const storage of new Set(storages)) await storage.close();
  });
  let isDead = false;
  let skewMs = 0;
  const mortal = breakStorage(storages[0], ({ timeline }) => ({
    timeline: {
      commit: async (roomId, changes) => {
        if (isDead) throw new Error('this node is dead');
        return timeline.commit(roomId, changes);
      },
    },
  }));
  const hub = createHub();
  const start = (storage: ChatStorage) =>
    startServer({
      storage,
      webhooks: [receiver.webhook({ events: ['message:created'] })],
      io: { adapter: hub.adapter },
      logger: quiet,
      now: () => Date.now() + skewMs,
    });
  const one = await start(mortal);
  const ana = one.chat.as({ id: 'ana', name: 'Ana' });
  await ana.call('room:join', { roomId: 'r' });
  await ana.call('message:send', message('r', '1'));
  await vi.waitFor(() => expect(receiver.texts()).toEqual(['1']), patient);
  // The next event is under way when the node dies.
  receiver.control.respond = () => undefined;
  for (const text of ['2', '3']) await ana.call('message:send', message('r', text));
  await vi.waitFor(() => expect(receiver.texts(receiver.received)).toContain('2'), patient);
  isDead = true;
  receiver.control.respond = null;

  const two = await start(storages[1]);
  const bo = two.chat.as({ id: 'bo', name: 'Bo' });
  await bo.call('room:join', { roomId: 'r' });
  await bo.call('message:send', message('r', '4'));
  // The lease of the first node holds: several rounds find nothing to do.
  await new Promise((resolve) => setTimeout(resolve, 2_500));
  expect(receiver.texts()).toEqual(['1']);
  expect(two.chat.webhooks()[0]?.delivered).toBe(0);
  skewMs = leaseMs;
  await vi.waitFor(() => expect(receiver.texts().slice(-3)).toEqual(['2', '3', '4']), patient);
  // The event under way arrives again under its id. What was delivered after the last save may, too.
  const idsOf = (text: string) =>
    new Set(receiver.received.filter((each) => receiver.texts([each])[0] === text).map(({ id }) => id));
  for (const text of ['1', '2', '3', '4']) expect(idsOf(text).size).toBe(1);
  expect(receiver.texts(receiver.received).filter((text) => text === '2')).toHaveLength(2);
});
