import { fromFailure } from './failure.ts';
import type { Job, Outcome } from './write-transaction.ts';
import type { StoreWrites } from './writes.ts';

type Run = <N extends keyof StoreWrites>(
  name: N,
  ...input: Parameters<StoreWrites[N]>
) => Promise<ReturnType<StoreWrites[N]>>;

/** Writes groups, in this thread or in another one. */
export interface WriteTarget {
  /** Takes `Job[]` as JSON and returns one outcome per job, in order. Rejects if it can no longer write. */
  write(group: string): Promise<Outcome[]>;
  close(): Promise<void>;
}

export interface WriteQueue {
  /** Resolves once the write is on disk; rejects if nothing of it was applied. */
  run: Run;
  /** Finishes the queued writes and closes. */
  close(): Promise<void>;
}

const quietMs = 2;

interface Waiting {
  /**
   * JSON of the job, made when it was queued: later changes to the input have no effect, and input that is
   * not JSON fails alone.
   */
  job: string;
  resolve: (value: never) => void;
  reject: (reason: unknown) => void;
}

/** Maximum of jobs per group, so that a flood does not block other work for long. */
const mostJobs = 500;

/**
 * Batches writes into groups: one group is written at a time, and the next takes all writes queued in the
 * meantime. No timer is used: an idle writer takes what arrives in one turn of the event loop.
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
      // Not a microtask: those run between the messages of two sockets, and each would become its own group.
      // After a quiet period, nothing else is likely to arrive with the first write.
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
