import { mkdirSync, openSync, closeSync, readSync, rmSync, statSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { lineageOf } from '../../storage/sqlite/open-database.ts';
import { applicationId } from '../../storage/sqlite/migrations.ts';
import { UsageError } from '../flags.ts';
import { BackupError } from './backup-error.ts';
import { lockForBackup } from './backup-store.ts';

/** A copy of a database as it was at one moment. */
export interface DatabaseCopy {
  path: string;
  /** Everything committed before this time is in it, ms since the epoch. */
  at: number;
  pageSize: number;
  pageCount: number;
  /** The version of the schema. */
  schema: number;
  /** The `version` of the source before it was copied. */
  version: number;
}

/** A chat that is backed up while its server runs, or does not. */
export interface Source {
  /** The name of the database file. */
  name: string;
  filesFolder: string;
  lineage: string;
  /** Returns a number that is another one after a commit. */
  version(): number;
  /** Copies the database to a temporary file. Writers do not wait for it. */
  copy(): Promise<DatabaseCopy>;
  /** Removes the copy. */
  removeCopy(): void;
  close(): void;
}

/** Left to the server by a copy, bytes. */
const spareBytes = 67_108_864;

/** Opens a database, given by its file or by the data folder of a standalone chat. Locks it for backups. */
export const openSource = (data: string, filesFolder: string | undefined, now: () => number): Source => {
  const path = databaseIn(data);
  const unlock = lockForBackup(`${path}-backup`);
  const scratch = `${path}-backup`;
  const removeCopy = (): void => rmSync(scratch, { recursive: true, force: true });
  const { DatabaseSync: Database, backup } = process.getBuiltinModule('node:sqlite');
  const database = new Database(path);
  const version = (): number => Number(database.prepare('PRAGMA data_version').get()?.['data_version']);
  try {
    database.exec('PRAGMA busy_timeout = 2000; PRAGMA query_only = ON');
    const lineage = lineageIn(database, path);
    removeCopy(); // of a backup that was killed
    return {
      name: basename(path),
      filesFolder: filesFolder ?? `${path}-files`,
      lineage,
      version,
      copy: async () => {
        removeCopy();
        await requireSpace(path);
        mkdirSync(scratch, { mode: 0o700 });
        const target = join(scratch, 'copy.sqlite');
        // Read before the copy begins: a commit after it is copied twice rather than never.
        const before = version();
        const at = now();
        // All pages in one step: a step that follows a commit of another process would begin again.
        try {
          await backup(database, target, { rate: 2 ** 31 - 1 });
        } catch (error) {
          removeCopy();
          throw error;
        }
        return { path: target, at, version: before, ...headerOf(target) };
      },
      removeCopy,
      close: () => {
        database.close();
        removeCopy();
        unlock();
      },
    };
  } catch (error) {
    database.close();
    unlock();
    throw error;
  }
};

const databaseIn = (data: string): string => {
  const path = resolve(data);
  const stat = statSync(path, { throwIfNoEntry: false });
  const file = stat?.isDirectory() ? join(path, 'chat.sqlite') : path;
  if (statSync(file, { throwIfNoEntry: false })?.isFile()) return file;
  throw new UsageError(
    `there is no database ${file}. Name the folder of a standalone chat, or its SQLite file, with --data`,
  );
};

const lineageIn = (database: DatabaseSync, path: string): string => {
  try {
    const owner = database.prepare('PRAGMA application_id').get()?.['application_id'];
    const lineage = owner === applicationId ? lineageOf(database) : undefined;
    if (lineage !== undefined) return lineage;
  } catch (error) {
    // 26: it is no SQLite file.
    if ((error as { errcode?: number }).errcode !== 26) throw error;
  }
  throw new BackupError(`${path} is not the database of a chat`);
};

const requireSpace = async (path: string): Promise<void> => {
  const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  const needed = sizeOf(path) + sizeOf(`${path}-wal`) + spareBytes;
  const { bavail, bsize } = await statfs(dirname(path));
  if (bavail * bsize >= needed) return;
  throw new BackupError(
    `the disk of ${path} needs ${needed} free bytes for a temporary copy, and has ${bavail * bsize}`,
  );
};

/** Reads the header of a database file, whose format SQLite documents. */
const headerOf = (file: string): Omit<DatabaseCopy, 'path' | 'at' | 'version'> => {
  const header = Buffer.alloc(100);
  const handle = openSync(file, 'r');
  readSync(handle, header, 0, header.length, 0);
  closeSync(handle);
  // 1 stands for 65,536, which two bytes cannot hold.
  const pageSize = header.readUInt16BE(16) === 1 ? 65_536 : header.readUInt16BE(16);
  return { pageSize, pageCount: statSync(file).size / pageSize, schema: header.readUInt32BE(60) };
};
