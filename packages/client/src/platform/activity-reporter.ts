import type { ChatClient } from '../chat-client.ts';
import type { Connection } from '../connection/connection.ts';
import { createDeliveryReporter } from '../messages/delivery-reporter.ts';
import { noop } from './noop.ts';

/** What a client says by itself, a little later than at once. */
export type ActivityReporter = IdleWatch;

/** Says that nobody is at this page, or somebody is again, and what has come to it. */
export const createActivityReporter = (
  idleAfterMs: number,
  now: () => number,
  rooms: Pick<ChatClient['rooms'], 'get' | 'subscribe'>,
  connection: Pick<Connection, 'callNow' | 'hello'>,
  on: ChatClient['on'],
): ActivityReporter => {
  /** It could not be said, and what the next connection presented itself with may be as old. */
  let isUnreported = false;
  const report = () => {
    isUnreported = false;
    connection.callNow('presence:idle', { idle: watch.idle }).catch(() => (isUnreported = true));
  };
  const watch = watchIdle(idleAfterMs, now, report);
  // A microtask later one is online.
  const stopSaying = on('hello', () => isUnreported && queueMicrotask(report));
  const { callNow } = connection;
  const limited = {
    callNow,
    get limits() {
      return connection.hello && connection.hello.limits;
    },
  };
  const stop = createDeliveryReporter(rooms, limited, on);
  return {
    get idle() {
      return watch.idle;
    },
    stop: () => {
      watch.stop();
      stopSaying();
      stop();
    },
  };
};

/** Whether anybody is at this page. */
export interface IdleWatch {
  readonly idle: boolean;
  stop(): void;
}

const signs = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'focus', 'pageshow'] as const;
const longestTimerMs = 2 ** 31 - 1;

/**
 * Calls `changed` when nobody has done anything at the page for `afterMs`, seen or hidden, and when somebody is back. Outside
 * a browser nobody is ever idle.
 */
export const watchIdle = (
  afterMs: number,
  now: () => number,
  onChange: (idle: boolean) => void,
): IdleWatch => {
  const { document, addEventListener, removeEventListener } = globalThis;
  if (typeof document === 'undefined' || typeof addEventListener !== 'function' || !(afterMs < Infinity))
    return { idle: false, stop: noop };
  let idle = false;
  let lastAt = now();
  let timer: ReturnType<typeof setTimeout> | undefined;

  const become = (next: boolean) => {
    if (idle === next) return;
    idle = next;
    onChange(idle);
  };
  // A sign of life only notes the time: one timer looks at it, however many come.
  const look = () => {
    const leftMs = lastAt + afterMs - now();
    if (leftMs <= 0) return become(true);
    timer = setTimeout(look, Math.min(leftMs, longestTimerMs));
  };
  const alive = () => {
    lastAt = now();
    if (!idle) return;
    become(false);
    look();
  };
  const shown = () => document.visibilityState === 'visible' && alive();

  const options = { capture: true, passive: true };
  for (const sign of signs) addEventListener(sign, alive, options);
  document.addEventListener('visibilitychange', shown);
  look();
  return {
    get idle() {
      return idle;
    },
    stop: () => {
      clearTimeout(timer);
      for (const sign of signs) removeEventListener(sign, alive, options);
      document.removeEventListener('visibilitychange', shown);
    },
  };
};
