// Presence over nodes that look like separate processes to the database: each has its own connections.
import type { ChatEvent, EventOf } from '@chat/protocol';
import type { ChatStorage } from '@chat/server';
import { mongodbStorage } from '@chat/server/mongodb';
import { postgresStorage } from '@chat/server/postgres';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { connect, type Peer, type Running } from '../chat/harness.ts';
import { startMongodb, type MongodbServer } from '../storage/mongodb-server.ts';
import { startPostgres, type PostgresServer } from '../storage/postgres-server.ts';
import { mortal, startNodes } from './nodes.ts';
import { patient } from '../../../../test/unhurried.ts';

let postgres: PostgresServer;
let mongodb: MongodbServer;
beforeAll(async () => {
  [postgres, mongodb] = await Promise.all([startPostgres(), startMongodb()]);
});
afterAll(() => Promise.all([postgres.close(), mongodb.close()]));

const stores: Record<string, () => ChatStorage> = {
  PostgreSQL: () => postgresStorage(postgres.connection, { connections: 4 }),
  MongoDB: () => mongodbStorage(mongodb.address, { database: 'presence', connections: 4 }),
};
const opening = (name: string) => () => {
  const storage = (stores[name] as () => ChatStorage)();
  onTestFinished(() => storage.close());
  return storage;
};
const join = (peer: Peer) => peer.call('room:join', { roomId: 'plaza' });
const isPresence = (event: ChatEvent): event is EventOf<'presence:changed'> =>
  event.type === 'presence:changed';

describe.each(Object.keys(stores))('over %s', (name) => {
  test(
    'users on another node are listed and counted, and leave when the database clock finds it dead',
    { timeout: 60_000 },
    async () => {
      const open = opening(name);
      const limits = { presenceBeatMs: 50, presenceLeaseMs: 2_000, presenceGraceMs: 100 };
      const { nodes, start } = await startNodes(1, { limits }, open());
      const [one] = nodes as [Running];
      const { life, storage } = mortal(open());
      const doomed = await start(storage);
      const ana = await connect(one.url, { name: 'Ana' });
      await join(ana);
      const bo = await connect(doomed.url, { name: 'Bo' });
      await join(bo);
      const { id } = bo.hello.user;
      await ana.until((event) => isPresence(event) && event.joined.some(({ user }) => user.id === id));
      await vi.waitFor(async () => expect((await join(bo)).occupancy).toBe(2), patient);
      // Longer than a lease: it is held by beating.
      await new Promise((resolve) => setTimeout(resolve, 2_500));
      expect((await join(ana)).occupancy).toBe(2);
      life.isOver = true;
      const told = await ana.until((event) => isPresence(event) && event.left.includes(id));
      expect(told).toMatchObject({ occupancy: 1 });
      // They could not say so themselves any more.
      const seen = async () => (await ana.call('user:get', { userId: id })).lastSeenAt;
      await vi.waitFor(async () => expect(await seen()).toSatisfy(Number.isInteger), patient);
    },
  );
});
