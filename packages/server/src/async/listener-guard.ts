import type { Logger } from '../logger.ts';

/**
 * Wraps a listener so that no error leaves it: an error is logged once, and `end` closes what the listener
 * was called for. An uncaught exception in a listener would end the process.
 */
export type ListenerGuard = <A extends unknown[]>(
  what: string,
  listener: (...args: A) => unknown,
  end?: (...args: A) => void,
) => (...args: A) => void;

export const createListenerGuard = (logger: Logger): ListenerGuard => {
  const report = (error: unknown, what: string): void => {
    try {
      logger.error({ err: error }, `${what} failed`);
    } catch {
      // There is nowhere to report the failure of a logger.
    }
  };

  return (what, listener, end) => {
    return (...args) => {
      const fail = (error: unknown): void => {
        report(error, what);
        try {
          end?.(...args);
        } catch (failure) {
          report(failure, `ending after ${what}`);
        }
      };
      try {
        const done = listener(...args);
        if (done instanceof Promise) done.catch(fail);
      } catch (error) {
        fail(error);
      }
    };
  };
};
