import type { EventEmitter } from 'eventemitter3';
import type { Stop } from './readable.ts';

/** An emitter whose events carry one value each, by name. */
export type Emitter<Events extends object> = EventEmitter<{
  [K in keyof Events]: (value: Events[K]) => void;
}>;

/** Adds a listener; returns a function that removes it. */
export type ListenTo<Events extends object> = <K extends keyof Events>(
  event: K,
  listener: (value: Events[K]) => void,
) => Stop;

interface Untyped {
  on(event: PropertyKey, listener: (value: never) => void): void;
  off(event: PropertyKey, listener: (value: never) => void): void;
}

/**
 * Returns the `on` of an emitter. An error of a listener becomes an uncaught error, and does not affect the
 * others.
 */
export const listenTo = <Events extends object>(emitter: Emitter<Events>): ListenTo<Events> => {
  const untyped = emitter as unknown as Untyped;
  return (event, listener) => {
    const guarded = (value: never) => {
      try {
        listener(value);
      } catch (error) {
        queueMicrotask(() => {
          throw error;
        });
      }
    };
    untyped.on(event, guarded);
    return () => untyped.off(event, guarded);
  };
};
