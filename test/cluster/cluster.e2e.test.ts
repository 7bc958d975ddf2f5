// Three nodes behind nginx, with Redis and PostgreSQL, as `npm run example:cluster` starts them, and every
// possible outage.
import { setInterval as every } from 'node:timers/promises';
import { createChatClient, type ChatClient, type ChatRoom } from '@chat/client';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { longTest } from '../long-test.ts';
import { startCluster, type Cluster } from '../../examples/cluster/cluster.ts';
import { checkLogs } from '../faults/check-logs.ts';
import { checkViews } from '../faults/check-views.ts';
import { openCrowd, type Crowd } from '../faults/crowd.ts';
import { readHistory } from '../faults/stored-rooms.ts';
import { createChance } from '../simulation/chance.ts';

const secret = 'a secret of at least thirty-two characters';
const patienceMs = 60_000;
let cluster: Cluster;
let printed = '';

beforeAll(async () => {
  cluster = await startCluster({ env: { JWT_SECRET: secret }, print: (text) => (printed += text) });
}, 120_000);
afterAll(() => cluster.close());

const createEvent = async (title: string): Promise<string> => {
  const answer = await fetch(`${cluster.url}/api/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ title }),
  });
  expect(answer.status).toBe(201);
  return ((await answer.json()) as { id: string }).id;
};

const enter = async (url: string, name: string, roomId: string): Promise<[ChatClient, ChatRoom]> => {
  const client = createChatClient({ url, name });
  onTestFinished(() => client.close());
  const room = client.room(roomId);
  await room.join();
  return [client, room];
};
const present = (room: ChatRoom): string[] =>
  room.presence
    .get()
    .users.map(({ user }) => user.name)
    .sort();
const said = (room: ChatRoom): string[] => room.messages.get().items.map(({ text }) => text);

/** People go on writing, whatever happens. */
const keepWriting = (crowd: Crowd): (() => Promise<void>) => {
  const stop = new AbortController();
  const writing = (async () => {
    for await (const _ of every(700, null, { signal: stop.signal })) crowd.write(null);
  })().catch(() => {});
  return async () => {
    stop.abort();
    await writing;
  };
};

test(
  "members on different nodes see each other's presence, messages and typing",
  { timeout: 60_000 },
  async () => {
    const roomId = await createEvent('Gala');
    const [, ana] = await enter(cluster.nodes[0]?.url ?? '', 'Ana', roomId);
    const [, bo] = await enter(cluster.nodes[1]?.url ?? '', 'Bo', roomId);
    const [, eve] = await enter(cluster.nodes[2]?.url ?? '', 'Eve', roomId);
    for (const room of [ana, bo, eve])
      await expect.poll(() => present(room), { timeout: 15_000 }).toEqual(['Ana', 'Bo', 'Eve']);
    await ana.messages.send({ text: 'hola' });
    await bo.messages.send({ text: 'qué tal' });
    for (const room of [ana, bo, eve])
      await expect.poll(() => said(room), { timeout: 15_000 }).toEqual(['hola', 'qué tal']);
    await expect
      .poll(
        () => {
          eve.typing.start(); // as with every key
          return ana.typing.get().users.map(({ name }) => name);
        },
        { timeout: 15_000 },
      )
      .toEqual(['Eve']);
  },
);

longTest('members on a killed node go offline within 25 seconds', { timeout: 90_000 }, async () => {
  const roomId = await createEvent('Feria');
  const [first, second] = cluster.nodes;
  const [, ana] = await enter(first?.url ?? '', 'Ana', roomId);
  await enter(second?.url ?? '', 'Bo', roomId);
  await expect.poll(() => present(ana), { timeout: 15_000 }).toEqual(['Ana', 'Bo']);
  await second?.end('SIGKILL');
  await expect.poll(() => present(ana), { timeout: 25_000 }).toEqual(['Ana']);
  await second?.start();
});

test(
  'outages of nodes, Redis and PostgreSQL lose or duplicate no acknowledged message',
  { timeout: 240_000 },
  async () => {
    const rooms = await Promise.all(['uno', 'dos'].map(createEvent));
    const crowd = openCrowd({ url: cluster.url, rooms, secret, chance: createChance(7), outages: true });
    onTestFinished(() => crowd.close());
    const stopWriting = keepWriting(crowd);
    const goesOn = async (): Promise<void> => {
      if (!(await crowd.acked(12, patienceMs))) throw new Error(`stuck: ${crowd.state()}`);
    };
    await goesOn();

    await cluster.nodes[0]?.end('SIGKILL');
    await goesOn();
    await cluster.nodes[0]?.start();

    await cluster.redis.end('SIGKILL');
    await goesOn();
    await cluster.redis.start();
    await goesOn();

    await cluster.postgres.end('SIGQUIT');
    await cluster.postgres.start();
    await goesOn();

    for (const node of cluster.nodes) {
      expect(await node.end('SIGTERM')).toBe(0);
      await node.start();
      await goesOn();
    }

    await stopWriting();
    if (!(await crowd.settled(patienceMs))) throw new Error(`not settled: ${crowd.state()}`);
    await expect
      .poll(() => checkViews(crowd, rooms, cluster.url), { timeout: patienceMs, interval: 1_000 })
      .toEqual([]);
    const stored = await readHistory(cluster.url, rooms);
    crowd.close();
    expect(checkLogs({ rooms, stored, ...crowd.logs() })).toEqual([]);
    const { written, acked } = crowd.counts();
    process.stdout.write(`cluster: ${written} written, ${acked} acknowledged\n`);
    expect(printed).not.toMatch(/unhandled/i);
  },
);
