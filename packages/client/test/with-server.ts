import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { vi } from 'vitest';
import { createChatServer, type ChatServer, type ChatServerOptions } from '@chat/server';
import { createChatClient, type ChatClient, type ChatClientOptions } from '@chat/client';
import { unhurried } from '../../../test/unhurried.ts';

/** A real server on a port of its own, its clients, and the end of all of them. */
export interface Rig {
  readonly url: string;
  readonly chat: ChatServer;
  client(options?: ChatClientOptions): ChatClient;
  /** Ends the server as a deploy does. */
  stop(): Promise<void>;
  /** A server again, on the same port with the same options. */
  start(): Promise<void>;
  close(): Promise<void>;
}

export const withServer = async (options: ChatServerOptions = {}): Promise<Rig> => {
  let http: Server;
  let chat: ChatServer;
  let port = 0;
  const clients: ChatClient[] = [];

  const start = async () => {
    http = createServer();
    chat = createChatServer(http, { ...options, limits: { ...unhurried, ...options.limits } });
    await new Promise<void>((resolve) => http.listen(port, '127.0.0.1', resolve));
    ({ port } = http.address() as AddressInfo);
  };
  const stop = async () => {
    await chat.close();
    http.closeAllConnections();
    await new Promise((resolve) => http.close(resolve));
  };
  await start();

  return {
    get url() {
      return `http://127.0.0.1:${port}`;
    },
    get chat() {
      return chat;
    },
    client: (given = {}) => {
      const client = createChatClient({ url: `http://127.0.0.1:${port}`, timeoutMs: 15_000, ...given });
      clients.push(client);
      return client;
    },
    stop,
    start,
    close: async () => {
      await Promise.all(clients.map((client) => client.close()));
      await stop();
    },
  };
};

/** Waits until `check` no longer throws, as long as a busy machine may need. */
export const eventually = (check: () => unknown): Promise<unknown> =>
  vi.waitFor(check, { timeout: 15_000, interval: 10 });
