import { setTimeout } from 'node:timers/promises';
import { memoryStorage, type ChatStorage } from '@chat/server';
import { expect, test, vi } from 'vitest';
import { patient } from '../../../../test/unhurried.ts';
import { connect, message, startServer, type Peer } from './harness.ts';

const created = ({ events }: Peer): string[] =>
  events.flatMap((event) => (event.type === 'message:created' ? event.message.text : []));

test('websocket, polling and in-process sessions get the same events in the same order', async () => {
  const { url, chat } = await startServer({ limits: { sendBurst: 1_000 } });
  const ana = await connect(url, { name: 'Ana' });
  const poll = await connect(url, { name: 'Poll' }, { transports: ['polling'] });
  const upgrading = await connect(url, { name: 'Up' }, { transports: ['polling', 'websocket'] });
  const bot = chat.as({ id: 'bot', name: 'Bot', bot: true });
  const heard: string[] = [];
  bot.on('message:created', ({ message: { text } }) => heard.push(text));
  for (const peer of [ana, poll, upgrading, bot]) await peer.call('room:join', { roomId: 'r' });
  const texts = Array.from(
    { length: 300 },
    (_, index) => `${index} ñandú 🎉 ${'x'.repeat(index % 3 === 0 ? 500 : 1)}`,
  );
  await Promise.all(texts.map((text) => ana.call('message:send', message('r', text))));
  const last = (peer: Peer) =>
    peer.until((event) => event.type === 'message:created' && event.message.text === texts.at(-1));
  await Promise.all([ana, poll, upgrading].map(last));
  for (const peer of [ana, poll, upgrading]) expect(created(peer)).toEqual(texts);
  expect(heard).toEqual(texts);
});

test('frames with every length of header arrive complete', async () => {
  const { url } = await startServer({ limits: { maxTextLength: 60_000 } });
  const ana = await connect(url, { name: 'Ana' });
  const bea = await connect(url, { name: 'Bea' });
  await ana.call('room:join', { roomId: 'r' });
  await bea.call('room:join', { roomId: 'r' });
  for (const text of ['a', 'b'.repeat(20_000), 'é'.repeat(60_000 / 2), '€'.repeat(20_000)]) {
    const { id } = await ana.call('message:send', message('r', text));
    const event = await bea.until((each) => each.type === 'message:created' && each.message.id === id);
    expect(event).toMatchObject({ message: { text } });
  }
});

test('concurrent sends of one connection are committed in order, in few transactions', async () => {
  const storage = memoryStorage();
  const sizes: number[] = [];
  const slow: ChatStorage = {
    ...storage,
    timeline: {
      ...storage.timeline,
      commit: async (roomId, changes) => {
        if (changes.every(({ kind }) => kind === 'send')) sizes.push(changes.length);
        if (sizes.length === 1) await setTimeout(100);
        return storage.timeline.commit(roomId, changes);
      },
    },
  };
  const { url } = await startServer({ storage: slow, limits: { sendBurst: 1_000 } });
  const ana = await connect(url, { name: 'Ana' });
  await ana.call('room:join', { roomId: 'r' });
  const texts = Array.from({ length: 50 }, (_, index) => `${index}`);
  const sent = await Promise.all(texts.map((text) => ana.call('message:send', message('r', text))));
  expect(sent.map(({ seq }) => seq)).toEqual(texts.map((_, index) => index + 1));
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(50);
  expect(sizes.length).toBeLessThan(10);
});

test('no change is committed before the previous one is delivered', async () => {
  const storage = memoryStorage();
  const log: string[] = [];
  let second: Promise<unknown> | undefined;
  const slow: ChatStorage = {
    ...storage,
    timeline: {
      ...storage.timeline,
      commit: async (roomId, changes) => {
        if (changes.some(({ kind }) => kind === 'send')) {
          log.push('commits');
          second ??= ana.call('message:send', message('r', 'b'));
          // Longer than what a room takes for quiet.
          await setTimeout(20);
        }
        return storage.timeline.commit(roomId, changes);
      },
    },
  };
  const { chat } = await startServer({ storage: slow });
  const ana = chat.as({ id: 'ana', name: 'Ana' });
  ana.on('message:created', ({ message: { text } }) => log.push(`tells ${text}`));
  await ana.call('room:join', { roomId: 'r' });
  await ana.call('message:send', message('r', 'a'));
  await second;
  await vi.waitFor(() => expect(log).toEqual(['commits', 'tells a', 'commits', 'tells b']), patient);
});

test('an idle connection retains neither its handshake nor its last frame', async () => {
  const { url, chat } = await startServer();
  const ana = await connect(url, { name: 'Ana' });
  await ana.call('room:join', { roomId: 'r' });
  expect(chat.io.sockets.sockets.size).toBe(1);
  for (const { conn, handshake } of chat.io.sockets.sockets.values()) {
    expect(conn.transport).toMatchObject({ socket: { _receiver: { _mask: undefined } } });
    expect(conn.request).toBeUndefined();
    expect(handshake).toMatchObject({ headers: {}, auth: {}, query: {} });
  }
});
