import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  ChatError,
  type ChatEvent,
  type CommandName,
  type Hello,
  type Input,
  type Output,
  type Reply,
} from '@chat/protocol';
import { createChatServer, type ChatServer, type ChatServerOptions } from '@chat/server';
import { io, type Socket } from 'socket.io-client';
import { onTestFinished } from 'vitest';
import type { WebSocket } from 'ws';
import { unhurried } from '../../../../test/unhurried.ts';

export interface Running {
  url: string;
  http: Server;
  chat: ChatServer;
  stop(): Promise<void>;
}

/** A real server on a free port, stopped when the test ends. */
export const startServer = async (
  options: ChatServerOptions = {},
  http = createServer(),
  create = createChatServer,
): Promise<Running> => {
  const chat = create(http, { ...options, limits: { ...unhurried, ...options.limits } });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  const stop = async (): Promise<void> => {
    await chat.close();
    http.closeAllConnections();
    await new Promise((resolve) => http.close(resolve));
  };
  onTestFinished(stop);
  return { url, http, chat, stop };
};

export interface Peer {
  socket: Socket;
  hello: Hello;
  events: ChatEvent[];
  call<N extends CommandName>(name: N, input: Input<N>): Promise<Output<N>>;
  /** Resolves with the first event, past or future, that `matches`. */
  until(matches: (event: ChatEvent) => boolean): Promise<ChatEvent>;
}

/** An unmodified socket.io-client, as in an application without our client. */
export const connect = async (
  url: string,
  auth: { name?: string; token?: string; replaces?: string; idle?: boolean } = { name: 'Ana' },
  options: object = {},
): Promise<Peer> => {
  const socket = io(url, {
    path: '/chat/socket',
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
    auth,
    ...options,
  });
  onTestFinished(() => void socket.disconnect());
  const events: ChatEvent[] = [];
  const watchers = new Set<() => void>();
  socket.on('events', (batch: ChatEvent[]) => {
    events.push(...batch);
    for (const watcher of watchers) watcher();
  });
  const hello = await new Promise<Hello>((resolve, reject) => {
    socket.once('hello', resolve);
    socket.once('connect_error', (error: Error & { data?: unknown }) =>
      reject(error.data ? ChatError.from(error.data as never) : error),
    );
  });
  return {
    socket,
    hello,
    events,
    call: async (name, input) => {
      const reply = (await socket.timeout(30_000).emitWithAck(name, input)) as Reply<never>;
      if (reply.ok) return reply.value;
      throw ChatError.from(reply.error);
    },
    until: (matches) =>
      new Promise((resolve) => {
        const look = (): void => {
          const found = events.find(matches);
          if (!found) return;
          watchers.delete(look);
          resolve(found);
        };
        watchers.add(look);
        look();
      }),
  };
};

/** The websocket below a peer, for what Socket.IO does not show. */
export const websocketOf = ({ socket }: Peer): WebSocket =>
  (socket.io.engine.transport as unknown as { ws: WebSocket }).ws;

export const message = (roomId: string, text: string, id: string = randomUUID()) => ({ roomId, id, text });
