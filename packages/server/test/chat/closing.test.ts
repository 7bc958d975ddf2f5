import { createServer } from 'node:http';
import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { createChatServer, dialect, memoryStorage } from '@chat/server';
import { io } from 'socket.io-client';
import { expect, onTestFinished, test, vi } from 'vitest';
import { connect, message, startServer, websocketOf } from './harness.ts';
import { openRaw } from './raw-socket.ts';
import { patient } from '../../../../test/unhurried.ts';

test('close() waits until the last seen time of every user is stored', async () => {
  const memory = memoryStorage();
  const seen: string[] = [];
  const users = {
    ...memory.users,
    put: async (record: Parameters<typeof memory.users.put>[0]) => {
      await sleep(50);
      if (record.lastSeenAt !== undefined) seen.push(record.user.id);
    },
  };
  const chat = createChatServer(createServer(), { storage: { ...memory, users } });
  chat.as({ id: 'ana', name: 'Ana' });
  await chat.close();
  expect(seen).toEqual(['ana']);
});

test('close() completes pending commands and refuses new ones', async () => {
  let letGo = (): void => undefined;
  const held = new Promise<void>((resolve) => (letGo = resolve));
  const hooks = { 'before:message:send': () => held };
  const { url, chat } = await startServer({ hooks });
  const [ana, bea] = [await connect(url), await connect(url, { name: 'Bea' })];
  for (const peer of [ana, bea]) await peer.call('room:join', { roomId: 'r' });
  const told: unknown[] = [];
  ana.socket.on('drain', () => told.push('drain'));
  ana.socket.on('closed', (reason) => told.push(reason));
  const sent = ana.call('message:send', message('r', 'uno'));
  await ana.call('room:list', {});
  const closed = chat.close();
  const refusal = { code: 'overloaded', message: 'the server is closing', retryAfterMs: 2_000 };
  await expect(bea.call('room:get', { roomId: 'r' })).rejects.toMatchObject(refusal);
  await expect(openRaw(url)).rejects.toThrow('Unexpected server response');
  expect((await fetch(`${url}/chat/health`)).status).toBe(503);
  letGo();
  expect(await sent).toMatchObject({ seq: 1 });
  await closed;
  expect(told).toEqual(['drain', { code: 'shutdown' }]);
});

test('close() lets plain Socket.IO clients and old front ends reconnect by themselves', async () => {
  const { url, chat } = await startServer({ dialects: [dialect({ events: {} })] });
  const ours = await connect(url);
  const theirs = io(url);
  onTestFinished(() => void theirs.disconnect());
  await vi.waitUntil(() => theirs.connected, patient);
  const reasons: string[] = [];
  for (const socket of [ours.socket, theirs]) socket.on('disconnect', (reason) => reasons.push(reason));
  await chat.close();
  // After 'io server disconnect' they would stay away.
  await expect.poll(() => reasons).toEqual(['transport close', 'transport close']);
});

test('close() cuts off clients that do not respond', async () => {
  const { url, http, chat } = await startServer();
  const deaf = await connect(url);
  const closed = new Promise((resolve) => deaf.socket.once('disconnect', resolve));
  const nobody = await openRaw(url); // not even authenticated
  websocketOf(deaf).pause();
  const began = performance.now();
  await chat.close();
  expect(performance.now() - began).toBeLessThan(5_000);
  expect(await nobody.closed).toBe(1005);
  const left = promisify(http.getConnections.bind(http));
  await expect.poll(() => left()).toBe(0);
  websocketOf(deaf).resume();
  await closed;
});

test('close() takes less than 15 s even if the store never responds', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const memory = memoryStorage();
  const never = () => new Promise<never>(() => {});
  const warned: unknown[] = [];
  const logger = {
    debug: () => {},
    info: () => {},
    warn: (fields: object) => warned.push(fields),
    error: () => {},
  };
  const users = { ...memory.users, put: never };
  const storage = { ...memory, users };
  const chat = createChatServer(createServer(), { storage, logger });
  const ana = chat.as({ id: 'ana', name: 'Ana' });
  await ana.call('room:join', { roomId: 'r' });
  Object.assign(memory.timeline, { commit: never });
  void ana.call('message:send', message('r', 'uno'));
  let isClosed = false;
  void chat.close().then(() => (isClosed = true));
  for (let second = 1; second <= 15 && !isClosed; second += 1) {
    await vi.advanceTimersByTimeAsync(1_000);
    await setImmediate();
  }
  expect(isClosed).toBe(true);
  expect(warned).toMatchObject([{ what: 'commands' }, { what: 'commits' }, { what: 'people' }]);
});
