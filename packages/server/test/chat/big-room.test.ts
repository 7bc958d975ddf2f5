import type { ChatEvent } from '@chat/protocol';
import type { ChatServer, Session } from '@chat/server';
import { expect, test } from 'vitest';
import { connect, startServer, websocketOf, type Peer } from './harness.ts';

const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

const name = (index: number): string => `p${String(index).padStart(5, '0')}`;

/** People who come one after the other. */
const come = async (chat: ChatServer, from: number, count: number): Promise<Session[]> => {
  const sessions = Array.from({ length: count }, (_, index) => {
    const id = name(from + index);
    return chat.as({ id, name: `Person ${id}` });
  });
  for (const session of sessions) await session.call('room:join', { roomId: 'r' });
  return sessions;
};

const counts = (peer: Peer, occupancy: number): Promise<ChatEvent> =>
  peer.until((event) => event.type === 'presence:changed' && event.occupancy === occupancy);

const named = ({ events }: Peer, list: 'joined' | 'left'): string[] =>
  events.flatMap((event) => {
    if (event.type !== 'presence:changed') return [];
    return list === 'left' ? event.left : event.joined.map(({ user }) => user.id);
  });

const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));

test(
  'a room of 5,000 sends a new member one page of members, and then only counts',
  { timeout: 60_000 },
  async () => {
    const { url, chat } = await startServer();
    const sessions = await come(chat, 0, 5_000);
    const ana = await connect(url);
    const snapshot = await ana.call('room:join', { roomId: 'r' });
    expect(snapshot.occupancy).toBe(5_001);
    expect(snapshot.members.map(({ user }) => user.id)).toEqual(
      Array.from({ length: 50 }, (_, index) => name(index)),
    );
    expect(bytesOf(snapshot)).toBeLessThan(10_000);

    await counts(ana, 5_001);
    ana.events.length = 0;
    const more = await come(chat, 5_000, 500);
    await counts(ana, 5_501);
    for (const session of [...more, ...sessions.slice(1_000, 1_500)]) session.close();
    await counts(ana, 4_501);
    expect([named(ana, 'joined'), named(ana, 'left')]).toEqual([[], []]);
    expect(bytesOf(ana.events)).toBeLessThan(5_000);

    // Those on the first screen are known by name, and so is their going.
    for (const session of sessions.slice(10, 20)) session.close();
    await counts(ana, 4_491);
    expect(named(ana, 'left')).toEqual(Array.from({ length: 10 }, (_, index) => name(10 + index)));

    const listed: string[] = [];
    for (let hasMore = true; hasMore;) {
      const after = listed.at(-1);
      const page = await ana.call('member:list', {
        roomId: 'r',
        limit: 100,
        ...(after === undefined ? {} : { after }),
      });
      expect(page.members.length).toBeLessThanOrEqual(100);
      listed.push(...page.members.map(({ user }) => user.id));
      ({ hasMore } = page);
    }
    expect(listed).toHaveLength(4_491);
    expect(new Set(listed).size).toBe(4_491);
    expect(listed).toEqual(listed.toSorted());
  },
);

test('members listed on demand are named when they leave', async () => {
  const { url, chat } = await startServer();
  const sessions = await come(chat, 0, 300);
  const ana = await connect(url);
  await ana.call('room:join', { roomId: 'r' });
  await ana.call('member:list', { roomId: 'r', after: name(199), limit: 10 });
  sessions[205]?.close();
  sessions[250]?.close();
  await counts(ana, 299);
  expect(named(ana, 'left')).toEqual([name(205)]);
});

test('a room of a hundred names all who join and leave', async () => {
  const { url, chat } = await startServer();
  const ana = await connect(url);
  await ana.call('room:join', { roomId: 'r' });
  const sessions = await come(chat, 0, 45);
  await counts(ana, 46);
  sessions.push(...(await come(chat, 45, 45)));
  await counts(ana, 91);
  expect(named(ana, 'joined')).toEqual(
    expect.arrayContaining(Array.from({ length: 90 }, (_, index) => name(index))),
  );
  ana.events.length = 0; // the first event may show her alone
  for (const session of sessions) session.close();
  await counts(ana, 1);
  expect(named(ana, 'left').toSorted()).toEqual(Array.from({ length: 90 }, (_, index) => name(index)));
});

const bytesRead = (peer: Peer): number => {
  const line = websocketOf(peer) as unknown as Record<'_socket', { bytesRead: number }>;
  return line['_socket'].bytesRead;
};

test('each of a thousand users who join at once receives at most 10 KB', { timeout: 60_000 }, async () => {
  const { url, chat } = await startServer({
    logger: quiet,
    limits: { authTimeoutMs: 60_000, maxConnectionsPerAddress: 2_000 },
  });
  const crowd: Peer[] = [];
  // Not all handshakes at once: their clients share this process.
  for (let first = 0; first < 1_000; first += 50) {
    const names = Array.from({ length: 50 }, (_, index) => ({ name: `Persona ${first + index}` }));
    crowd.push(...(await Promise.all(names.map((auth) => connect(url, auth)))));
  }
  const before = crowd.map(bytesRead);
  const joined = crowd.map(({ socket }) => socket.emitWithAck('room:join', { roomId: 'r' }));
  for (const reply of await Promise.all(joined)) expect(reply).toMatchObject({ ok: true });
  const ana = await connect(url);
  await ana.call('room:join', { roomId: 'r' });
  await counts(ana, 1_001);
  const received = crowd.map((peer, index) => bytesRead(peer) - (before[index] ?? 0));
  expect(received.reduce((sum, each) => sum + each, 0) / crowd.length).toBeLessThan(10_240);
  expect(chat.stats()).toMatchObject({ connections: 1_001, users: 1_001 });
});
