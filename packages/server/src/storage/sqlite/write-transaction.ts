import type { DatabaseSync } from 'node:sqlite';
import { toFailure, type Failure } from './failure.ts';
import { query } from './query.ts';
import type { storeWrites, StoreWrites } from './writes.ts';

/** A write by name, as plain data. */
export interface Job {
  name: keyof StoreWrites;
  input: unknown[];
}

/** The outcome of a job, as plain data. */
export type Outcome = { value?: unknown; failure?: undefined } | { failure: Failure };

/**
 * Commits writes in one transaction, for the cost of one disk sync. If one fails, all are rolled back and
 * repeated one by one, so that it fails alone. Never throws.
 */
export const writeGroup = (
  database: DatabaseSync,
  { writes, rolledBack }: ReturnType<typeof storeWrites>,
): ((jobs: readonly Job[]) => Outcome[]) => {
  const begin = query(database, 'BEGIN IMMEDIATE');
  const end = query(database, 'COMMIT');

  const commit = (jobs: readonly Job[]): Outcome[] => {
    try {
      begin.run();
      const outcomes = groupByRoom(jobs).flatMap((some) => run(writes, some));
      end.run();
      return outcomes;
    } catch (error) {
      rollBack(database);
      rolledBack();
      return jobs.length > 1 ? jobs.flatMap((job) => commit([job])) : [{ failure: toFailure(error) }];
    }
  };
  let owesPurge = false;
  return (jobs) => {
    const outcomes = commit(jobs);
    owesPurge ||= jobs.some(({ name }) => name === 'finishErasure');
    if (owesPurge) owesPurge = !purgeJournal(database);
    return outcomes;
  };
};

/**
 * Empties the journal, which still contains erased texts. Returns false if a reader needs it at the moment.
 */
const purgeJournal = (database: DatabaseSync): boolean => {
  try {
    return database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get()?.['busy'] === 0;
  } catch {
    return false;
  }
};

/**
 * Merges consecutive commits to one room into one batch, so that the room and its members are read and
 * written once.
 */
const groupByRoom = (jobs: readonly Job[]): Job[][] => {
  const runs: Job[][] = [];
  for (const job of jobs) {
    const run = runs.at(-1);
    if (run !== undefined && roomOf(job) !== null && roomOf(run[0]) === roomOf(job)) run.push(job);
    else runs.push([job]);
  }
  return runs;
};

const roomOf = (job: Job | undefined): unknown => (job?.name === 'commit' ? job.input[0] : null);

const run = (writes: StoreWrites, jobs: readonly Job[]): Outcome[] => {
  const [first] = jobs;
  if (first === undefined) return [];
  if (jobs.length === 1)
    return [{ value: (writes[first.name] as (...input: unknown[]) => unknown)(...first.input) }];
  const batches = jobs.map(({ input }) => input as Parameters<StoreWrites['commit']>);
  const committed = writes.commit(
    first.input[0] as string,
    batches.flatMap(([, changes]) => changes),
  );
  let at = 0;
  return batches.map(([, { length }]) => ({ value: committed.slice(at, (at += length)) }));
};

const rollBack = (database: DatabaseSync): void => {
  try {
    database.exec('ROLLBACK');
  } catch {
    // SQLite has already rolled back.
  }
};
