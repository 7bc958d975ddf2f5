// Run as a separate process: a chat server that its parent controls.
import { once } from 'node:events';
import { appendFileSync, mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { EmailOptions } from '@chat/server';
import type { Answer, ListenOrder, Orders, Told } from './server-orders.ts';
import { answersEarly } from './write-behind.ts';

// The clock of everything in this process, as after a step of the machine's.
const machineClock = Date.now;
let stepMs = 0;
Date.now = () => machineClock() + stepMs;

const { createChatServer, dialect: dialectOf, firstOf, guests, jwt } = await import('@chat/server');
const { sqliteStorage } = await import('@chat/server/sqlite');
const http = createServer();
let connections = (): number => 0;
let close = async (): Promise<void> => {};

const oldVocabulary = dialectOf({
  events: {
    add_user: (caller, said) => caller.enter({ name: said.string('name', 'old') }),
    enter: (caller, said) => caller.call('room:join', { roomId: said.string('roomId') }),
    'message:send': (caller, said) =>
      caller.call('message:send', {
        roomId: said.string('roomId'),
        id: crypto.randomUUID(),
        text: said.string('text'),
      }),
  },
});

/** A mailer that takes a while before a mail is out, and before it says so. */
const mailTo = (file: string): EmailOptions => ({
  send: async ({ to, text }) => {
    await pause(30);
    appendFileSync(file, `${JSON.stringify({ to, text })}\n`);
    await pause(30);
  },
  from: 'chat@example.org',
  addressOf: ({ id }) => `${id}@example.org`,
  baseUrl: 'http://127.0.0.1',
  afterMs: 1_000,
});

const listen = async (order: ListenOrder): Promise<void> => {
  const { port, file, limits, io, secret, early, dialect, proxied, mails } = order;
  const storage = early ? answersEarly(file, sqliteStorage) : sqliteStorage(file);
  const authenticate = secret === undefined ? guests() : firstOf(jwt({ secret }), guests());
  const chat = createChatServer(http, {
    storage,
    authenticate: Object.assign(authenticate, { unique: 'room' as const }),
    ...(limits && { limits }),
    ...(mails && { email: mailTo(mails) }),
    ...(io && { io }),
    ...(dialect && { dialects: [oldVocabulary] }),
    ...(proxied && { address: ({ headers }) => String(headers['x-from'] ?? '127.0.0.1') }),
  });
  http.listen(port, '127.0.0.1');
  await once(http, 'listening');
  connections = () => chat.stats().connections;
  close = async () => {
    await chat.close();
    http.closeAllConnections();
    await storage.close();
  };
};

const orders: Orders = {
  listen,
  step: (ms) => void (stepMs = ms),
  spin: (ms) => {
    const end = performance.now() + ms;
    while (performance.now() < end);
  },
  fill: (ballast) => {
    mkdirSync(dirname(ballast), { recursive: true });
    const { bavail, bsize } = statfsSync(dirname(ballast));
    writeFileSync(ballast, Buffer.alloc(bavail * bsize));
  },
  free: (ballast) => rmSync(ballast),
  connections: () => connections(),
  memory: () => {
    globalThis.gc?.();
    return process.memoryUsage().rss;
  },
};

process.on('message', ({ id, order, input }: Told) => {
  const answer = (reply: Omit<Answer, 'id'>): void => void process.send?.({ id, ...reply });
  Promise.resolve()
    .then(() => (orders[order] as (input: unknown) => unknown)(input))
    .then(
      (value) => answer({ value }),
      (error: unknown) => answer({ error: String(error) }),
    );
});
// Nobody is left behind when the parent is gone.
process.on('disconnect', () => process.exit());
process.on('SIGTERM', () => void close().then(() => process.exit(0)));
process.send?.({ ready: true });
