import type { Scheduler } from './scheduler.ts';
import type { Actor } from './task-heap.ts';

interface Options {
  ifAvailable?: boolean;
  signal?: AbortSignal;
}
type Held = (lock: object | null) => unknown;

/** The part of `navigator.locks` that the client uses. */
export interface LockManagerLike {
  request(name: string, optionsOrHeld: Options | Held, held?: Held): Promise<unknown>;
}

/** The locks of one browser's pages; a page that ends lets go of its own. */
export interface TabLocks {
  of(tab: Actor): LockManagerLike;
  /** Lets go of everything held or asked for by a page. */
  release(tab: Actor): void;
}

interface Request {
  tab: Actor;
  grant(): void;
}

export const createTabLocks = (scheduler: Scheduler): TabLocks => {
  // The first of each queue holds the lock.
  const queues = new Map<string, Request[]>();

  const leave = (name: string, request: Request): void => {
    const queue = queues.get(name) ?? [];
    const held = queue[0] === request;
    queues.set(
      name,
      queue.filter((each) => each !== request),
    );
    if (held) queues.get(name)?.[0]?.grant();
  };

  const ask = (tab: Actor, name: string, { ifAvailable, signal }: Options, held: Held): Promise<unknown> =>
    new Promise((resolve, reject) => {
      // What a page began before its end may go on here; a page that has ended would hold the lock for good.
      if (!tab.alive) return;
      const queue = queues.get(name) ?? [];
      const run = (lock: object | null, done: () => void): void => {
        scheduler.after(tab, 0, 'lock', () => {
          Promise.resolve(lock)
            .then(held)
            .then(resolve, reject)
            .finally(done)
            .catch(() => undefined);
        });
      };
      if (ifAvailable && queue.length > 0) return run(null, () => undefined);
      const request: Request = { tab, grant: () => run({ name }, () => leave(name, request)) };
      queues.set(name, [...queue, request]);
      signal?.addEventListener('abort', () => {
        if (queues.get(name)?.[0] === request) return;
        leave(name, request);
        reject(new Error('aborted'));
      });
      if (queue.length === 0) request.grant();
    });

  return {
    of: (tab) => ({
      request: (name, optionsOrHeld, held) =>
        typeof optionsOrHeld === 'function'
          ? ask(tab, name, {}, optionsOrHeld)
          : ask(tab, name, optionsOrHeld, held ?? (() => undefined)),
    }),
    release: (tab) => {
      for (const [name, queue] of queues)
        for (const request of queue.filter((each) => each.tab === tab)) leave(name, request);
    },
  };
};
