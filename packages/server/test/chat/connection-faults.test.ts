// An error in one connection ends neither the process nor another connection.
import { readFileSync } from 'node:fs';
import { dialect, type ChatServerOptions } from '@chat/server';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createListenerGuard } from '../../src/async/listener-guard.ts';
import { connect, message, startServer } from './harness.ts';
import { openRaw } from './raw-socket.ts';

const escaped: unknown[] = [];
const escape = (error: unknown): void => void escaped.push(error);
const events = ['uncaughtException', 'unhandledRejection'] as const;
let others: ((error: Error) => void)[][] = [];
beforeEach(() => {
  escaped.length = 0;
  others = events.map((event) => process.listeners(event as 'uncaughtException') as never);
  for (const event of events) process.removeAllListeners(event).on(event, escape);
});
afterEach(() => {
  events.forEach((event, index) => {
    process.removeAllListeners(event);
    for (const listener of others[index] ?? []) process.on(event, listener);
  });
});

/** A server with both kinds of sockets, and what it logs at `error`. */
const start = async (options: ChatServerOptions = {}) => {
  const errors: { err?: unknown; text: string }[] = [];
  const logger = {
    debug: () => {},
    info: () => {},
    warn: () => {},
    error: (fields: { err?: unknown }, text: string) => void errors.push({ ...fields, text }),
  };
  const old = dialect({ events: { ping: () => ({ pong: true }) } });
  return { ...(await startServer({ logger, dialects: [old], ...options })), errors };
};

const openPolling = async (url: string, path: string) => {
  const address = `${url}${path}/?EIO=4&transport=polling`;
  const { sid } = JSON.parse((await (await fetch(address)).text()).slice(1)) as { sid: string };
  return {
    post: async (body: string) => (await fetch(`${address}&sid=${sid}`, { method: 'POST', body })).status,
    poll: async () => (await fetch(`${address}&sid=${sid}`)).text(),
  };
};

test.each(['websocket', 'polling'])('a second CONNECT packet is refused by %s', async (transport) => {
  const { url, chat, errors } = await start();
  let frames: () => Promise<string>;
  if (transport === 'polling') {
    const { post, poll } = await openPolling(url, '/chat/socket');
    await post('40{"name":"a"}\x1e40{"name":"b"}\x1e40{"name":"c"}');
    let text = '';
    frames = async () => (text += text.includes('hello') ? '' : await poll());
  } else {
    const raw = await openRaw(url);
    for (const name of ['a', 'b', 'c']) raw.send(`40{"name":"${name}"}`);
    frames = () => Promise.resolve(raw.received.join('\n'));
  }
  await expect.poll(frames).toContain('"hello"');
  const text = await frames();
  expect(text.match(/40\{"sid"/g)).toHaveLength(1);
  expect(text).toMatch(/44\{[^\n]*"conflict"/);
  expect(text).toContain('"name":"a"');
  expect(chat.stats()).toMatchObject({ connections: 1, users: 1 });
  expect(errors).toEqual([]);
  expect(escaped).toEqual([]);
});

test('a second CONNECT packet of an old front end is refused by websocket', async () => {
  const { url, errors } = await start();
  const raw = await openRaw(url, '/socket.io');
  for (const packet of ['40{}', '40{}']) raw.send(packet);
  expect(await raw.got('44')).toContain('"conflict"');
  raw.send('420["ping"]');
  expect(await raw.got('430')).toBe('430[{"ok":true,"pong":true}]');
  expect(errors).toEqual([]);
  expect(escaped).toEqual([]);
});

test('a second CONNECT packet of an old front end is refused by polling', async () => {
  const { url, errors } = await start();
  const { post, poll } = await openPolling(url, '/socket.io');
  await post('40{}\x1e40{}');
  const text = await poll();
  expect(text.match(/40\{"sid"/g)).toHaveLength(1);
  expect(text).toMatch(/44\{[^\n]*"conflict"/);
  await post('420["ping"]');
  expect(await poll()).toContain('430[{"ok":true,"pong":true}]');
  expect(errors).toEqual([]);
  expect(escaped).toEqual([]);
});

test('a refused user can authenticate again on the same connection', async () => {
  const { url } = await start({
    authenticate: ({ name = '' }) => (name === 'Ana' ? { id: 'ana', name } : null),
  });
  const raw = await openRaw(url);
  raw.send('40{"name":"Mallory"}');
  expect(await raw.got('44')).toContain('unauthenticated');
  raw.send('40{"name":"Ana"}');
  await raw.got('42["hello"');
});

/** Options whose functions throw for whoever comes after the first, and how to come. */
const boom = (): never => {
  throw new Error('boom');
};
type Fault = { options: (isArmed: () => boolean) => ChatServerOptions; path?: string; say?: string };
const faults: Record<string, Fault> = {
  'the address of a request': { options: (armed) => ({ address: () => (armed() ? boom() : '::1') }) },
  'ids of requests': {
    options: (armed) => ({ id: () => (armed() ? boom() : crypto.randomUUID()) }),
  },
  'the state of an old front end': {
    options: (armed) => ({
      dialects: [dialect({ events: {}, state: () => (armed() ? boom() : {}) })],
    }),
    path: '/socket.io',
    say: '40{}',
  },
};

test.each(Object.entries(faults))('%s may throw, which ends only that connection', async (_, fault) => {
  let isArmed = false;
  const { url, errors } = await start(fault.options(() => isArmed));
  const witness = await connect(url, { name: 'Witness' });
  await witness.call('room:join', { roomId: 'r' });
  isArmed = true;
  const raw = await openRaw(url, fault.path).catch(() => null);
  raw?.send(fault.say ?? '40{"name":"Mallory"}');
  await (raw ? raw.closed : Promise.resolve());
  await fetch(`${url}/chat/api/rooms`).catch(() => null);
  isArmed = false;
  await witness.call('message:send', message('r', 'still here'));
  expect(escaped).toEqual([]);
  expect(errors.length).toBeGreaterThan(0);
  expect(errors.every(({ err }) => String(err) === 'Error: boom')).toBe(true);
});

test('an error in a guarded listener is logged once, and ends what the listener was called for', async () => {
  const logged: string[] = [];
  const ended: string[] = [];
  const error = (_: object, text: string): void => {
    logged.push(text);
    if (logged.length === 2) throw new Error('the disk of the log is full');
  };
  const guard = createListenerGuard({ debug: () => {}, info: () => {}, warn: () => {}, error });
  const end = (name: string): void => void ended.push(name);
  guard('first', (_name: string) => boom(), end)('a');
  guard('second', (_name: string) => Promise.reject(new Error('boom')), end)('b');
  guard('third', (_name: string) => boom(), boom)('c');
  guard('fourth', (_name: string) => 7, end)('d');
  await new Promise((resolve) => setImmediate(resolve));
  expect(logged.sort()).toEqual([
    'ending after third failed',
    'first failed',
    'second failed',
    'third failed',
  ]);
  expect(ended).toEqual(['a', 'b']);
  expect(escaped).toEqual([]);
});

test.each(['transport/socket-transport.ts', 'dialect/dialect-socket.ts', 'http/request-routing.ts'])(
  'every listener of %s is guarded',
  (file) => {
    const source = readFileSync(new URL(`../../src/${file}`, import.meta.url), 'utf8');
    const unguarded = [
      ...source.matchAll(/\.(?:on|once|use|onAny)\(\s*(?:'[\w ]+',\s*)?(?!\s|'|guard|ignore)[^)\n]*/g),
    ];
    expect(unguarded.map(([text]) => text)).toEqual([]);
  },
);
