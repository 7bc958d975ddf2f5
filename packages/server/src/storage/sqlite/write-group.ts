import type { DatabaseSync } from 'node:sqlite';
import { toFailure, type Failure } from './failure.ts';
import { query } from './query.ts';
import type { Writes } from './writes.ts';

/** One write by name, as plain data. */
export interface Job {
  name: keyof Writes;
  input: unknown[];
}

/** What became of it, as plain data. */
export type Outcome = { value?: unknown; failure?: undefined } | { failure: Failure };

/**
 * Commits writes in one transaction, for the cost of one sync to disk. When one of them fails, all are taken back and done
 * again one by one, so that it takes nothing with it. Never throws.
 */
export const writeGroup = (database: DatabaseSync, writes: Writes): ((jobs: readonly Job[]) => Outcome[]) => {
  const begin = query(database, 'BEGIN IMMEDIATE');
  const end = query(database, 'COMMIT');

  const commit = (jobs: readonly Job[]): Outcome[] => {
    try {
      begin.run();
      const outcomes = jobs.map(({ name, input }) => ({
        value: (writes[name] as (...input: unknown[]) => unknown)(...input),
      }));
      end.run();
      return outcomes;
    } catch (error) {
      rollBack(database);
      return jobs.length > 1 ? jobs.flatMap((job) => commit([job])) : [{ failure: toFailure(error) }];
    }
  };
  return commit;
};

const rollBack = (database: DatabaseSync): void => {
  try {
    database.exec('ROLLBACK');
  } catch {
    // SQLite has done so by itself.
  }
};
