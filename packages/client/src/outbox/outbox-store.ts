import type { ErrorBody } from '@chat/protocol';
import type { adoptOutbox } from './adopt-outbox.ts';
import type { Lazy } from '../lazy/lazy.ts';
import type { Pending } from './outbox.ts';
import type { ClientStorage } from '../platform/client-storage.ts';
import { noop } from '../platform/noop.ts';

/** Stores unsent messages across reloads, one entry each, by server, user and room. */
export interface OutboxStore {
  /**
   * Resolves to the unsent messages that belong to no other open tab; this tab owns them from then on.
   * `later` gets those of tabs that close while this one is open.
   */
  adopt(roomId: string, userId: string, later: (pending: Pending[]) => void): Promise<Pending[]>;
  save(roomId: string, userId: string, pending: Pending): Promise<void>;
  drop(roomId: string, userId: string, id: string): Promise<void>;
  /** Waits for all writes, and lets other tabs adopt what is left. */
  close(): Promise<void>;
}

/** An unsent message in the storage. */
export interface Entry {
  /** The tab that wrote it. */
  tab: string;
  pending: Omit<Pending, 'error' | 'tries' | 'tab'> & { error?: ErrorBody };
}

/** The parts that adopting other tabs' messages uses. */
export interface OutboxLocks {
  storage: ClientStorage;
  /** Returns the prefix of the keys of one outbox. */
  prefix(roomId: string, userId: string): string;
  /** Resolves to whether this tab got a lock; it holds the lock until `close`. */
  acquire(name: string, options: LockOptions): Promise<boolean>;
  /** Locks of this tab. */
  owned: ReadonlySet<string>;
  /** Locks that this tab waits for. */
  awaited: Map<string, Promise<boolean>>;
  inOrder<T>(work: () => Promise<T>): Promise<T>;
  ended: AbortSignal;
}

/** Adopting is rare: its code is loaded lazily. */
export type Adopting = Pick<Lazy<{ adopt: typeof adoptOutbox }>, 'load' | 'use'>;

const locks = (): LockManager | undefined => (globalThis.navigator as Navigator | undefined)?.locks;

/**
 * An entry belongs to the tab that wrote it; each tab holds one lock per outbox while it is open. A tab that
 * adopts the messages of a closed tab then holds that tab's lock: all of them move together, in their order,
 * to one tab, however often. Without locks everything is adopted; the server recognises messages by their
 * ids.
 */
export const createOutboxStore = (
  storage: ClientStorage,
  server: () => string,
  tab: string,
  adopting: Adopting,
): OutboxStore => {
  let writes: Promise<unknown> = Promise.resolve();
  let release = noop;
  const released = new Promise<void>((resolve) => (release = resolve));
  const ended = new AbortController();
  const owned = new Set<string>(); // locks of this tab
  const inOrder = <T>(work: () => Promise<T>): Promise<T> => {
    const result = writes.then(work);
    writes = result.catch(noop);
    return result;
  };
  const prefix = (roomId: string, userId: string) => `outbox:${JSON.stringify([server(), userId, roomId])}:`;

  const acquire: OutboxLocks['acquire'] = (name, options) =>
    new Promise((resolve, reject) => {
      const granted = (lock: Lock | null): Promise<void> | undefined => {
        resolve(lock !== null);
        if (lock === null) return undefined;
        owned.add(name);
        return released;
      };
      const asked = locks()?.request(`chat:${name}`, options, granted);
      if (asked === undefined) resolve(true);
      else asked.catch(reject);
    });

  const live = (name: string) => {
    if (owned.has(name)) return;
    owned.add(name);
    acquire(name, {}).catch(noop);
  };

  const own: OutboxLocks = {
    storage,
    prefix,
    acquire,
    owned,
    inOrder,
    ended: ended.signal,
    awaited: new Map(),
  };

  return {
    adopt: async (...given) => {
      const [roomId, userId, later] = given;
      const entries = await inOrder(() => storage.list(prefix(roomId, userId)));
      if (entries.length === 0) return [];
      return adopting.load().then(
        ({ adopt }) => adopt(own, ...given),
        () => {
          adopting.use(({ adopt }) => void adopt(own, ...given).then(later, noop));
          return [];
        },
      );
    },
    save: (roomId, userId, { error, tries: _tries, tab: owner = tab, ...rest }) => {
      const start = prefix(roomId, userId);
      live(start + owner);
      const pending = { ...rest, ...(error === undefined ? {} : { error: error.toJSON() }) };
      return inOrder(() => storage.set(start + rest.id, { tab: owner, pending } satisfies Entry));
    },
    drop: (roomId, userId, id) => inOrder(() => storage.delete(prefix(roomId, userId) + id)),
    close: async () => {
      ended.abort();
      await writes;
      release();
    },
  };
};
