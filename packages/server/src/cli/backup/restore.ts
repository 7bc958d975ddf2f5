import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, renameSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { diskFiles } from '../../files/disk-files.ts';
import type { FileStore } from '../../files/file-store.ts';
import { dropEpoch } from '../../storage/sqlite/open-database.ts';
import { makePrivateFile } from '../../storage/sqlite/private-file.ts';
import { UsageError } from '../flags.ts';
import { BackupError } from './backup-error.ts';
import { getObject, type BackupStore } from './backup-store.ts';
import {
  inParallel,
  listSnapshots,
  readChain,
  readPart,
  readState,
  type ChainLink,
  type StoredState,
} from './chain.ts';
import { decodeIndex, hashOf, hashPage, type Snapshot, type SnapshotFile } from './snapshot.ts';

export interface RestoreTask {
  store: BackupStore;
  /** A folder that is empty or does not exist. */
  to: string;
  /** Restores the last snapshot at or before this time, ms since the epoch. */
  at: number;
  /** Takes the text of each file that is missing or damaged; without it, the first one ends the restore. */
  onDamagedFile?: (text: string) => void;
}

/** Restores a snapshot. The database gets its name last, when every page and file is checked. */
export const restore = async ({
  store,
  to,
  at,
  onDamagedFile,
}: RestoreTask): Promise<{ snapshot: Snapshot; path: string }> => {
  const folder = resolve(to);
  requireEmpty(folder);
  const names = await listSnapshots(store);
  const name = names.findLast((each) => each.at <= at);
  const [oldest] = names;
  if (oldest === undefined) throw new BackupError(`there is no backup in ${store.name}`);
  if (name === undefined)
    throw new BackupError(`the oldest backup in ${store.name} is of ${new Date(oldest.at).toISOString()}`);
  const chain = await readChain(store, names, name);
  const state = await readState(store, chain);
  const last = chain.at(-1) as ChainLink;
  const path = join(folder, last.snapshot.database);
  const part = `${path}.part`;
  makePrivateFile(part);
  await restorePages(store, state, part);
  await restoreFiles(store, state.files, {
    target: diskFiles(`${path}-files`),
    onDamaged: (error) => {
      if (!(error instanceof BackupError) || onDamagedFile === undefined) throw error;
      onDamagedFile(error.message);
    },
  });
  finishDatabase(part);
  renameSync(part, path);
  return { snapshot: last.snapshot, path };
};

const requireEmpty = (folder: string): void => {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  // A volume of its own has this folder from the start.
  const entries = readdirSync(folder).filter((name) => name !== 'lost+found');
  if (entries.length > 0)
    throw new UsageError(`${folder} is not empty. Restore into an empty folder, so that nothing is lost`);
};

const restorePages = async (store: BackupStore, state: StoredState, path: string): Promise<void> => {
  const target = await open(path, 'r+');
  try {
    // Each page has one place, so their order does not matter.
    await inParallel(state.chain, (link, position) => restoreLink(store, state, { link, position, target }));
    await target.sync();
  } finally {
    await target.close();
  }
};

/** Writes those pages of a snapshot that no later one of the chain has. */
const restoreLink = async (
  store: BackupStore,
  { holders, hashes }: StoredState,
  { link, position, target }: { link: ChainLink; position: number; target: FileHandle },
): Promise<void> => {
  const { index: indexObject, parts, partPages, pageSize } = link.snapshot;
  if (indexObject === null) return;
  const index = decodeIndex(await getObject(store.pages, indexObject));
  const isNeeded = ({ page }: { page: number }): boolean => holders[page - 1] === position;
  for (const part of parts.keys()) {
    if (!index.slice(part * partPages, (part + 1) * partPages).some(isNeeded)) continue;
    for (const each of (await readPart(store, link, part, index)).filter(isNeeded)) {
      if (!hashPage(each.bytes).equals(hashOf(hashes, each.page)))
        throw new BackupError(`page ${each.page} in pages/${parts[part]?.key} is damaged`);
      await target.write(each.bytes, 0, pageSize, (each.page - 1) * pageSize);
    }
  }
};

const restoreFiles = async (
  store: BackupStore,
  files: ReadonlyMap<string, SnapshotFile>,
  { target, onDamaged }: { target: FileStore; onDamaged: (error: unknown) => void },
): Promise<void> => {
  await inParallel([...files], async ([key, { size, sha256 }]) => {
    try {
      const body = await openFile(store, key, sha256);
      await target.put(key, body, { size, type: 'application/octet-stream' });
    } catch (error) {
      onDamaged(error);
    }
  });
};

/** Returns the bytes of a file of a user. The stream fails with a `BackupError` at its end if they are damaged. */
export const openFile = async (store: BackupStore, key: string, sha256: string): Promise<Readable> => {
  const source = await store.files.get(sha256);
  if (source === null) throw new BackupError(`files/${sha256} (the file ${key}) is missing`);
  // Read on demand: an error before there is a listener would end the process.
  return Readable.from(checked(source, key, sha256), { objectMode: false });
};

const checked = async function* (source: Readable, key: string, sha256: string): AsyncGenerator<Buffer> {
  const digest = createHash('sha256');
  for await (const chunk of source as AsyncIterable<Buffer>) {
    digest.update(chunk);
    yield chunk;
  }
  if (digest.digest('hex') !== sha256) throw new BackupError(`files/${sha256} (the file ${key}) is damaged`);
};

/** Checks the database as SQLite sees it, and makes the next start tell clients that it was restored. */
const finishDatabase = (path: string): void => {
  const { DatabaseSync: Database } = process.getBuiltinModule('node:sqlite');
  const database = new Database(path);
  try {
    const [problem] = database.prepare('PRAGMA quick_check(1)').all();
    if (problem?.['quick_check'] !== 'ok')
      throw new BackupError(`the restored database is damaged: ${String(problem?.['quick_check'])}`);
    dropEpoch(database);
  } finally {
    database.close();
  }
};
