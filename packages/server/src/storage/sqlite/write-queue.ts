import { fromFailure } from './failure.ts';
import type { Job, Outcome } from './write-transaction.ts';
import type { StoreWrites } from './writes.ts';

type Run = <N extends keyof StoreWrites>(
  name: N,
  ...input: Parameters<StoreWrites[N]>
) => Promise<ReturnType<StoreWrites[N]>>;

/** Where groups are written: in this thread, or in one of their own. */
export interface WriteTarget {
  /** Takes `Job[]` as JSON and answers an outcome per job, in order. Rejects when it cannot write any more. */
  write(group: string): Promise<Outcome[]>;
  close(): Promise<void>;
}

export interface WriteQueue {
  /** Resolves once the write is on the disk; rejects when nothing of it was applied. */
  run: Run;
  /** Writes what waits, and ends. */
  close(): Promise<void>;
}

const quietMs = 2;

interface Waiting {
  /** JSON of the job, made when it came: it holds what was meant then, and what is not JSON fails alone. */
  job: string;
  resolve: (value: never) => void;
  reject: (reason: unknown) => void;
}

/** Longest group, so that a flood does not hold up everything else for long. */
const mostJobs = 500;

/**
 * Gathers writes into groups: one is under way at a time, and the next takes all that came meanwhile. Nothing waits for a
 * timer: an idle writer takes what arrives in one turn of the event loop.
 */
export const createWriteQueue = (target: WriteTarget): WriteQueue => {
  const queue: Waiting[] = [];
  let writing: Promise<void> | null = null;
  let lastAt = -Infinity;

  const writeSome = async (jobs: Waiting[]): Promise<void> => {
    try {
      const outcomes = await target.write(`[${jobs.map(({ job }) => job).join(',')}]`);
      jobs.forEach(({ resolve, reject }, index) => {
        const { failure, value } = outcomes[index] as { failure?: never; value?: never };
        if (failure === undefined) resolve(value as never);
        else reject(fromFailure(failure));
      });
    } catch (error) {
      for (const { reject } of jobs) reject(error);
    }
  };

  const writeAll = async (): Promise<void> => {
    while (queue.length > 0) {
      // Not a microtask: those run between two sockets' messages, and each would be a group of its own. After a while of
      // quiet nothing is likely to come with the first.
      if (performance.now() - lastAt < quietMs) await new Promise((resolve) => setImmediate(resolve));
      else await Promise.resolve();
      await writeSome(queue.splice(0, mostJobs));
      lastAt = performance.now();
    }
    writing = null;
  };

  return {
    run: (name, ...input) =>
      new Promise((resolve, reject) => {
        queue.push({ job: JSON.stringify({ name, input } satisfies Job), resolve, reject });
        writing ??= writeAll();
      }),
    close: async () => {
      while (writing) await writing;
      await target.close();
    },
  };
};
