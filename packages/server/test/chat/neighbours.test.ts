// The chat shares an http server with other websocket servers, attached before it or after it.
import { createServer, type Server } from 'node:http';
import { Server as SocketServer } from 'socket.io';
import { io } from 'socket.io-client';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { connect, message, startServer } from './harness.ts';

/** Resolves with the event that another member of the room gets. */
const say = async (url: string, name: string): Promise<unknown> => {
  const ana = await connect(url, { name }); // by websocket alone
  await ana.call('room:join', { roomId: 'r' });
  // `ws` writes its refusal into a socket that is not its own, after the handshake: one frame shows it.
  await ana.call('message:send', message('r', 'hola'));
  return ana.until((event) => event.type === 'message:created');
};

const hear = async (url: string, path: string): Promise<string> => {
  const raw = new WebSocket(url.replace('http', 'ws') + path);
  onTestFinished(() => raw.terminate());
  return new Promise((resolve, reject) => {
    raw.once('message', (data: Buffer) => resolve(data.toString()));
    raw.once('error', reject);
  });
};

const neighbours: Record<string, { attach(http: Server): void; works(url: string): Promise<void> }> = {
  'a ws server with a path': {
    attach: (server) => {
      const live = new WebSocketServer({ server, path: '/live' });
      live.on('connection', (socket) => socket.send('of the application'));
    },
    works: async (url) => expect(await hear(url, '/live')).toBe('of the application'),
  },
  'a ws server for every path': {
    attach: (server) => {
      const live = new WebSocketServer({ server });
      live.on('connection', (socket) => socket.send('of the application'));
    },
    works: async (url) => expect(await hear(url, '/anything')).toBe('of the application'),
  },
  'a Socket.IO server as it comes': {
    attach: (server) => {
      const own = new SocketServer(server);
      own.on('connection', (socket) => socket.emit('greet', 'of the application'));
      onTestFinished(() => void own.engine.close());
    },
    works: async (url) => {
      const socket = io(url, { transports: ['websocket'], forceNew: true });
      onTestFinished(() => void socket.disconnect());
      const greeting = await new Promise((resolve) => socket.once('greet', resolve));
      expect(greeting).toBe('of the application');
    },
  },
};

test.each(Object.keys(neighbours).flatMap((name) => [`${name}, before`, `${name}, after`]))(
  '%s',
  async (title) => {
    const [name = '', when] = title.split(', ');
    const neighbour = neighbours[name];
    const http = createServer((_request, response) => void response.end());
    if (when === 'before') neighbour?.attach(http);
    const { url } = await startServer({}, http);
    if (when === 'after') neighbour?.attach(http);
    expect(await say(url, 'Ana')).toMatchObject({ message: { text: 'hola' } });
    await neighbour?.works(url);
    // The chat's connections stay open a second later too.
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    expect(await say(url, 'Bea')).toMatchObject({ message: { text: 'hola' } });
  },
);

test('an upgrade below the chat’s path that is not its socket is refused at once', async () => {
  const { url } = await startServer();
  await expect(hear(url, '/chat/other')).rejects.toThrow('404');
});

test('after the chat closes, another server can use its path', async () => {
  const { url, chat, http } = await startServer();
  await chat.close();
  const live = new WebSocketServer({ server: http });
  live.on('connection', (socket) => socket.send('of the application'));
  expect(await hear(url, '/chat/socket')).toBe('of the application');
});

test('a polling-only server refuses a websocket at once, so that its client polls', async () => {
  const { url } = await startServer({ io: { transports: ['polling'] } });
  const refused = new WebSocket(`${url.replace('http', 'ws')}/chat/socket/?EIO=4&transport=websocket`);
  const error = await new Promise<Error>((resolve) => refused.once('error', resolve));
  expect(error.message).toContain('400');
  const socket = io(url, {
    path: '/chat/socket',
    transports: ['websocket', 'polling'],
    tryAllTransports: true,
    auth: { name: 'Ana' },
    forceNew: true,
  });
  onTestFinished(() => void socket.disconnect());
  await new Promise((resolve) => socket.once('hello', resolve));
  expect(socket.io.engine.transport.name).toBe('polling');
});

test('a request needs the consent of `io.allowRequest`, and then passes the chat’s own check', async () => {
  const asked: string[] = [];
  const { url } = await startServer({
    cors: { origin: ['page', 'refused', 'broken'].map((name) => `https://${name}.example`) },
    io: {
      allowRequest: (request, callback) => {
        const { origin = 'none' } = request.headers;
        asked.push(origin);
        if (origin === 'https://broken.example') throw new Error('broken');
        callback(null, origin !== 'https://refused.example');
      },
    },
  });
  const statusFor = async (origin: string): Promise<number> =>
    (await fetch(`${url}/chat/socket/?EIO=4&transport=polling`, { headers: { origin } })).status;
  const origins = ['page', 'refused', 'broken', 'other'].map((name) => `https://${name}.example`);
  const statuses: number[] = [];
  for (const origin of origins) statuses.push(await statusFor(origin));
  expect(statuses).toEqual([200, 403, 403, 403]);
  expect(asked).toEqual(origins);
});
