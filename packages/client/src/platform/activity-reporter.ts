import type { ChatClient } from '../chat-client.ts';
import type { Connection } from '../connection/connection.ts';
import { createDeliveryReporter } from '../messages/delivery-reporter.ts';
import { noop } from './noop.ts';

/** Reports idleness and deliveries until it is stopped. */
export type ActivityReporter = IdleWatch;

/** Reports when the page becomes idle or active, and which messages it has received. */
export const createActivityReporter = (
  idleAfterMs: number,
  now: () => number,
  rooms: Pick<ChatClient['rooms'], 'get' | 'subscribe'>,
  connection: Pick<Connection, 'callNow' | 'hello'>,
  on: ChatClient['on'],
): ActivityReporter => {
  /** The last report failed, and the handshake of the next connection may be older than it. */
  let isUnreported = false;
  const report = () => {
    isUnreported = false;
    connection.callNow('presence:idle', { idle: watch.idle }).catch(() => (isUnreported = true));
  };
  const watch = watchIdle(idleAfterMs, now, report);
  // The connection is online one microtask later.
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

/** Watches whether the page is idle. */
export interface IdleWatch {
  readonly idle: boolean;
  stop(): void;
}

const signs = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'focus', 'pageshow'] as const;
const longestTimerMs = 2 ** 31 - 1;

/**
 * Calls `onChange` when the page, visible or hidden, has had no input for `afterMs`, and at the next input.
 * Outside browsers it is never idle.
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
  // Input only updates the time; a single timer compares it, however many events there are.
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
