import type { DatabaseSync } from 'node:sqlite';
import { asStorageError } from './failure.ts';
import type { Writes } from './writes.ts';

type Name = keyof Writes;
type Run = <N extends Name>(name: N, ...input: Parameters<Writes[N]>) => Promise<ReturnType<Writes[N]>>;

interface Job {
  name: Name;
  input: unknown[];
  resolve: (value: never) => void;
  reject: (reason: unknown) => void;
}

export interface GroupWriter {
  /** Resolves once the write is on the disk; rejects when nothing of it was applied. */
  run: Run;
  /** Writes what waits, now. */
  flush: () => void;
}

/** Longest group, so that a flood does not hold up everything else for long. */
const mostJobs = 500;

/**
 * Gathers the writes that arrive in one turn of the event loop into one transaction, for the cost of one sync to disk.
 * Each stands alone in a savepoint: one that fails takes nothing with it.
 */
export const groupWriter = (database: DatabaseSync, writes: Writes): GroupWriter => {
  const queue: Job[] = [];

  const flushSome = (): void => {
    const jobs = queue.splice(0, mostJobs);
    if (queue.length > 0) setImmediate(flushSome);
    if (jobs.length > 0) commitGroup(database, writes, jobs);
  };

  return {
    run: (name, ...input) =>
      new Promise((resolve, reject) => {
        // Not a microtask: those run between two sockets' messages, and each would be a group of its own.
        if (queue.length === 0) setImmediate(flushSome);
        queue.push({ name, input, resolve, reject });
      }),
    flush: () => {
      while (queue.length > 0) commitGroup(database, writes, queue.splice(0, mostJobs));
    },
  };
};

const commitGroup = (database: DatabaseSync, writes: Writes, jobs: Job[]): void => {
  const settle: (() => void)[] = [];
  try {
    database.exec('BEGIN IMMEDIATE');
    for (const job of jobs) settle.push(runOne(database, writes, job));
    database.exec('COMMIT');
  } catch (error) {
    rollBack(database);
    // Alone, each gets its own chance and its own error.
    if (jobs.length > 1) for (const job of jobs) commitGroup(database, writes, [job]);
    else jobs[0]?.reject(asStorageError(error));
    return;
  }
  for (const done of settle) done();
};

/** Runs a write in its savepoint and answers how to settle it after COMMIT. Throws when the whole transaction is lost. */
const runOne = (
  database: DatabaseSync,
  writes: Writes,
  { name, input, resolve, reject }: Job,
): (() => void) => {
  database.exec('SAVEPOINT job');
  try {
    const value = (writes[name] as (...input: unknown[]) => unknown)(...input);
    database.exec('RELEASE job');
    return () => resolve(value as never);
  } catch (error) {
    try {
      database.exec('ROLLBACK TO job; RELEASE job');
    } catch {
      // SQLite has rolled back everything by itself, as it may when the disk is full.
      throw error;
    }
    return () => reject(asStorageError(error));
  }
};

const rollBack = (database: DatabaseSync): void => {
  try {
    database.exec('ROLLBACK');
  } catch {
    // SQLite has done so by itself.
  }
};
