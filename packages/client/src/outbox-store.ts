import { ChatError, type ErrorBody } from '@chat/protocol';
import type { Pending } from './outbox.ts';
import type { ClientStorage } from './storage.ts';

/** Unsent messages across reloads, one entry each, by server, user and room. */
export interface OutboxStore {
  /**
   * Unsent messages that no living tab takes care of, in the order they were written. They are this tab's from now on.
   * `later` is given those of tabs that go while this one lives.
   */
  adopt(roomId: string, userId: string, later: (pending: Pending[]) => void): Promise<Pending[]>;
  save(roomId: string, userId: string, pending: Pending): Promise<void>;
  drop(roomId: string, userId: string, id: string): Promise<void>;
  /** All writes so far are done. Lets other tabs adopt what is left. */
  close(): Promise<void>;
}

interface Entry {
  /** The tab that sends it. */
  tab: string;
  pending: Omit<Pending, 'error' | 'tries'> & { error?: ErrorBody };
}

const locks = (): LockManager | undefined => (globalThis.navigator as Navigator | undefined)?.locks;

/**
 * Each tab holds a lock as long as it lives. An entry whose tab is gone is taken over under that tab's lock, so by one
 * other tab alone. Where there are no locks everything is taken over; the server knows a message by its id.
 */
export const outboxStore = (storage: ClientStorage, server: () => string, tab: string): OutboxStore => {
  let writes: Promise<unknown> = Promise.resolve();
  let release: (() => void) | null = null;
  const ended = new AbortController();
  const inOrder = <T>(work: () => Promise<T>): Promise<T> => {
    const result = writes.then(work);
    writes = result.catch(() => {});
    return result;
  };
  const prefix = (roomId: string, userId: string) => `outbox:${JSON.stringify([server(), userId, roomId])}:`;
  const lockName = (owner: string) => `chat:tab:${owner}`;

  const live = () => {
    if (release !== null) return;
    release = () => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    locks()
      ?.request(lockName(tab), () => held)
      ?.catch(() => {});
  };

  const write = (key: string, { error, tries: _tries, ...rest }: Pending) => {
    const pending = { ...rest, ...(error === undefined ? {} : { error: error.toJSON() }) };
    return storage.set(key, { tab, pending } satisfies Entry);
  };

  const takeOver = async (entries: { key: string; value: unknown }[]): Promise<Pending[]> => {
    if (entries.length > 0) live();
    const pendings = entries.map(({ value }) => revive((value as Entry).pending));
    await Promise.all(pendings.map((pending, index) => write(entries[index]?.key ?? '', pending)));
    return pendings;
  };

  /** Takes what `owner` has left, if it is gone; answers null while it lives. */
  const inherit = (
    start: string,
    owner: string,
    options: LockOptions,
  ): Promise<Pending[] | null> | undefined =>
    locks()?.request(lockName(owner), options, async (lock) => {
      if (lock === null) return null;
      const entries = await storage.list(start);
      return takeOver(entries.filter(({ value }) => (value as Entry).tab === owner));
    });

  return {
    adopt: (roomId, userId, later) =>
      inOrder(async () => {
        const start = prefix(roomId, userId);
        const entries = (await storage.list(start)).filter(({ value }) => (value as Entry).tab !== tab);
        if (locks() === undefined) return inWrittenOrder(await takeOver(entries));
        const adopted: Pending[] = [];
        for (const owner of new Set(entries.map(({ value }) => (value as Entry).tab))) {
          const left = await inherit(start, owner, { ifAvailable: true });
          if (left) adopted.push(...left);
          // It lives, or is just going: its lock is ours when it is gone.
          else
            inherit(start, owner, { signal: ended.signal })?.then(
              (rest) => rest && later(rest),
              () => {},
            );
        }
        return inWrittenOrder(adopted);
      }),
    save: (roomId, userId, pending) => {
      live();
      return inOrder(() => write(prefix(roomId, userId) + pending.id, pending));
    },
    drop: (roomId, userId, id) => inOrder(() => storage.delete(prefix(roomId, userId) + id)),
    close: async () => {
      ended.abort();
      await writes;
      release?.();
    },
  };
};

const revive = ({ error, ...rest }: Entry['pending']): Pending => ({
  ...rest,
  // What was on its way when the page went is to be sent again; the server knows it by its id.
  status: rest.status === 'failed' ? 'failed' : 'queued',
  tries: 0,
  ...(error === undefined ? {} : { error: ChatError.from(error) }),
});

const inWrittenOrder = (pendings: Pending[]): Pending[] => pendings.sort((a, b) => a.order - b.order);
