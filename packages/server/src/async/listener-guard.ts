import type { Logger } from '../logger.ts';

/**
 * Wraps a listener so that nothing leaves it: what it throws or rejects with is logged once, and `end` ends what it was
 * called for. An exception that left a listener would end the process.
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
      // A logger that throws has nobody left to report to.
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
