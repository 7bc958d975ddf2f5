import type { DatabaseSync } from 'node:sqlite';
import { toFailure, type Failure } from './failure.ts';
import type { Writes } from './writes.ts';

/** One write by name, as plain data. */
export interface Job {
  name: keyof Writes;
  input: unknown[];
}

/** What became of it, as plain data. */
export type Outcome = { value?: unknown; failure?: undefined } | { failure: Failure };

/**
 * Commits writes in one transaction, for the cost of one sync to disk. Each stands alone in a savepoint: one that fails
 * takes nothing with it. Never throws.
 */
export const writeGroup = (database: DatabaseSync, writes: Writes): ((jobs: readonly Job[]) => Outcome[]) => {
  /** Throws when the whole transaction is lost. */
  const runOne = ({ name, input }: Job): Outcome => {
    database.exec('SAVEPOINT job');
    try {
      const value = (writes[name] as (...input: unknown[]) => unknown)(...input);
      database.exec('RELEASE job');
      return { value };
    } catch (error) {
      try {
        database.exec('ROLLBACK TO job; RELEASE job');
      } catch {
        // SQLite has rolled back everything by itself, as it may when the disk is full.
        throw error;
      }
      return { failure: toFailure(error) };
    }
  };

  const commit = (jobs: readonly Job[]): Outcome[] => {
    try {
      database.exec('BEGIN IMMEDIATE');
      const outcomes = jobs.map(runOne);
      database.exec('COMMIT');
      return outcomes;
    } catch (error) {
      rollBack(database);
      // Alone, each gets its own chance and its own error.
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
