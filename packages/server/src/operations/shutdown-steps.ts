import { settlesWithin } from '../async/time-limit.ts';
import type { Logger } from '../logger.ts';

/**
 * Time for each step of closing, all together less than 15 s: a hanging step does not keep the process from
 * ending.
 */
const closingMs = {
  commands: 8_000,
  presence: 1_000,
  commits: 2_000,
  people: 1_000,
  files: 1_000,
  storage: 1_000,
};

/** Returns a function that waits for one step of closing, and continues without it if it takes too long. */
export const createShutdownSteps =
  (logger: Logger) =>
  async (what: keyof typeof closingMs, work: Promise<unknown>): Promise<void> => {
    if (await settlesWithin(work, closingMs[what])) return;
    logger.warn({ what, waitedMs: closingMs[what] }, 'closing without waiting any longer');
  };
