import { statSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { makePrivateFile } from './private-file.ts';

/**
 * Makes this process the only writer of a file until the returned function is called or the process ends: the
 * operating system then drops the lock, so none is left behind. Throws if another process or storage holds
 * it. The empty file `<file>-lock` stays; removing it while another process waits for it would let two in.
 */
export const lockFile = (Database: typeof DatabaseSync, file: string): (() => void) => {
  makePrivateFile(`${file}-lock`);
  const lock = new Database(`${file}-lock`);
  try {
    // Locks a separate file, so that backups and the sqlite3 shell can still read the database.
    lock.exec('PRAGMA journal_mode = MEMORY; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if (error instanceof Error && 'errcode' in error && error.errcode === 5) {
      throw new Error(
        'another process, or another storage in this one, has it open for writing; use PostgreSQL for several processes',
        { cause: error },
      );
    }
    throw error;
  }
  return () => lock.close();
};

/**
 * Throws if the file has another name. Lock and journal belong to one name, so a process that opened the
 * other name would find neither, and acknowledged messages would be lost.
 */
export const refuseSecondName = (file: string): void => {
  const links = statSync(file, { throwIfNoEntry: false })?.nlink ?? 1;
  if (links <= 1) return;
  throw new Error(
    `it has ${links} names (hard links), and another process may have it open for writing by another one: keep one name; use PostgreSQL for several processes`,
  );
};
