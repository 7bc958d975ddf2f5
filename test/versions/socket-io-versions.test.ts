// The oldest and the newest supported Socket.IO, and the oldest clients of its protocol.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { io as newest } from 'socket.io-client';
import { describe, expect, onTestFinished, test } from 'vitest';
import { root } from '../source-files.ts';

// Compression is what the server's own way of writing gives way to.
const servers = ['socket.io', 'socket.io-oldest', 'socket.io compressing'];
// Its types are of another time.
const { io: oldest } = createRequire(import.meta.url)('socket.io-client-oldest') as { io: typeof newest };
const clients = { 'newest client': newest, 'oldest client': oldest };
type ClientName = keyof typeof clients;

const versionOf = (name: string): string => {
  const text = readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
};

const startServer = async (socketIo: string) => {
  const program = join(import.meta.dirname, 'server-process.ts');
  const child = spawn(process.execPath, [program, ...socketIo.split(' ')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [told] = (await once(child.stdout, 'data')) as [Buffer];
  const [url = '', loaded] = told.toString().split(' ');
  expect(loaded).toContain(`/node_modules/${socketIo.split(' ')[0]}/`);
  return {
    url,
    stop: async (): Promise<unknown> => {
      child.kill('SIGTERM');
      return ((await once(child, 'exit')) as [unknown])[0];
    },
  };
};

interface Event {
  type: string;
  rev?: number;
  message?: { id: string; text: string };
}

/** Somebody with an unmodified client who has joined, and all they hear. */
const joinAs = async (client: ClientName, url: string, name: string, transports: string[]) => {
  const socket = clients[client](url, {
    path: '/chat/socket',
    transports,
    forceNew: true,
    reconnection: false,
    auth: { name },
  });
  onTestFinished(() => void socket.disconnect());
  const packets: [string, unknown][] = [];
  for (const event of ['hello', 'events', 'drain', 'closed'])
    socket.on(event, (value: unknown) => packets.push([event, value]));
  const call = (command: string, input: object): Promise<{ ok: boolean; value?: unknown; error?: unknown }> =>
    new Promise((resolve) => socket.emit(command, input, resolve));
  await new Promise((resolve) => socket.once('hello', resolve));
  expect(await call('room:join', { roomId: 'r' })).toMatchObject({ ok: true, value: { mode: 'snapshot' } });
  const events = (): Event[] =>
    packets.flatMap(([event, value]) => (event === 'events' ? (value as Event[]) : []));
  return {
    socket,
    packets,
    call,
    texts: () => events().flatMap(({ message }) => message?.text ?? []),
    revs: () => events().flatMap(({ rev }) => rev ?? []),
  };
};

const texts = Array.from(
  { length: 200 },
  (_, index) => `${index} ñandú 🎉 ${'x'.repeat((index * 37) % 400)}`,
);

describe.each(servers)('%s', (socketIo) => {
  test('carries a chat for old and new clients, over websockets, polling and upgrades', async () => {
    const { url, stop } = await startServer(socketIo);
    const ways: [ClientName, string[]][] = (Object.keys(clients) as ClientName[]).flatMap((client) => [
      [client, ['websocket']],
      [client, ['polling']],
      [client, ['polling', 'websocket']],
    ]);
    const peers = await Promise.all(
      ways.map(([client, transports], index) => joinAs(client, url, `P${index}`, transports)),
    );
    // All at once, so that the room is busy and its frames are gathered.
    const [writer, , , other] = peers;
    const sends = texts.map(async (text, index) =>
      (index % 2 === 0 ? writer : other)?.call('message:send', {
        roomId: 'r',
        id: crypto.randomUUID(),
        text,
      }),
    );
    const answers = await Promise.all(sends);
    expect(answers.filter((answer) => answer?.ok !== true)).toEqual([]);
    for (const peer of peers)
      await expect.poll(() => peer.texts().length, { timeout: 10_000 }).toBe(texts.length);
    const [first] = peers;
    expect(first?.texts().toSorted()).toEqual(texts.toSorted());
    for (const { texts: heard, revs } of peers) {
      expect(heard()).toEqual(first?.texts());
      expect(revs()).toEqual(Array.from({ length: texts.length }, (_, index) => index + 2));
    }
    const refusal = await other?.call('message:send', { roomId: 'r', id: 'short', text: '' });
    expect(refusal).toMatchObject({ ok: false, error: { code: 'invalid' } });

    expect(await stop()).toBe(0);
    for (const { packets, socket } of peers) {
      await expect.poll(() => packets.at(-1)).toEqual(['closed', { code: 'shutdown' }]);
      expect(packets.at(-2)).toMatchObject(['drain', { reconnectInMs: expect.any(Number) }]);
      await expect.poll(() => socket.connected).toBe(false);
    }
  });

  test.each(Object.keys(clients) as ClientName[])('sends the %s the reason of a refusal', async (client) => {
    const { url } = await startServer(socketIo);
    const socket = clients[client](url, {
      path: '/chat/socket',
      transports: ['websocket'],
      reconnection: false,
    });
    onTestFinished(() => void socket.disconnect());
    const [error] = await new Promise<unknown[]>((resolve) =>
      socket.once('connect_error', (...args: unknown[]) => resolve(args)),
    );
    expect(error).toMatchObject({ data: { code: 'unauthenticated', reason: 'name_required' } });
  });
});

test('the declared range starts with the oldest tested version and includes the newest', () => {
  const text = readFileSync(join(root, 'packages/server/package.json'), 'utf8');
  const { dependencies } = JSON.parse(text) as { dependencies: Record<string, string> };
  expect(dependencies['socket.io']).toBe(`^${versionOf('socket.io-oldest')}`);
  expect([versionOf('socket.io'), versionOf('socket.io-client')]).toEqual([
    expect.stringMatching(/^4\.8\./),
    expect.stringMatching(/^4\.8\./),
  ]);
  expect(versionOf('socket.io-client-oldest')).toBe('4.0.0');
});
