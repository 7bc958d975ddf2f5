import { ChatError, type ErrorBody } from '@chat/protocol';
import type { Pending } from './outbox.ts';
import type { ClientStorage } from './storage.ts';

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

interface Entry {
  /** The tab that wrote it. */
  tab: string;
  pending: Omit<Pending, 'error' | 'tries' | 'tab'> & { error?: ErrorBody };
}

const locks = (): LockManager | undefined => (globalThis.navigator as Navigator | undefined)?.locks;

/**
 * An entry stays with the tab that wrote it, and each tab holds a lock per outbox as long as it lives. Who takes over what a tab has
 * left holds that tab's lock from then on: all of it moves at once, in its order, to one other tab, however often. Where
 * there are no locks everything is taken over; the server knows a message by its id.
 */
export const outboxStore = (storage: ClientStorage, server: () => string, tab: string): OutboxStore => {
  let writes: Promise<unknown> = Promise.resolve();
  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  const ended = new AbortController();
  const held = new Set<string>(); // locks that are ours
  const awaited = new Map<string, Promise<boolean>>(); // those that are to be ours when their holders go
  const inOrder = <T>(work: () => Promise<T>): Promise<T> => {
    const result = writes.then(work);
    writes = result.catch(() => {});
    return result;
  };
  const prefix = (roomId: string, userId: string) => `outbox:${JSON.stringify([server(), userId, roomId])}:`;

  /** Answers whether a lock is ours, from now on until `close`. */
  const hold = (name: string, options: LockOptions): Promise<boolean> =>
    new Promise((resolve, reject) => {
      const granted = (lock: Lock | null): Promise<void> | undefined => {
        resolve(lock !== null);
        if (lock === null) return undefined;
        held.add(name);
        return released;
      };
      const asked = locks()?.request(`chat:${name}`, options, granted);
      if (asked === undefined) resolve(true);
      else asked.catch(reject);
    });

  const live = (name: string) => {
    if (held.has(name)) return;
    held.add(name);
    hold(name, {}).catch(() => {});
  };

  const left = async (start: string, owner: string): Promise<Pending[]> => {
    const entries = await storage.list(start);
    return entries
      .map(({ value }) => value as Entry)
      .filter((entry) => entry.tab === owner)
      .map(revive);
  };

  return {
    adopt: (roomId, userId, later) =>
      inOrder(async () => {
        const start = prefix(roomId, userId);
        const entries = await storage.list(start);
        const adopted: Pending[] = [];
        for (const owner of new Set(entries.map(({ value }) => (value as Entry).tab))) {
          const name = start + owner;
          const ours = held.has(name) || (!awaited.has(name) && (await hold(name, { ifAvailable: true })));
          if (ours) adopted.push(...(await left(start, owner)));
          else {
            // It lives, or is just going: its lock is ours when it is gone.
            const waiting = awaited.get(name) ?? hold(name, { signal: ended.signal });
            awaited.set(name, waiting);
            waiting.then(() => left(start, owner)).then(later, () => {});
          }
        }
        return adopted;
      }),
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

const revive = ({ tab, pending: { error, ...rest } }: Entry): Pending => ({
  ...rest,
  tab,
  // What was on its way when the page went is to be sent again; the server knows it by its id.
  status: rest.status === 'failed' ? 'failed' : 'queued',
  tries: 0,
  ...(error === undefined ? {} : { error: ChatError.from(error) }),
});
