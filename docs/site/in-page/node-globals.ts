// Globals of Node that the server's sources name, for a page.
export { Buffer } from './buffer.ts';

export const process = { pid: 0, env: {}, version: '' };

/** A page's timer with the methods of Node's. The functions that clear timers take it as a number. */
const timerOf = (id: number) => {
  const timer = {
    ref: () => timer,
    unref: () => timer,
    [Symbol.toPrimitive]: () => id,
  };
  return timer;
};

export const setTimeout = (run: () => void, waitMs?: number) => timerOf(window.setTimeout(run, waitMs));
export const setInterval = (run: () => void, everyMs?: number) => timerOf(window.setInterval(run, everyMs));
export const setImmediate = (run: () => void) => timerOf(window.setTimeout(run));
export const clearImmediate = (timer: unknown) => window.clearTimeout(Number(timer));
