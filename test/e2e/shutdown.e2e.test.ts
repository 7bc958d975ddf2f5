// SIGTERM under full load, handled as in the operator's guide.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createChatClient } from '@chat/client';
import { io } from 'socket.io-client';
import { expect, onTestFinished, test } from 'vitest';
import { blocksOf } from '../doc-blocks.ts';
import { startExample } from './example.ts';

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
};

/** The stubborn server and the handler of the guide, on one port and file for all its processes. */
const layOut = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'chat-shutdown-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const handler = blocksOf('docs/operations.md', 'ts').find((block) => block.includes('SIGTERM'));
  const program = join(folder, 'server.ts');
  const server = JSON.stringify(join(import.meta.dirname, 'stubborn-server.ts'));
  writeFileSync(program, `import { chat, httpServer } from ${server};\n${handler}`);
  const env = { ...process.env, PORT: String(await freePort()), DATA_FILE: join(folder, 'chat.sqlite') };
  const start = async () => {
    const child = spawn(process.execPath, [program], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    onTestFinished(() => void child.kill('SIGKILL'));
    await once(child.stdout, 'data');
    return async (): Promise<{ code: unknown; tookMs: number }> => {
      const began = performance.now();
      child.kill('SIGTERM');
      const [code] = (await once(child, 'exit')) as [unknown];
      return { code, tookMs: performance.now() - began };
    };
  };
  return { url: `http://localhost:${env.PORT}`, start };
};

const perWriter = 60;

/** Somebody who writes one message after the other, whatever happens. */
const startWriter = (url: string, name: string, stored: Map<string, number>) => {
  const client = createChatClient({ url, name });
  onTestFinished(() => client.close());
  const room = client.room('r');
  const write = async (): Promise<void> => {
    await room.join();
    for (let index = 0; index < perWriter; index += 1) {
      const { id, seq } = await room.messages.send({ text: `${name} ${index}` });
      stored.set(id, seq);
    }
  };
  return { room, client, done: write() };
};

const allOf = async (url: string, token: string) => {
  const all: { id: string; seq: number; text: string }[] = [];
  for (let hasMore = true; hasMore;) {
    const query = `after=${all.at(-1)?.seq ?? 0}&limit=100`;
    const answer = await fetch(`${url}/chat/api/rooms/r/messages?${query}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const page = (await answer.json()) as { messages: typeof all; hasMore: boolean };
    all.push(...page.messages);
    ({ hasMore } = page);
  }
  return all;
};

/** A plain socket.io-client that has joined. */
const plain = async (url: string, name: string) => {
  const socket = io(url, { path: '/chat/socket', transports: ['websocket'], forceNew: true, auth: { name } });
  onTestFinished(() => void socket.disconnect());
  const { token } = await new Promise<{ token: string }>((resolve) => socket.once('hello', resolve));
  await socket.emitWithAck('room:join', { roomId: 'r' });
  return { socket, token };
};

test(
  'on SIGTERM under load, with a hanging hook and stalled clients, the server exits and loses nothing',
  { timeout: 90_000 },
  async () => {
    const { url, start } = await layOut();
    const stop = await start();
    const stored = new Map<string, number>();
    const writers = Array.from({ length: 15 }, (_, index) => startWriter(url, `Writer${index}`, stored));
    for (const name of ['Lenta', 'Lento']) {
      const { socket } = await plain(url, name);
      const { ws } = socket.io.engine.transport as unknown as { ws: Record<'_socket', { pause(): void }> };
      ws['_socket'].pause();
    }
    const hanging = await plain(url, 'Colgada');
    hanging.socket.emit('message:send', { roomId: 'r', id: crypto.randomUUID(), text: 'hang' }, () => {
      throw new Error('a command whose hook hangs was acknowledged');
    });
    await expect.poll(() => stored.size, { timeout: 30_000 }).toBeGreaterThan(200);

    const { code, tookMs } = await stop();
    expect(code).toBe(0);
    expect(tookMs).toBeLessThan(15_000);
    const before = new Map(stored);
    expect(before.size).toBeLessThan(15 * perWriter);

    await start();
    await Promise.all(writers.map(({ done }) => done));
    const all = await allOf(url, hanging.token);
    expect(all.map(({ seq }) => seq)).toEqual(all.map((_, index) => index + 1));
    expect(all.map(({ id }) => id).toSorted()).toEqual([...stored.keys()].toSorted());
    for (const [id, seq] of before) expect(all[seq - 1]?.id).toBe(id);
    for (const name of ['Writer0', 'Writer14']) {
      const texts = all.map(({ text }) => text).filter((text) => text.startsWith(`${name} `));
      expect(texts).toEqual(Array.from({ length: perWriter }, (_, index) => `${name} ${index}`));
    }
    const newest = all.slice(-20).map(({ id }) => id);
    for (const { room } of writers) {
      await expect
        .poll(
          () =>
            room.messages
              .get()
              .items.slice(-20)
              .map(({ id }) => id),
          { timeout: 15_000 },
        )
        .toEqual(newest);
    }
  },
);

test(
  'on SIGTERM the portal exits at once while users write, and they reconnect to the next process',
  { timeout: 60_000 },
  async () => {
    const portal = await startExample('citas');
    const stored = new Map<string, number>();
    const writers = ['Ana', 'Luis', 'Eva'].map((name) => startWriter(portal.url, name, stored));
    await expect.poll(() => stored.size, { timeout: 20_000 }).toBeGreaterThan(20);
    const began = performance.now();
    expect(await portal.stop()).toBe(0);
    expect(performance.now() - began).toBeLessThan(8_000);
    await portal.start();
    await Promise.all(writers.map(({ done }) => done));
    const { token } = await plain(portal.url, 'Zoe');
    const all = await allOf(portal.url, token);
    expect(all.map(({ id }) => id).toSorted()).toEqual([...stored.keys()].toSorted());
    expect(stored.size).toBe(3 * perWriter);
  },
);
