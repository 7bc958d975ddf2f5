import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createChatClient, type ChatRoom } from '@chat/client';
import { createChatServer, type ChatServer, type ChatStorage, type FileStore } from '@chat/server';
import { expect, onTestFinished } from 'vitest';

export interface Life {
  chat: ChatServer;
  url: string;
  /** Ends it; the same port may be taken again. */
  stop(): Promise<void>;
}

/** A server with a storage of its own, which is closed with it. */
export const live = async (storage: ChatStorage, files: FileStore | false, port = 0): Promise<Life> => {
  const http: Server = createServer();
  const chat = createChatServer(http, {
    storage,
    files,
    // They write as fast as they can.
    limits: { sendsPerSecond: 10_000, sendBurst: 10_000 },
    authenticate: ({ token }) => (token ? { id: token, name: token } : null),
  });
  await new Promise<void>((resolve) => http.listen(port, '127.0.0.1', resolve));
  let ended: Promise<void> | null = null;
  const end = async (): Promise<void> => {
    await chat.close();
    http.closeAllConnections();
    await new Promise((resolve) => http.close(resolve));
    await storage.close();
  };
  const stop = (): Promise<void> => (ended ??= end());
  onTestFinished(stop);
  return { chat, url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`, stop };
};

export const texts = (room: ChatRoom): string[] => room.messages.get().items.map(({ text }) => text);

/** Somebody with the client, in a room. */
export const someone = async (url: string, token: string, roomId = 'plaza') => {
  const client = createChatClient({ url, token });
  onTestFinished(() => client.close());
  const room = client.room(roomId);
  await room.join();
  return { client, room };
};

/** Sends until it is stopped; returns the acknowledged messages. */
export const keepSending = (room: ChatRoom, word: string): { stop(): Promise<string[]> } => {
  const acknowledged: string[] = [];
  let going = true;
  const work = (async () => {
    for (let index = 0; going; index += 1) {
      const { text } = await room.messages.send({ text: `${word} ${index}` });
      acknowledged.push(text);
    }
  })();
  return {
    stop: async () => {
      going = false;
      await work;
      return acknowledged;
    },
  };
};

/** All stored messages of a room, oldest first. */
export const stored = async (chat: ChatServer, roomId = 'plaza'): Promise<string[]> => {
  const reader = chat.as({ id: 'reader', name: 'Reader', role: 'admin' });
  const found: string[] = [];
  for (let before: number | undefined, hasMore = true; hasMore;) {
    const page = await reader.call('message:list', {
      roomId,
      limit: 100,
      ...(before === undefined ? {} : { before }),
    });
    found.unshift(...page.messages.map(({ text }) => text));
    before = page.messages[0]?.seq;
    ({ hasMore } = page);
  }
  reader.close();
  return found;
};

/** Messages acknowledged before the backup exist; later ones do not. */
export const isAsOf = (all: readonly string[], before: readonly string[], after: readonly string[]): void => {
  expect(before.length).toBeGreaterThan(0);
  expect(before.filter((text) => !all.includes(text))).toEqual([]);
  expect(after.filter((text) => all.includes(text))).toEqual([]);
};

/** Writes until the restored store has taken more revisions than anybody had seen of the one before: by the count alone nobody could tell them apart. */
export const growPast = async (chat: ChatServer, rev: number, roomId = 'plaza'): Promise<void> => {
  const writer = chat.as({ id: 'writer', name: 'Writer' });
  await writer.call('room:join', { roomId });
  for (let index = 0, at = 0; at <= rev; index += 1) {
    const sent = await writer.call('message:send', {
      roomId,
      id: crypto.randomUUID(),
      text: `nuevo ${index}`,
    });
    at = sent.rev;
  }
  writer.close();
};

/** Waits until a client that had seen more follows the restored store by itself. */
export const comesTo = async (room: ChatRoom, all: readonly string[]): Promise<void> => {
  await expect
    .poll(() => {
      const shown = texts(room);
      return shown.length > 0 && shown.every((text, index) => text === all.slice(-shown.length)[index]);
    })
    .toBe(true);
};
