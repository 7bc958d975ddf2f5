import type { User } from '@chat/protocol';
import { memoryStorage, type ChatServerOptions, type ChatStorage } from '@chat/server';
import { mongodbStorage } from '@chat/server/mongodb';
import { postgresStorage } from '@chat/server/postgres';
import { sqliteStorage } from '@chat/server/sqlite';
import { afterAll, beforeAll, onTestFinished } from 'vitest';
import { turnOf } from '../../../../test/run-size.ts';
import { connect, startServer, type Peer, type Running } from '../chat/harness.ts';
import { createHub } from '../nodes/hub.ts';
import { startMongodb, type MongodbServer } from '../storage/mongodb-server.ts';
import { startPostgres, type PostgresServer } from '../storage/postgres-server.ts';

export type Storages = readonly [ChatStorage, ChatStorage];

export const twice = (storage: ChatStorage): Storages => [storage, storage];

/**
 * The storage of each of two nodes: one object, or, like two processes, two over one database. A short run takes half of
 * them: the contract tests run on every store.
 */
export const pairsOfStores = (): [string, () => Storages][] => {
  let postgres: PostgresServer | undefined;
  let mongodb: MongodbServer | undefined;
  const all: [string, () => Storages][] = [
    ['memory', () => twice(memoryStorage())],
    ['SQLite', () => twice(sqliteStorage(':memory:'))],
    ['PostgreSQL', () => [postgresStorage(postgres!.connection), postgresStorage(postgres!.connection)]],
    ['MongoDB', () => [mongodbStorage(mongodb!.address), mongodbStorage(mongodb!.address)]],
  ];
  const taken = turnOf('stores of two nodes', all, 2);
  const takes = (store: string): boolean => taken.some(([name]) => name === store);
  beforeAll(async () => {
    if (takes('PostgreSQL')) postgres = await startPostgres();
    if (takes('MongoDB')) mongodb = await startMongodb();
  });
  afterAll(async () => {
    await postgres?.close();
    await mongodb?.close();
  });
  return taken;
};

/** Signs in everybody by a token, which is their id. */
export const byToken = ({ token = '' }: { token?: string | undefined }): User => ({
  id: token,
  name: token.toUpperCase(),
  ...(token.startsWith('guest') ? { guest: true } : {}),
});

export const startTwo = async (
  storages: Storages,
  options: ChatServerOptions = {},
  hub = createHub(),
): Promise<[Running, Running]> => {
  // Registered first, so that it ends last.
  onTestFinished(async () => {
    for (const storage of new Set(storages)) await storage.close();
  });
  const start = (storage: ChatStorage) =>
    startServer({
      files: false,
      authenticate: byToken,
      ...options,
      storage,
      io: { adapter: hub.adapter },
    });
  return [await start(storages[0]), await start(storages[1])];
};

export const signedIn = ({ url }: Running, token: string): Promise<Peer> => connect(url, { token });

export const joined = async (node: Running, token: string, roomId = 'r'): Promise<Peer> => {
  const peer = await signedIn(node, token);
  await peer.call('room:join', { roomId });
  return peer;
};
