import type { Scheduler } from './scheduler.ts';
import type { LockManagerLike } from './tab-locks.ts';

type Callback = (...args: unknown[]) => void;

/** A timer of Node's shape. */
interface Timer {
  stop(): void;
  ref(): Timer;
  unref(): Timer;
}

const timerOf = (stop: () => void): Timer => {
  const timer: Timer = { stop, ref: () => timer, unref: () => timer };
  return timer;
};

const isTimer = (value: unknown): value is Timer =>
  typeof value === 'object' && value !== null && 'stop' in value;

/**
 * Puts the scheduler in the place of the platform's timers, and the simulated pages' locks in the place of
 * `navigator.locks`, until it is called back. Whatever measures its own cost finds `costMs` between two looks. A timer belongs to whoever is running when it is set, and ends with them.
 */
export const simulatePlatform = (
  scheduler: Scheduler,
  costMs: number,
  locks: () => LockManagerLike | undefined,
): (() => void) => {
  const { now } = performance;
  let measured = 0;
  const real = { setTimeout, setInterval, clearTimeout, clearInterval, setImmediate, clearImmediate };
  const navigator = Object.getOwnPropertyDescriptor(globalThis, 'navigator');

  const once = (run: Callback, delayMs = 0, ...args: unknown[]): unknown => {
    const owner = scheduler.current;
    if (owner === null) return real.setTimeout(run, delayMs, ...args);
    return timerOf(scheduler.after(owner, delayMs, 'timer', () => run(...args)));
  };

  const again = (run: Callback, delayMs = 0, ...args: unknown[]): unknown => {
    const owner = scheduler.current;
    if (owner === null) return real.setInterval(run, delayMs, ...args);
    let cancel = (): void => undefined;
    const plan = (): void => {
      cancel = scheduler.after(owner, delayMs, 'interval', () => {
        plan();
        run(...args);
      });
    };
    plan();
    return timerOf(() => cancel());
  };

  const soon = (run: Callback, ...args: unknown[]): unknown =>
    scheduler.current === null ? real.setImmediate(run, ...args) : once(run, 0, ...args);

  const clear = (timer: unknown): void => {
    if (isTimer(timer)) timer.stop();
    else real.clearTimeout(timer as NodeJS.Timeout | undefined);
  };

  Object.assign(globalThis, {
    setTimeout: once,
    setInterval: again,
    clearTimeout: clear,
    clearInterval: clear,
    setImmediate: soon,
    clearImmediate: (timer: unknown) =>
      isTimer(timer) ? timer.stop() : real.clearImmediate(timer as NodeJS.Immediate | undefined),
  });
  performance.now = () => (measured = Math.max(measured + costMs, scheduler.now()));
  Object.defineProperty(globalThis, 'navigator', {
    configurable: true,
    get: () => ({ locks: locks() }),
  });
  return () => {
    Object.assign(globalThis, real);
    performance.now = now;
    if (navigator) Object.defineProperty(globalThis, 'navigator', navigator);
  };
};
