/** Removes a listener or ends a subscription. Calling it twice is harmless. */
export type Stop = () => void;

/** An immutable value that changes over time. `get` returns the same object until it changes. */
export interface Readable<T> {
  get(): T;
  /**
   * Calls `listener` now and after every change, at most once per microtask. Returns a function that stops
   * it.
   */
  subscribe(listener: (value: T) => void): Stop;
}

/** A readable with a method that checks its inputs. */
export interface View<T> extends Readable<T> {
  get: () => T;
  subscribe: (listener: (value: T) => void) => Stop;
  /** Checks for changes and notifies listeners at the end of this microtask. */
  touch: () => void;
}

/** A value computed from immutable inputs, again only after one of them has changed. */
export const view = <T>(inputs: () => readonly unknown[], compute: () => T): View<T> => {
  let last: { inputs: readonly unknown[]; value: T } | null = null;
  let scheduled = false;
  const subscriptions = new Map<object, { listener: (value: T) => void; value: T }>();

  const get = (): T => {
    const now = inputs();
    const before = last?.inputs;
    if (last === null || now.some((input, index) => !Object.is(input, before?.[index]))) {
      last = { inputs: now, value: compute() };
    }
    return last.value;
  };

  const flush = () => {
    scheduled = false;
    const failures: unknown[] = [];
    for (const entry of subscriptions.values()) {
      const value = get();
      if (entry.value === value) continue;
      entry.value = value;
      try {
        entry.listener(value);
      } catch (error) {
        failures.push(error);
      }
    }
    // An error of one listener must not affect the others, and must not be hidden.
    if (failures.length > 0) throw failures[0];
  };

  return {
    get,
    touch: () => {
      if (scheduled || subscriptions.size === 0) return;
      scheduled = true;
      queueMicrotask(flush);
    },
    subscribe: (listener) => {
      const key = {};
      const value = get();
      subscriptions.set(key, { listener, value });
      listener(value);
      return () => void subscriptions.delete(key);
    },
  };
};
