import type { ClientStorage } from '../../packages/client/src/platform/client-storage.ts';
import type { Chance } from './chance.ts';
import type { Scheduler } from './scheduler.ts';
import { createTabLocks, type TabLocks } from './tab-locks.ts';
import type { Actor } from './task-heap.ts';

/** The state that pages of one browser share and that outlives them. */
export interface Browser {
  storageOf(tab: Actor): ClientStorage;
  locks: TabLocks;
  /** The stored values, by key. */
  readonly stored: ReadonlyMap<string, unknown>;
  keys(): string[];
  /** Returns one stored value. */
  value(key: string): unknown;
}

export interface StorageWatch {
  written(key: string): void;
  /** `robbed`: by another page than the one that wrote it, which lives. */
  deleted(key: string, robbed: boolean): void;
}

/** A storage that takes its time; what a page asked for as it went is not done. */
export const createBrowser = (scheduler: Scheduler, chance: Chance, watch: StorageWatch): Browser => {
  const values = new Map<string, string>();
  const writers = new Map<string, Actor>();
  const parse = (text: string | undefined): unknown => (text === undefined ? undefined : JSON.parse(text));

  const later = <T>(tab: Actor, label: string, work: () => T, waitMs = chance.wait(1.5)): Promise<T> =>
    new Promise((resolve) => {
      scheduler.after(tab, waitMs, label, () => resolve(work()));
    });

  return {
    locks: createTabLocks(scheduler),
    get stored() {
      return new Map([...values].map(([key, text]) => [key, parse(text)]));
    },
    keys: () => [...values.keys()],
    value: (key) => parse(values.get(key)),
    storageOf: (tab) => ({
      // Each page reads once whether a room is encrypted: it always takes the same time.
      get: (key) =>
        later(tab, 'storage get', () => parse(values.get(key)), key.endsWith(':encrypted') ? 1 : undefined),
      set: (key, value) =>
        later(tab, `storage set ${key.slice(-6)}`, () => {
          values.set(key, JSON.stringify(value));
          writers.set(key, tab);
          watch.written(key);
        }),
      delete: (key) =>
        later(tab, `storage delete ${key.slice(-4)}`, () => {
          const writer = writers.get(key);
          values.delete(key);
          writers.delete(key);
          watch.deleted(key, writer !== undefined && writer !== tab && writer.alive);
        }),
      list: (prefix) =>
        later(tab, 'storage list', () =>
          [...values]
            .filter(([key]) => key.startsWith(prefix))
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([key, value]) => ({ key, value: parse(value) })),
        ),
    }),
  };
};
