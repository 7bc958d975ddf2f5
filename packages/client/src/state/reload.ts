import { ChatError, isTransient } from '@chat/protocol';
import { createTimer } from '../platform/timer.ts';

/** Loads a list again that was loaded before. */
export interface Reload {
  /** Loads now. After a transient failure it tries again, until a load succeeds. */
  run(): void;
  stop(): void;
}

const retryMs = 5_000;

export const createReload = (load: () => Promise<unknown>): Reload => {
  const timer = createTimer();
  /** A later load replaces the earlier ones, and their retries. */
  let turn = 0;
  const run = (): void => {
    timer.stop();
    const mine = (turn += 1);
    load().catch((error: unknown) => {
      if (mine !== turn || !(error instanceof ChatError)) return;
      const { code, retryAfterMs = 0 } = error;
      // After `disconnected` it is loaded again with the next connection.
      if (isTransient(code) && code !== 'disconnected') timer.start(Math.max(retryMs, retryAfterMs), run);
    });
  };
  return {
    run,
    stop: () => {
      turn += 1;
      timer.stop();
    },
  };
};
