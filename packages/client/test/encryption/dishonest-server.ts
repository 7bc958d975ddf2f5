import type { ChatEvent } from '@chat/protocol';
import { memoryStorage, type ChatStorage, type Session } from '@chat/server';
import type { ChatRoom, ClientStorage } from '@chat/client';
import { deviceStorage, type EncryptedRoom } from './encrypted-room.ts';

/** What a dishonest server changes of what one client gets. */
export interface Lies {
  reply?: (command: string, value: unknown, input: unknown) => unknown;
  event?: (event: ChatEvent) => ChatEvent[];
}

type SessionLike = Pick<Session, 'user' | 'limits' | 'call' | 'on'>;

/** A client between which and the server something stands that lies. */
export interface Victim {
  room: ChatRoom;
  client: ReturnType<EncryptedRoom['clientOf']>;
  storage: ClientStorage;
  /** Lies from now on. Without any, it is honest. */
  lie(lies: Lies): void;
  /** Sends it events that the real server has not sent. */
  send(...events: ChatEvent[]): void;
  /** The commands that the client has sent, as text. */
  readonly sent: string[];
}

/** Opens a room as a user, behind a server that may lie. Resolves at once: it may never be joined. */
export const victim = (
  { rig, roomId }: EncryptedRoom,
  userId: string,
  { storage = deviceStorage(), now = Date.now }: { storage?: ClientStorage; now?: () => number } = {},
): Victim => {
  const real = rig.chat.as({ id: userId, name: userId });
  const sent: string[] = [];
  const listeners = new Set<(events: ChatEvent[]) => void>();
  let lies: Lies = {};
  const session = {
    user: real.user,
    limits: real.limits,
    call: async (command: never, input: never) => {
      sent.push(`${String(command)} ${JSON.stringify(input)}`);
      const value: unknown = await real.call(command, input);
      return lies.reply ? lies.reply(command, structuredClone(value), input) : value;
    },
    on: (name: 'events', listener: (events: ChatEvent[]) => void) => {
      listeners.add(listener);
      return real.on(name, (events) => {
        const changed = lies.event ? structuredClone(events).flatMap(lies.event) : events;
        if (changed.length > 0) listener(changed);
      });
    },
  } as unknown as SessionLike;
  const client = rig.client({ session, storage, now, ownConnection: true });
  return {
    client,
    storage,
    sent,
    room: client.room(roomId),
    lie: (next) => (lies = next),
    send: (...events) => {
      for (const listener of listeners) listener(events);
    },
  };
};

type Method = (...args: unknown[]) => Promise<unknown>;
type Stores = Record<string, Record<string, Method | undefined> | undefined>;

/** A storage that can go back to an earlier state, as when a backup is restored. Stop the server before. */
export const rewindableStorage = () => {
  let inner = memoryStorage();
  const log: { store: string; method: string; args: unknown[] }[] = [];
  const storeOf = (store: string) =>
    new Proxy<Record<string, unknown>>(
      {},
      {
        get: (_, method: string) => {
          const own = inner as unknown as Stores;
          if (typeof own[store]?.[method] !== 'function') return own[store]?.[method];
          return async (...args: unknown[]) => {
            log.push({ store, method, args });
            return own[store]?.[method]?.(...args);
          };
        },
      },
    );
  const stores = new Map<string, unknown>();
  const storage = new Proxy(inner, {
    get: (_, name: string) => {
      const value: unknown = Reflect.get(inner, name);
      if (typeof value !== 'object' || value === null) return value;
      if (!stores.has(name)) stores.set(name, storeOf(name));
      return stores.get(name);
    },
  }) satisfies ChatStorage;
  return {
    storage,
    mark: () => log.length,
    rewind: async (mark: number) => {
      const calls = log.splice(0).slice(0, mark);
      inner = memoryStorage();
      const own = inner as unknown as Stores;
      for (const { store, method, args } of calls) {
        await own[store]?.[method]?.(...args).catch(() => undefined);
        log.push({ store, method, args });
      }
    },
  };
};
