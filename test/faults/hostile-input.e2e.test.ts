import { randomUUID } from 'node:crypto';
import {
  commandNames,
  commands,
  errorCodes,
  routes,
  type CommandName,
  type ErrorBody,
  type Hello,
  type Reply,
} from '@chat/protocol';
import fc from 'fast-check';
import { io, type Socket } from 'socket.io-client';
import { expect, test } from 'vitest';
import { turnOf } from '../run-size.ts';
import { limits, openArena, type Arena } from './arena.ts';
import { hostileValues } from './hostile-values.ts';

type Send = (name: CommandName, input: Record<string, unknown>) => Promise<Reply<unknown>>;

const roomOf = (name: string) => `room-${name.replace(':', '-')}`;

/** An input that is in order, but for what is put into it. */
const inputOf = (name: CommandName): Record<string, unknown> => {
  const fields: Record<string, unknown> = {
    roomId: roomOf(name),
    id: randomUUID(),
    messageId: randomUUID(),
    userId: 'somebody',
    text: 'hola',
    role: 'member',
    until: null,
    seq: 0,
    typing: false,
    status: 'online',
  };
  const known = Object.keys(commands[name].input.entries);
  const optional =
    name === 'room:create' || name === 'room:list' || name === 'presence:set'
      ? ['roomId', 'text', 'until']
      : [];
  return Object.fromEntries(
    known
      .filter((field) => field in fields && !optional.includes(field))
      .map((field) => [field, fields[field]]),
  );
};

const connect = async (arena: Arena, transport: 'websocket' | 'polling', name: string) => {
  const socket: Socket = io(arena.url, {
    path: '/chat/socket',
    transports: [transport],
    forceNew: true,
    auth: { name },
  });
  const hello = await new Promise<Hello>((resolve) => socket.once('hello', resolve));
  const send: Send = (command, input) =>
    socket.timeout(60_000).emitWithAck(command, input) as Promise<Reply<unknown>>;
  return { socket, hello, send };
};

const overRest =
  (arena: Arena, token: string): Send =>
  async (name, input) => {
    const route = routes.find(({ command }) => command === name);
    if (!route) throw new Error(`${name} has no route`);
    const path = route.segments
      .map((segment, index) => segment ?? pathPart(input[paramAt(route.path, index)]))
      .join('/');
    const rest = Object.entries(input).filter(([field]) => !route.params.includes(field));
    const isBody = route.method !== 'GET' && route.method !== 'DELETE';
    const query = isBody ? '' : `?${rest.map(([field, value]) => `${field}=${pathPart(value)}`).join('&')}`;
    const address = `${arena.url}/chat/api/${path}`;
    const answer = await fetch(`${address}${query}`, {
      method: route.method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(isBody ? { 'content-type': 'application/json' } : {}),
      },
      ...(isBody ? { body: JSON.stringify(Object.fromEntries(rest)) } : {}),
    });
    const json = (await answer.json()) as { error: ErrorBody };
    // `fetch` makes another address of '..' before it is sent, which may be a path that knows no such method. Only then
    // is there no field to name.
    if (answer.status === 405 && new URL(address).href !== address) return { ok: true, value: json };
    return answer.ok ? { ok: true, value: json } : { ok: false, error: json.error };
  };
const paramAt = (path: string, index: number): string => path.slice(1).split('/')[index]?.slice(1) ?? '';
const pathPart = (value: unknown): string =>
  encodeURIComponent(
    (typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).slice(0, 5_000).toWellFormed(),
  );

/** Why an answer is not as it should be; null when it is. */
const faultOf = (reply: Reply<unknown>): string | null => {
  if (reply.ok) return null;
  const { code, field } = reply.error;
  if (code === 'internal' || !errorCodes.includes(code)) return code;
  return ['invalid', 'too_large'].includes(code) && field === undefined ? `${code}, and no field` : null;
};

const values = turnOf('hostile values', hostileValues, 13);
const short = (value: unknown): string => (JSON.stringify(value) ?? 'undefined').slice(0, 60);

const everyField = async (send: Send, names: readonly CommandName[]): Promise<string[]> => {
  const wrong: string[] = [];
  for (const name of names) {
    for (const field of [...Object.keys(commands[name].input.entries), '__proto__', 'unknown']) {
      const answers = values.map(async (value) => {
        const input = Object.defineProperty(inputOf(name), field, {
          value,
          enumerable: true,
          configurable: true,
          writable: true,
        });
        const fault = faultOf(await send(name, input));
        if (fault !== null) wrong.push(`${name} ${field}=${short(value)}: ${fault}`);
      });
      await Promise.all(answers);
    }
  }
  return wrong;
};

test(
  'any value in any field of any command gets a response and affects no other connection',
  { timeout: 300_000 },
  async ({ onTestFinished }) => {
    const arena = await openArena({
      seed: 21,
      listen: () => ({ limits: { ...limits, maxRoomsPerConnection: 1e6, refusalsPerSecond: Infinity } }),
    });
    onTestFinished(arena.close);
    const witness = await connect(arena, 'websocket', 'witness');
    const mallory = await connect(arena, 'websocket', 'mallory');
    const polling = await connect(arena, 'polling', 'polling');
    onTestFinished(() => [witness, mallory, polling].forEach(({ socket }) => void socket.disconnect()));
    await witness.send('room:join', { roomId: 'quiet' });
    for (const name of commandNames)
      for (const { send } of [mallory, polling]) await send('room:join', { roomId: roomOf(name) });
    const before = await arena.server.ask('memory', undefined);
    const rest = overRest(arena, mallory.hello.token ?? '');
    expect(await everyField(mallory.send, commandNames)).toEqual([]);
    // Another transport reaches the same checks.
    for (const [index, send] of [polling.send, rest].entries()) {
      const names = turnOf(
        `commands with hostile values over ${['polling', 'REST'][index]}`,
        commandNames,
        10,
      );
      expect(await everyField(send, names)).toEqual([]);
    }
    // Nobody else noticed.
    expect(
      await witness.send('message:send', { roomId: 'quiet', id: randomUUID(), text: 'aquí sigo' }),
    ).toMatchObject({ ok: true });
    expect([witness, mallory, polling].map(({ socket }) => socket.connected)).toEqual([true, true, true]);
    expect(arena.server.alive).toBe(true);
    expect((await arena.server.ask('memory', undefined)) - before).toBeLessThan(150e6);
    expect(
      arena.server
        .output()
        .replaceAll(/^\[chat\] the event loop is .*$/gm, '')
        .trim(),
    ).toBe('');
  },
);

test('an accepted message is read back unchanged', { timeout: 120_000 }, async ({ onTestFinished }) => {
  const arena = await openArena({ seed: 22 });
  onTestFinished(arena.close);
  const ana = await connect(arena, 'websocket', 'ana');
  onTestFinished(() => void ana.socket.disconnect());
  await ana.send('room:join', { roomId: 'r' });
  const text = fc.oneof(
    fc.string({ unit: 'binary', minLength: 1 }),
    fc.constantFrom(...hostileValues.filter((value) => typeof value === 'string')),
  );
  const data = fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue({ maxDepth: 5 }), { maxKeys: 20 });
  await fc.assert(
    fc.asyncProperty(text, data, async (given, more) => {
      const sent = { id: randomUUID(), text: given, data: more };
      const reply = await ana.send('message:send', { roomId: 'r', ...sent });
      const page = (await ana.send('message:list', { roomId: 'r', limit: 1 })) as Reply<{
        messages: { id: string; text: string; data?: unknown }[];
      }>;
      const newest = page.ok ? page.value.messages[0] : undefined;
      const stored = newest?.id === sent.id ? { id: newest.id, text: newest.text, data: newest.data } : null;
      const accepted = reply.ok ? (JSON.parse(JSON.stringify(sent)) as object) : null;
      expect([stored, faultOf(reply)]).toEqual([accepted, null]);
    }),
    { numRuns: 300, seed: 22 },
  );
});
