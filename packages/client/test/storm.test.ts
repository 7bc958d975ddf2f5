// Ordinary events: many clients lose the connection at once, and their server restarts.
import type { Socket } from 'node:net';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createChatClient, type ChatClient, type ChatRoom } from '@chat/client';
import { createChatServer, type ChatServer } from '@chat/server';
import { expect, onTestFinished, test } from 'vitest';
import { countOf } from '../../../test/run-size.ts';

const crowd = countOf('clients of a reconnect storm', { short: 300, long: 1_000 });
const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** A server whose lines can all be cut, and that can be started again on its port and file. */
const startServer = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'chat-storm-'));
  const lines = new Set<Socket>();
  let port = 0;
  let http: Server;
  let chat: ChatServer;
  let sentBytes = 0;
  const start = async (): Promise<void> => {
    http = createServer();
    http.on('connection', (line: Socket) => {
      lines.add(line);
      line.once('close', () => {
        lines.delete(line);
        sentBytes += line.bytesWritten;
      });
    });
    chat = createChatServer(http, { storage: join(folder, 'chat.sqlite'), logger: quiet });
    await new Promise<void>((resolve) => http.listen(port, '127.0.0.1', 4_096, resolve));
    ({ port } = http.address() as AddressInfo);
  };
  const stop = async (): Promise<void> => {
    await chat.close();
    http.closeAllConnections();
    await new Promise((resolve) => http.close(resolve));
  };
  await start();
  onTestFinished(async () => {
    await stop();
    rmSync(folder, { recursive: true });
  });
  return {
    url: `http://127.0.0.1:${port}`,
    get chat() {
      return chat;
    },
    cut: () => {
      for (const line of lines) line.destroy();
    },
    /** Bytes the server has written on all lines so far. */
    sent: () => [...lines].reduce((sum, line) => sum + line.bytesWritten, sentBytes),
    restart: async () => {
      await stop();
      await start();
    },
  };
};

test(
  `${crowd} clients cut at once reconnect and see the same messages, also after a restart`,
  { timeout: 120_000 },
  async () => {
    const server = await startServer();
    const clients: ChatClient[] = Array.from({ length: crowd }, (_, index) =>
      createChatClient({ url: server.url, name: `Persona ${index}`, timeoutMs: 30_000 }),
    );
    onTestFinished(async () => void (await Promise.all(clients.map((client) => client.close()))));
    const rooms: ChatRoom[] = clients.map((client) => client.room('plaza'));
    await Promise.all(rooms.map((room) => room.join()));

    const say = async (text: string, times: number): Promise<void> => {
      const writer = server.chat.as({ id: 'portal', name: 'Portal' });
      await writer.call('room:join', { roomId: 'plaza' });
      for (let count = 0; count < times; count += 1)
        await writer.call('message:send', {
          roomId: 'plaza',
          id: crypto.randomUUID(),
          text: `${text} ${count}`,
        });
      writer.close();
    };
    const isLevel = async (messages: number): Promise<void> => {
      const states = () =>
        new Set(
          rooms.map((room, index) => {
            const { items } = room.messages.get();
            return `${clients[index]?.status} ${items.length} ${items.map(({ seq }) => seq).join()}`;
          }),
        );
      const all = Array.from({ length: messages }, (_, index) => index + 1).join();
      await expect
        .poll(states, { timeout: 60_000, interval: 200 })
        .toEqual(new Set([`online ${messages} ${all}`]));
      await expect.poll(() => server.chat.stats()).toMatchObject({ connections: crowd, users: crowd });
    };
    await say('antes', 5);
    await isLevel(5);

    const before = server.sent();
    server.cut();
    await say('en el corte', 10);
    await isLevel(15);
    // The handshake, a first screen of people, and what was missed: nothing that grows with the crowd.
    expect((server.sent() - before) / crowd).toBeLessThan(16_000);

    await server.restart();
    await say('tras el arranque', 5);
    await isLevel(20);
  },
);
