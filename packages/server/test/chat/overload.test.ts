import { setImmediate } from 'node:timers/promises';
import { createChatClient } from '@chat/client';
import { defaultLimits } from '@chat/protocol';
import type { ChatServerOptions } from '@chat/server';
import { expect, onTestFinished, test } from 'vitest';
import { chatServerOver } from '../../src/create-chat-server.ts';
import { createSocketTransport } from '../../src/transport/socket-transport.ts';
import { connect, message, startServer } from './harness.ts';

/** A real server with a given delay of its event loop. */
const startWithLag = async (options: ChatServerOptions = {}) => {
  let report = (_lagMs: number): void => undefined;
  const { ephemeralLagMs, sendLagMs } = defaultLimits;
  const limits = { ephemeralLagMs, sendLagMs, ...options.limits };
  const running = await startServer({ ...options, limits }, undefined, (http, given = {}) =>
    chatServerOver(createSocketTransport, http, given, (told) => {
      report = told;
      return () => undefined;
    }),
  );
  /** So many looks at the event loop. */
  const look = (lagMs: number, times = 3): void => {
    for (let count = 0; count < times; count += 1) report(lagMs);
  };
  return { ...running, look };
};

const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const refused = { code: 'overloaded', retryAfterMs: expect.any(Number) };

test('a busy server refuses typing and read markers, and still accepts messages', async () => {
  const { url, look, chat } = await startWithLag({ logger: quiet });
  const ana = await connect(url);
  await ana.call('room:join', { roomId: 'r' });
  look(101);
  expect(chat.stats()).toMatchObject({ lagMs: 101, load: 'busy' });
  await expect(ana.call('typing:set', { roomId: 'r', typing: true })).rejects.toMatchObject(refused);
  const sent = await ana.call('message:send', message('r', 'hola'));
  await expect(ana.call('receipt:read', { roomId: 'r', seq: sent.seq })).rejects.toMatchObject(refused);
  look(49);
  expect(chat.stats()).toMatchObject({ load: 'calm' });
  expect(await ana.call('receipt:read', { roomId: 'r', seq: sent.seq })).toMatchObject({ seq: sent.seq });
});

test('a busy server sends presence less often', async () => {
  const { url, look, chat } = await startWithLag({ logger: quiet });
  const ana = await connect(url);
  await ana.call('room:join', { roomId: 'r' });
  await ana.until(({ type }) => type === 'presence:changed');
  look(200);
  ana.events.length = 0;
  const began = performance.now();
  await chat.as({ id: 'bea', name: 'Bea' }).call('room:join', { roomId: 'r' });
  const told = await ana.until(({ type }) => type === 'presence:changed');
  expect(told).toMatchObject({ joined: [{ user: { id: 'bea' } }], occupancy: 2 });
  expect(performance.now() - began).toBeGreaterThan(900);
});

test('an overloaded server refuses to store messages, and still serves reads, joins and moderation', async () => {
  const { url, look, chat } = await startWithLag({ logger: quiet });
  const ana = await connect(url);
  await ana.call('room:join', { roomId: 'r' });
  const first = await ana.call('message:send', message('r', 'uno'));
  look(501);
  expect(chat.stats()).toMatchObject({ load: 'overloaded' });
  const again = message('r', 'dos');
  await expect(ana.call('message:send', again)).rejects.toMatchObject(refused);
  const target = { roomId: 'r', messageId: first.id };
  await expect(ana.call('message:edit', { ...target, text: 'x' })).rejects.toMatchObject(refused);
  await expect(ana.call('message:delete', target)).rejects.toMatchObject(refused);
  const rest = await fetch(`${url}/chat/api/rooms/r/messages`, {
    method: 'POST',
    headers: { authorization: `Bearer ${ana.hello.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ id: again.id, text: again.text }),
  });
  expect([rest.status, Number(rest.headers.get('retry-after'))]).toEqual([503, expect.any(Number)]);
  const { messages } = await ana.call('message:list', { roomId: 'r' });
  expect(messages).toEqual([first]);
  const bot = chat.as({ id: 'bot', name: 'Bot' });
  await bot.call('room:join', { roomId: 'r' });
  expect(await bot.call('message:send', message('r', 'del portal'))).toMatchObject({ seq: 2 });
  await ana.call('member:mute', { roomId: 'r', userId: 'bot', until: null });
  look(249);
  expect(await ana.call('message:send', again)).toMatchObject({ id: again.id, seq: 3 });
});

test('a single pause does not raise the load level, and a single calm sample does not lower it', async () => {
  const { look, chat } = await startWithLag({ logger: quiet });
  const levels = (lagMs: number, times: number): string => (look(lagMs, times), chat.stats().load);
  expect([levels(9_000, 2), levels(0, 1), levels(9_000, 2)]).toEqual(['calm', 'calm', 'calm']);
  expect(levels(9_000, 1)).toBe('overloaded');
  expect([levels(0, 2), levels(9_000, 1), levels(0, 2)]).toEqual(Array(3).fill('overloaded'));
  expect(levels(100, 1)).toBe('busy'); // below half of the one limit, not of the other
  expect([levels(60, 50), levels(0, 2), levels(0, 1)]).toEqual(['busy', 'busy', 'calm']);
});

test('concurrent refusals get different times to retry', async () => {
  const { url, look } = await startWithLag({ logger: quiet });
  const ana = await connect(url);
  await ana.call('room:join', { roomId: 'r' });
  look(1_000);
  const waits: number[] = [];
  for (let count = 0; count < 40; count += 1) {
    const failure = await ana.call('message:send', message('r', 'x')).catch((error: unknown) => error);
    waits.push((failure as { retryAfterMs: number }).retryAfterMs);
  }
  const seconds = waits.map((waitMs) => Math.floor(waitMs / 250));
  expect([Math.min(...waits) >= 1_000, Math.max(...waits) <= 3_000]).toEqual([true, true]);
  expect(new Set(seconds).size).toBe(8);
});

test('messages that our client sends under overload are stored later, once and in order', async () => {
  const { url, look, chat } = await startWithLag({ logger: quiet });
  const client = createChatClient({ url, name: 'Ana' });
  onTestFinished(() => client.close());
  const room = client.room('r');
  await room.join();
  look(1_000);
  const sent = Promise.all(['uno', 'dos', 'tres'].map((text) => room.messages.send({ text })));
  await expect
    .poll(() => room.messages.get().items.map(({ status }) => status))
    .toEqual(Array(3).fill('queued'));
  expect(await chat.as({ id: 'bea', name: 'Bea' }).call('message:list', { roomId: 'r' })).toMatchObject({
    messages: [],
  });
  look(0);
  await sent;
  const { messages } = await chat.as({ id: 'bea', name: 'Bea' }).call('message:list', { roomId: 'r' });
  expect(messages.map(({ seq, text }) => [seq, text])).toEqual([
    [1, 'uno'],
    [2, 'dos'],
    [3, 'tres'],
  ]);
});

test('the server detects a delayed event loop, and its recovery', async () => {
  const { chat } = await startServer({ logger: quiet, limits: { ephemeralLagMs: 20, sendLagMs: 60 } });
  while (chat.stats().load !== 'overloaded') {
    const until = performance.now() + 200;
    while (performance.now() < until);
    await setImmediate();
  }
  expect(chat.stats().lagMs).toBeGreaterThan(60);
  await expect.poll(() => chat.stats().load).toBe('calm');
});
