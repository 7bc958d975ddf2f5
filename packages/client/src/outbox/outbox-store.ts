import type { ErrorBody } from '@chat/protocol';
import type { adoptOutbox } from './adopt-outbox.ts';
import type { Lazy } from '../lazy/lazy.ts';
import type { Pending } from './outbox.ts';
import type { ClientStorage } from '../platform/client-storage.ts';
import { noop } from '../platform/noop.ts';

/** Unsent messages across reloads, one entry each, by server, user and room. */
export interface OutboxStore {
  /**
   * Unsent messages that no other living tab takes care of. They are in this tab's care from now on.
   * `later` is given those of tabs that go while this one lives.
   */
  adopt(roomId: string, userId: string, later: (pending: Pending[]) => void): Promise<Pending[]>;
  save(roomId: string, userId: string, pending: Pending): Promise<void>;
  drop(roomId: string, userId: string, id: string): Promise<void>;
  /** All writes so far are done. Lets other tabs adopt what is left. */
  close(): Promise<void>;
}

/** An unsent message in the storage. */
export interface Entry {
  /** The tab that wrote it. */
  tab: string;
  pending: Omit<Pending, 'error' | 'tries' | 'tab'> & { error?: ErrorBody };
}

/** What taking over the messages of other tabs needs. */
export interface OutboxLocks {
  storage: ClientStorage;
  /** How the keys of one outbox begin. */
  prefix(roomId: string, userId: string): string;
  /** Resolves to whether a lock is ours, from now on until `close`. */
  acquire(name: string, options: LockOptions): Promise<boolean>;
  /** Locks that are ours. */
  owned: ReadonlySet<string>;
  /** Those that are to be ours when their holders go. */
  awaited: Map<string, Promise<boolean>>;
  inOrder<T>(work: () => Promise<T>): Promise<T>;
  ended: AbortSignal;
}

/** Adopting is rare, so its code is loaded with the rest of the client. */
export type Adopting = Pick<Lazy<{ adopt: typeof adoptOutbox }>, 'load' | 'use'>;

const locks = (): LockManager | undefined => (globalThis.navigator as Navigator | undefined)?.locks;

/**
 * An entry stays with the tab that wrote it, and each tab holds a lock per outbox as long as it lives. Who takes over what a tab has
 * left holds that tab's lock from then on: all of it moves at once, in its order, to one other tab, however often. Where
 * there are no locks everything is taken over; the server knows a message by its id.
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
  const owned = new Set<string>(); // locks that are ours
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
