import { ChatError } from '@chat/protocol';
import type { Logger } from '../logger.ts';
import { isUnavailable, isMisconfigured } from '../storage/contract/store-unavailable.ts';
import type { ChatStorage } from '../storage/contract/storage.ts';

/** Checks whether the storage works: at the start, and when a load balancer asks. */
export interface StorageHealth {
  /** Resolves once the storage has been read. Rejects if it is misconfigured, or if it cannot be reached within `timeoutMs`. */
  ready(timeoutMs?: number): Promise<void>;
  /** Returns whether the storage can be read now. Reads at most once a second. */
  isReachable(): Promise<boolean>;
  /** How long the last of these reads took, or has failed after, ms. */
  readonly readMs: number;
  close(): void;
}

interface HealthDeps {
  storage: Pick<ChatStorage, 'timeline'>;
  logger: Logger;
}

const defaultTimeoutMs = 10_000;
/** A database that does not respond for this long is unusable, ms. */
const probeTimeoutMs = 2_000;
const probeEveryMs = 1_000;
const retryMs = 500;

export const createStorageHealth = ({ storage, logger }: HealthDeps): StorageHealth => {
  let isClosed = false;
  let reaching: Promise<void> | null = null;
  let lastFailure: unknown = null;
  let readMs = 0;
  let latest: { at: number; reachable: Promise<boolean> } | null = null;

  /** No room has this id; a read by key costs the same in a small and a large storage. */
  const probe = async (): Promise<void> => void (await storage.timeline.head('health'));

  const reach = async (): Promise<void> => {
    for (let tries = 1; !isClosed; tries += 1) {
      try {
        await probe();
        if (tries > 1) logger.warn({}, 'the storage can be reached again');
        return;
      } catch (error) {
        lastFailure = error;
        if (isClosed) return;
        if (!isUnavailable(error)) {
          logger.error(
            isMisconfigured(error) ? {} : { err: error },
            `the storage cannot be used: ${messageOf(error)}`,
          );
          throw error;
        }
        if (tries === 1)
          logger.error({}, `the storage cannot be reached, and is tried again: ${messageOf(error)}`);
        await pause(retryMs);
      }
    }
  };

  return {
    ready: async (timeoutMs = defaultTimeoutMs) => {
      reaching ??= reach().finally(() => (reaching = null));
      await withTimeout(reaching, timeoutMs, () => {
        const why = lastFailure === null ? 'it does not reply' : messageOf(lastFailure);
        return new ChatError('overloaded', `the storage cannot be reached: ${why}`);
      });
    },
    isReachable: () => {
      const at = performance.now();
      const measured = <T>(value: T): T => {
        readMs = performance.now() - at;
        return value;
      };
      if (latest && at - latest.at < probeEveryMs) return latest.reachable;
      const reachable = withTimeout(probe(), probeTimeoutMs, () => new Error('it does not reply')).then(
        () => measured(true),
        (error: unknown) => {
          lastFailure = error;
          return measured(false);
        },
      );
      latest = { at, reachable };
      return reachable;
    },
    get readMs() {
      return readMs;
    },
    close: () => void (isClosed = true),
  };
};

/**
 * Reads a storage that another process serves as soon as the chat starts. A misconfigured one (an unknown
 * database, a wrong password) leaves a rejected promise, which ends the process unless the application calls
 * `ready()` and handles it; an unreachable one is tried again. Returns the application's own `ready`.
 */
export const checkAtStart = (
  { ready }: Pick<StorageHealth, 'ready'>,
  { shared }: Pick<ChatStorage, 'shared'>,
): StorageHealth['ready'] => {
  let isHandled = false;
  if (shared)
    void ready().catch((error: unknown) => {
      if (isMisconfigured(error) && !isHandled) throw error;
    });
  return async (timeoutMs) => {
    isHandled = true;
    // Nothing else may keep a process alive that waits for its storage before it listens.
    const alive = setInterval(() => undefined, 60_000);
    try {
      await ready(timeoutMs);
    } finally {
      clearInterval(alive);
    }
  };
};

const messageOf = (error: unknown): string => {
  const text = error instanceof Error ? error.message || error.name : String(error);
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return text.includes(code) ? text : `${text} (${code})`;
};

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms).unref());

const withTimeout = async (work: Promise<void>, ms: number, late: () => Error): Promise<void> => {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(late()), ms);
    timer.unref();
  });
  try {
    await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
  }
};
