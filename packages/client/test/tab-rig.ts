import { createHmac } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, expect, vi } from 'vitest';
import { jwt, type ChatServerOptions } from '@chat/server';
import type { ChatClient, ChatClientOptions } from '@chat/client';
import { eventually, withServer, type Rig } from './with-server.ts';

const secret = 'a secret that is long enough for everybody';
const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
/** Each is another one, as each tab has fetched its own. */
export const tokenOf = (id: string, more: object = {}): string => {
  const body = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ sub: id, name: id, jti: Math.random(), exp: 4_102_444_800, ...more })}`;
  return `${body}.${createHmac('sha256', secret).update(body).digest('base64url')}`;
};

export const textsOf = (client: ChatClient, roomId = 'r'): string[] =>
  client
    .room(roomId)
    .messages.get()
    .items.map(({ text }) => text);

/** Clients that are tabs of one browser: they have a document, locks and channels in common, and a real server. */
export const useTabs = (limits: ChatServerOptions['limits'] = {}) => {
  let rig: Rig;
  let left: string[] = [];
  let listed = 0;
  const page = Object.assign(new EventTarget(), { visibilityState: 'visible' });
  setMaxListeners(0, page);
  beforeEach(async () => {
    left = [];
    listed = 0;
    rig = await withServer({
      authenticate: jwt({ secret, admin: ({ admin }) => admin === true }),
      hooks: {
        'after:room:leave': (_context, _output, { roomId }) => void left.push(roomId),
        'after:room:list': () => void (listed += 1),
      },
      limits,
    });
    for (const name of ['document', 'window']) vi.stubGlobal(name, page);
    for (const name of ['addEventListener', 'removeEventListener'] as const)
      vi.stubGlobal(name, page[name].bind(page));
  });
  afterEach(async () => {
    await rig.close();
    vi.unstubAllGlobals();
  });

  const connections = (): number => rig.chat.stats().connections;
  const share = (count: number) => eventually(() => expect(connections()).toBe(count));
  return {
    rig: () => rig,
    /** Rooms that were left, as the server heard it. */
    left: () => left,
    /** How often room lists were read. */
    listed: () => listed,
    tab: async (id: string, options: ChatClientOptions = {}): Promise<ChatClient> => {
      const client = rig.client({ token: tokenOf(id), ...options });
      await client.connect();
      return client;
    },
    /** Waits until there are so many connections. */
    share,
    /** The fewest connections in the moment after there are so many. */
    fewest: async (count: number): Promise<number> => {
      await share(count);
      let least = count;
      for (const until = Date.now() + 500; Date.now() < until; await setImmediate())
        least = Math.min(least, connections());
      return least;
    },
  };
};
