// Presence over nodes in processes of their own, as far as PostgreSQL can tell: each with its own connections.
import type { ChatEvent, EventOf } from '@chat/protocol';
import { postgresStorage } from '@chat/server/postgres';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { connect, type Peer, type Running } from '../chat/harness.ts';
import { startPostgres, type PostgresServer } from '../storage/postgres-server.ts';
import { mortal, startNodes } from './nodes.ts';
import { patient } from '../../../../test/unhurried.ts';

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server.close());

const open = () => {
  const storage = postgresStorage(server.connection, { connections: 4 });
  onTestFinished(() => storage.close());
  return storage;
};
const join = (peer: Peer) => peer.call('room:join', { roomId: 'plaza' });
const isPresence = (event: ChatEvent): event is EventOf<'presence:changed'> =>
  event.type === 'presence:changed';

test('who is on another node is seen and counted, and goes when that node is dead by the clock of the database', async () => {
  const limits = { presenceBeatMs: 50, presenceLeaseMs: 400, presenceGraceMs: 100 };
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
  await new Promise((resolve) => setTimeout(resolve, 600));
  expect((await join(ana)).occupancy).toBe(2);
  life.isOver = true;
  const told = await ana.until((event) => isPresence(event) && event.left.includes(id));
  expect(told).toMatchObject({ occupancy: 1 });
});
