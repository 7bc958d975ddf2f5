import { realpathSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type * as Sqlite from 'node:sqlite';
import type { DatabaseSync } from 'node:sqlite';
import { ChatError } from '@chat/protocol';
import { lockFile, refuseSecondName } from './lock.ts';
import { applicationId, migrations } from './migrations.ts';
import { makePrivateFile } from './private-file.ts';
import { query } from './query.ts';
import { prepareSearch } from './search/word-tables.ts';

export interface OpenOptions {
  /** Largest size of the database file, bytes. */
  maxBytes?: number | undefined;
  /** Creates the epoch of a new file. */
  id: () => string;
  /** Gives the file a new epoch. */
  restored?: boolean;
}

export interface OpenDatabase {
  database: DatabaseSync;
  /** The path of the file, or ':memory:'. */
  path: string;
  /** Created with the file and stored in it. */
  epoch: string;
  close: () => void;
}

/**
 * Opens a file as its only writer, and creates or migrates it. Throws an error that names the file and the
 * cause.
 */
export const openDatabase = (file: string, { maxBytes, id, restored }: OpenOptions): OpenDatabase => {
  const { DatabaseSync: Database } = sqliteModule();
  const undo: (() => void)[] = [];
  const close = () => {
    for (const step of undo.splice(0).toReversed()) step();
  };
  try {
    const inMemory = file === ':memory:';
    const path = inMemory ? file : resolve(file);
    if (!inMemory) prepareFile(path);
    const database = connect(Database, path);
    undo.push(() => database.close());
    refuseForeign(database);
    if (!inMemory) undo.unshift(lockFile(Database, realpathSync(path)));
    refuseNewer(database);
    configure(database, maxBytes);
    migrate(database);
    prepareSearch(database);
    probe(database);
    if (restored) dropEpoch(database);
    return { database, path, epoch: epochOf(database, id), close };
  } catch (error) {
    close();
    const cause = error instanceof Error ? error.message : String(error);
    throw Object.assign(new ChatError('internal', `cannot open the chat database ${file}: ${cause}`), {
      cause: error,
    });
  }
};

/** Opens a second connection to a file that `openDatabase` holds open: the one that writes. */
export const connectWriter = (path: string, maxBytes: number | undefined): DatabaseSync => {
  const database = connect(sqliteModule().DatabaseSync, path);
  configure(database, maxBytes);
  return database;
};

const sqliteModule = (): typeof Sqlite => {
  // Not an import: that would break the whole package on a Node without it, and bundlers rewrite the name.
  const sqlite = process.getBuiltinModule('node:sqlite');
  if (sqlite !== undefined) return sqlite;
  throw new ChatError(
    'internal',
    `the embedded SQLite store needs Node >= 22.13, this is ${process.version}`,
  );
};

const connect = (Database: typeof DatabaseSync, path: string): DatabaseSync => {
  const database = new Database(path);
  database.exec('PRAGMA busy_timeout = 2000');
  return database;
};

/** SQLite gives `-wal` and `-shm` the mode of the file. */
const prepareFile = (path: string): void => {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw new Error('it is a directory');
  refuseSecondName(path);
  makePrivateFile(path);
};

const pragma = (database: DatabaseSync, name: string): number =>
  Number(Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {})[0]);

/** Checks before the first write, so that another application's file is left alone. */
const refuseForeign = (database: DatabaseSync): void => {
  const owner = pragma(database, 'application_id');
  const { tables } = database.prepare('SELECT count(*) AS tables FROM sqlite_schema').get() ?? {};
  if (owner !== applicationId && (owner !== 0 || tables !== 0)) {
    throw new Error('it is the SQLite database of another application');
  }
};

const refuseNewer = (database: DatabaseSync): void => {
  const version = pragma(database, 'user_version');
  if (version > migrations.length) {
    throw new Error(
      `it was written by a newer version of this package (file version ${version}, known up to ${migrations.length})`,
    );
  }
};

const configure = (database: DatabaseSync, maxBytes: number | undefined): void => {
  // FULL, in WAL mode: a commit is on disk before it is acknowledged. Pages that change often, such as the
  // last of each index, are written back once per checkpoint, so a checkpoint runs only when the journal is
  // at its limit: 4000 pages are 16 MiB.
  database.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA foreign_keys = ON;
    PRAGMA secure_delete = ON;
    PRAGMA temp_store = MEMORY;
    PRAGMA cache_size = -16384;
    PRAGMA journal_size_limit = 16777216;
    PRAGMA wal_autocheckpoint = 4000;
  `);
  if (maxBytes === undefined) return;
  const pages = Math.max(1, Math.floor(maxBytes / pragma(database, 'page_size')));
  database.exec(`PRAGMA max_page_count = ${pages}`);
};

const migrate = (database: DatabaseSync): void => {
  for (let version = pragma(database, 'user_version'); version < migrations.length; version += 1) {
    database.exec(`
      BEGIN IMMEDIATE;
      ${migrations[version] ?? ''}
      PRAGMA application_id = ${applicationId};
      PRAGMA user_version = ${version + 1};
      COMMIT;
    `);
  }
};

/** Finds damage before the first user does. Reads one row per table, since a full check takes minutes. */
const probe = (database: DatabaseSync): void => {
  const tables = query<{ name: string }>(
    database,
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL TABLE%'",
  ).all();
  for (const { name } of tables) query(database, `SELECT * FROM "${name}" LIMIT 1`).all();
};

const metaOf = (database: DatabaseSync, key: string): string | undefined =>
  query<{ value: string }>(database, 'SELECT value FROM meta WHERE key = ?').first(key)?.value;

const epochOf = (database: DatabaseSync, id: () => string): string => {
  const stored = metaOf(database, 'epoch');
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
  metaOf(database, 'lineage') ?? metaOf(database, 'epoch');
