// Every transport: the platform's websocket and `socket.io-client`. The server cannot tell them apart.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { createChatServer, type ChatServerOptions } from '@chat/server';
import { expect, onTestFinished, test, vi } from 'vitest';
import { webSocketFirst } from '../src/connection/open-transport.ts';
import { createClientOver } from '../src/create-chat-client.ts';
import type { OpenTransport } from '../src/connection/transport.ts';
import { socketIoTransport } from '../src/connection/socket-io-transport.ts';
import { socketLinks } from '../src/connection/socket-io-link.ts';
import type { Link } from '../src/connection/link.ts';
import { webSocketTransport } from '../src/connection/websocket-transport.ts';
import { eventually } from './with-server.ts';

const listen = async (http: Server): Promise<string> => {
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
};
const serve = async (options: ChatServerOptions = {}) => {
  const http = createServer();
  const chat = createChatServer(http, options);
  const url = await listen(http);
  onTestFinished(async () => {
    await chat.close();
    http.closeAllConnections();
    http.close();
  });
  return { chat, http, url };
};
/** Asks `passes` before the chat sees a request for a websocket. */
const onUpgrade = (http: Server, passes: (socket: Duplex) => boolean): void => {
  const emit = http.emit.bind(http) as (event: string, ...args: unknown[]) => boolean;
  http.emit = (event: string, ...args: unknown[]): boolean =>
    event === 'upgrade' && !passes(args[1] as Duplex) ? true : emit(event, ...args);
};
const over = (pipe: OpenTransport, url: string, name: string | undefined = 'Ana', timeoutMs = 3_000) => {
  const links = socketLinks(() => ({ origin: url, path: '/chat' }), pipe);
  const client = createClientOver(links, { url, ...(name && { name }), timeoutMs, random: () => 0 });
  onTestFinished(() => client.close());
  return client;
};
const transports = (chat: Awaited<ReturnType<typeof serve>>['chat']) =>
  [...chat.io.sockets.sockets.values()].map(({ conn }) => conn.transport.name);

const ways: Record<string, OpenTransport> = {
  'the own websocket': webSocketTransport,
  'a websocket, else polling': webSocketFirst(),
  'socket.io-client, websocket': socketIoTransport('websocket'),
  'socket.io-client, polling': socketIoTransport('polling'),
  'socket.io-client, polling first': socketIoTransport('polling', 'websocket'),
};

test.each(Object.entries(ways))('%s carries messages in both directions', async (_, pipe) => {
  const { url } = await serve();
  const [ana, ben] = [over(pipe, url), over(pipe, url, 'Ben')];
  await Promise.all([ana, ben].map((client) => client.room('r').join()));
  const text = 'ñandú "42[" 🎉';
  await ana.room('r').messages.send({ text });
  await eventually(() =>
    expect(
      ben
        .room('r')
        .messages.get()
        .items.map((item) => item.text),
    ).toEqual([text]),
  );
  await expect(ana.call('room:get', { roomId: 'none' })).rejects.toMatchObject({ code: 'not_found' });
});

test.each(Object.entries(ways))('%s receives the reason of a refusal', async (_, pipe) => {
  const { url } = await serve();
  await expect(over(pipe, url, '').connect()).rejects.toMatchObject({
    code: 'unauthenticated',
    reason: 'name_required',
  });
});

test.each(Object.entries(ways))('%s disconnects when it is closed', async (_, pipe) => {
  const { chat, url } = await serve();
  const client = over(pipe, url);
  await client.connect();
  const gone = new Promise((resolve) => [...chat.io.sockets.sockets.values()][0]?.on('disconnect', resolve));
  await client.close();
  expect(await gone).toBe('client namespace disconnect');
});

test.each(Object.entries(ways))(
  '%s receives the reason before the server disconnects it',
  async (_, pipe) => {
    const { chat, url } = await serve({ path: '/app/chat' });
    const told: unknown[] = [];
    const open = socketLinks(() => ({ origin: url, path: '/app/chat' }), pipe);
    const down = new Promise<void>((resolve) => {
      const link = open(
        { name: 'Ana' },
        {
          hello: ({ user }) => chat.revoke(user.id),
          events: () => {},
          drain: () => {},
          closed: (code) => told.push(code),
          down: (error) => resolve(void told.push(error)),
        },
        3_000,
      );
      onTestFinished(() => link.close());
    });
    await down;
    expect(told).toEqual(['unauthenticated', null]);
  },
);

test.each(Object.entries(ways))(
  '%s closes without a disconnect packet if it is to be replaced',
  async (_, pipe) => {
    const { chat, url } = await serve();
    const replaced: unknown[] = [];
    chat.io.use(({ handshake }, next) => {
      replaced.push(handshake.auth['replaces']);
      next();
    });
    const open = socketLinks(() => ({ origin: url, path: '/chat' }), pipe);
    const quiet = { events: () => {}, drain: () => {}, closed: () => {}, down: () => {} };
    const connect = (): Promise<Link> =>
      new Promise((resolve) => {
        const link = open({ name: 'Ana' }, { ...quiet, hello: () => resolve(link) }, 3_000);
        onTestFinished(() => link.close());
      });
    const first = await connect();
    const [socket] = chat.io.sockets.sockets.values();
    const reason = new Promise((resolve) => socket?.on('disconnect', resolve));
    first.close(true);
    expect(await reason).toMatch(/^transport close/);
    await connect();
    expect(replaced).toEqual([undefined, socket?.id]);
  },
);

test('a connection that polls first upgrades to a websocket', async () => {
  const { chat, url } = await serve();
  const client = over(socketIoTransport('polling', 'websocket'), url);
  await client.room('r').join();
  await eventually(() => expect(transports(chat)).toEqual(['websocket']));
  await client.room('r').messages.send({ text: 'after it' });
  expect(client.status).toBe('online');
});

test('a client reconnects if the server stops pinging', async () => {
  const { chat, url } = await serve({ io: { pingInterval: 1_000, pingTimeout: 2_000 } });
  const client = over(webSocketTransport, url);
  await client.connect();
  const statuses: string[] = [];
  client.on('status', (status) => statuses.push(status));
  // It answers pings for a while, or the server had closed already.
  const [socket] = chat.io.sockets.sockets.values();
  await new Promise((resolve) => socket?.conn.once('heartbeat', () => resolve(null)));
  expect(statuses).toEqual([]);
  const write = vi.spyOn(socket!.conn.transport, 'send').mockImplementation(() => {});
  await eventually(() => expect(statuses[0]).toBe('reconnecting'));
  write.mockRestore();
});

test.each(['refused', 'left hanging'])('the chat polls if websockets are %s', async (how) => {
  const { chat, http, url } = await serve();
  onUpgrade(http, (socket) => {
    if (how === 'refused') socket.destroy();
    return false;
  });
  const client = over(webSocketFirst(), url, 'Ana', 6_000);
  await client.room('r').join();
  expect(transports(chat)).toEqual(['polling']);
});

test('a websocket that has worked is not given up at once', async () => {
  const { chat, http, url } = await serve();
  const pipe = webSocketFirst();
  const client = over(pipe, url);
  await client.connect();
  let refused = 0;
  onUpgrade(http, (socket) => {
    const passes = refused++ >= 2;
    if (!passes) socket.destroy();
    return passes;
  });
  const { status } = client;
  expect(status).toBe('online');
  for (const { conn } of chat.io.sockets.sockets.values()) conn.close();
  await eventually(() => expect(refused).toBe(3));
  await eventually(() => expect(client.status).toBe('online'));
  expect(transports(chat)).toEqual(['websocket']);
});
