import type { DatabaseSync } from 'node:sqlite';
import { query } from './query.ts';

const valueOf = (database: DatabaseSync, key: string): string | undefined =>
  query<{ value: string }>(database, 'SELECT value FROM meta WHERE key = ?').first(key)?.value;

/** Returns the epoch of a file, which `id` creates if there is none. */
export const epochOf = (database: DatabaseSync, id: () => string): string => {
  const stored = valueOf(database, 'epoch');
  if (stored !== undefined) return stored;
  query(database, "INSERT INTO meta (key, value) VALUES ('epoch', ?)").run(id());
  return epochOf(database, id);
};

/**
 * Makes the next start create a new epoch, because the file was restored. The first epoch stays as its
 * lineage, by which backups recognise their chat.
 */
export const dropEpoch = (database: DatabaseSync): void => {
  query(database, "INSERT OR IGNORE INTO meta SELECT 'lineage', value FROM meta WHERE key = 'epoch'").run();
  query(database, "DELETE FROM meta WHERE key = 'epoch'").run();
};

/** Returns the first epoch of a chat, which stays the same when it is restored; undefined if it never started. */
export const lineageOf = (database: DatabaseSync): string | undefined =>
  valueOf(database, 'lineage') ?? valueOf(database, 'epoch');
