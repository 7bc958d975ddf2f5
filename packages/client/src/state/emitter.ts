import type { Stop } from './readable.ts';

/** An emitter whose events carry one value each, by name. */
export interface Emitter<Events extends object> {
  /** Adds a listener; returns a function that removes it. */
  on<K extends keyof Events>(event: K, listener: (value: Events[K]) => void): Stop;
  /** An error of a listener becomes an uncaught error, and does not affect the others. */
  emit<K extends keyof Events>(event: K, value: Events[K]): void;
  /** Removes all listeners. */
  clear(): void;
}

export const createEmitter = <Events extends object>(): Emitter<Events> => {
  type Entry = [event: keyof Events, listener: (value: never) => void];
  const entries = new Set<Entry>();
  return {
    on: (event, listener) => {
      const entry: Entry = [event, listener];
      entries.add(entry);
      return () => void entries.delete(entry);
    },
    emit: (event, value) => {
      // eslint-disable-next-line unicorn/no-useless-spread -- a listener that is added meanwhile waits for the next event
      for (const entry of [...entries]) {
        if (entry[0] !== event || !entries.has(entry)) continue;
        try {
          entry[1](value as never);
        } catch (error) {
          queueMicrotask(() => {
            throw error;
          });
        }
      }
    },
    clear: () => entries.clear(),
  };
};
