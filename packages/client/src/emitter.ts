import type { Stop } from './readable.ts';

/** Listeners by event name. */
export interface Emitter<Events> {
  on: <K extends keyof Events>(event: K, listener: (value: Events[K]) => void) => Stop;
  emit<K extends keyof Events>(event: K, value: Events[K]): void;
  clear(): void;
}

export const emitter = <Events>(): Emitter<Events> => {
  const listeners = new Map<keyof Events, Set<{ call: (value: never) => void }>>();
  return {
    on: (event, listener) => {
      const entry = { call: listener };
      const set = listeners.get(event) ?? new Set();
      listeners.set(event, set.add(entry));
      return () => void set.delete(entry);
    },
    emit: (event, value) => {
      for (const entry of Array.from(listeners.get(event) ?? [])) {
        try {
          entry.call(value as never);
        } catch (error) {
          // The fault of a listener is its own: it surfaces as uncaught, and the chat goes on.
          queueMicrotask(() => {
            throw error;
          });
        }
      }
    },
    clear: () => listeners.clear(),
  };
};
