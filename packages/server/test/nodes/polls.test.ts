// Votes in one poll over two nodes at once, in each store: each counts once, and both nodes show the tally.
import { randomUUID } from 'node:crypto';
import type { Poll, User } from '@chat/protocol';
import { memoryStorage, type ChatStorage } from '@chat/server';
import { mongodbStorage } from '@chat/server/mongodb';
import { postgresStorage } from '@chat/server/postgres';
import { sqliteStorage } from '@chat/server/sqlite';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { patient } from '../../../../test/unhurried.ts';
import { connect, startServer, type Peer, type Running } from '../chat/harness.ts';
import { startMongodb, type MongodbServer } from '../storage/mongodb-server.ts';
import { startPostgres, type PostgresServer } from '../storage/postgres-server.ts';
import { createHub } from './hub.ts';

const roomId = 'r';
const optionIds = ['1', '2', '3'];

let postgres: PostgresServer;
let mongodb: MongodbServer;
beforeAll(async () => {
  [postgres, mongodb] = await Promise.all([startPostgres(), startMongodb()]);
});
afterAll(() => Promise.all([postgres.close(), mongodb.close()]));

/** The storage of each of two nodes: one object, or, like two processes, two over one database. */
const stores: [string, () => readonly [ChatStorage, ChatStorage]][] = [
  ['memory', () => twice(memoryStorage())],
  ['SQLite', () => twice(sqliteStorage(':memory:'))],
  ['PostgreSQL', () => [postgresStorage(postgres.connection), postgresStorage(postgres.connection)]],
  ['MongoDB', () => [mongodbStorage(mongodb.address), mongodbStorage(mongodb.address)]],
];

const twice = (storage: ChatStorage): [ChatStorage, ChatStorage] => [storage, storage];

const startTwo = async (storages: readonly [ChatStorage, ChatStorage]): Promise<[Running, Running]> => {
  // Registered first, so that it ends last.
  onTestFinished(async () => {
    for (const storage of new Set(storages)) await storage.close();
  });
  const hub = createHub();
  const start = (storage: ChatStorage) =>
    startServer({
      storage,
      files: false,
      authenticate: ({ token = '' }): User => ({ id: token, name: token }),
      limits: { reactionsPerSecond: Infinity },
      io: { adapter: hub.adapter },
    });
  return [await start(storages[0]), await start(storages[1])];
};

const tallyOf = ({ options, voters }: Poll) => ({ votes: options.map(({ votes }) => votes), voters });

const latest = ({ events }: Peer, id: string): Poll | undefined =>
  events
    .flatMap((event) =>
      event.type === 'message:updated' && event.message.id === id ? [event.message.poll] : [],
    )
    .at(-1);

test.each(stores)('%s: votes over two nodes count once, and both nodes show them', async (_, make) => {
  const nodes = await startTwo(make());
  const voters = await Promise.all(
    Array.from({ length: 8 }, async (_each, index) => {
      const peer = await connect(nodes[index % 2 === 0 ? 0 : 1].url, { token: `u${index}` });
      await peer.call('room:join', { roomId });
      return peer;
    }),
  );
  const [first, second] = voters as [Peer, Peer];
  // The same user on the other node.
  const otherDevice = await connect(nodes[1].url, { token: 'u0' });
  await otherDevice.call('room:join', { roomId });
  for (const anonymous of [undefined, true] as const) {
    const { id: messageId } = await first.call('poll:create', {
      roomId,
      id: randomUUID(),
      question: 'Where to?',
      options: ['Sea', 'Hills', 'Town'],
      multiple: true,
      ...(anonymous ? { anonymous } : {}),
    });
    const vote = (peer: Peer, options: string[]) => peer.call('poll:vote', { roomId, messageId, options });
    // Each user votes several times at once; which of the votes is the last is up to the store.
    await Promise.all([
      ...voters.flatMap((peer, index) =>
        [0, 1, 2].map((turn) => vote(peer, optionIds.slice((index + turn) % 3))),
      ),
      vote(otherDevice, ['2']),
      vote(otherDevice, []),
    ]);
    const mine = await Promise.all(
      voters.map(async (peer) => (await peer.call('poll:results', { roomId, messageId })).mine),
    );
    const counted = {
      votes: optionIds.map((id) => mine.filter((options) => options.includes(id)).length),
      voters: mine.filter((options) => options.length > 0).length,
    };
    for (const peer of [first, second]) {
      const state = await peer.call('poll:results', { roomId, messageId, voters: true, limit: 100 });
      expect(tallyOf(state.poll)).toEqual(counted);
      expect(state.voters?.length).toBe(anonymous ? undefined : counted.voters);
    }
    for (const peer of voters)
      await vi.waitFor(() => expect(tallyOf(latest(peer, messageId)!)).toEqual(counted), patient);
    const { poll } = await second.call('message:get', { roomId, messageId });
    expect(tallyOf(poll!)).toEqual(counted);
  }
});
