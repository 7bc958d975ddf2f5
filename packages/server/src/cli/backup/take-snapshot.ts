import { createHash, randomBytes } from 'node:crypto';
import { open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { BackupError } from './backup-error.ts';
import { putObject, type BackupStore } from './backup-store.ts';
import { inParallel, type BackupState, type ChainLink } from './chain.ts';
import { compress } from './compression.ts';
import {
  digestOf,
  encodeIndex,
  encodeSnapshot,
  hashOf,
  hashPage,
  keyOfSnapshot,
  resizeHashes,
  setHash,
  type FileChanges,
  type PageHashes,
  type Snapshot,
  type SnapshotFile,
  type StoredObject,
} from './snapshot.ts';
import type { DatabaseCopy, Source } from './source.ts';

export interface SnapshotTask {
  source: Source;
  store: BackupStore;
  /** The last snapshot; null if there is none, or none that can be used. */
  state: BackupState | null;
  /** The version of the database in the last snapshot, if this process took it. */
  version?: number | undefined;
  /** Stores all pages, although there is a last snapshot. */
  isFull: boolean;
  now: () => number;
}

/** A snapshot that is complete. */
export interface TakenSnapshot {
  state: BackupState;
  snapshot: Snapshot;
  changedPages: number;
  /** What this snapshot added to the backup, without files. */
  storedBytes: number;
  newFiles: number;
  version: number;
}

const partBytes = 16 * 1024 * 1024;

/** Takes a snapshot: the changed pages, then the new files, then the manifest. Nothing refers to the first two before. */
export const takeSnapshot = async (task: SnapshotTask): Promise<TakenSnapshot> => {
  const { source, store, state, now } = task;
  const last = state?.chain.at(-1)?.snapshot;
  // Before the version: what is committed between the two belongs to the next snapshot.
  const beganAt = now();
  const version = source.version();
  const isUnchanged = last !== undefined && !task.isFull && version === task.version;
  const copy = isUnchanged ? { ...last, at: beganAt, version } : await source.copy();
  try {
    const isFull = task.isFull || last === undefined || last.pageSize !== copy.pageSize;
    // Keys ascend even if the clock was set back.
    const at = last === undefined ? copy.at : Math.max(copy.at, last.at + 1);
    const generation = isFull ? randomBytes(4).toString('hex') : last.generation;
    const number = isFull ? 0 : last.number + 1;
    const key = keyOfSnapshot({ at, generation, number });
    const before = isFull || state === null ? Buffer.alloc(0) : state.hashes;
    const pages =
      'path' in copy ? await storePages(store, key, copy, before) : { ...noPages, hashes: before };
    source.removeCopy();
    const stored = await storeFiles(store, source.filesFolder, state?.files ?? new Map());
    const known = isFull || state === null ? new Map<string, SnapshotFile>() : state.files;
    const fileChanges = await storeFileChanges(store, key, changesBetween(known, stored.files));
    const snapshot: Snapshot = {
      format: 1,
      at,
      generation,
      number,
      previous: isFull ? null : (state?.chain.at(-1)?.digest ?? null),
      lineage: source.lineage,
      schema: copy.schema,
      database: source.name,
      pageSize: copy.pageSize,
      pageCount: copy.pageCount,
      state: digestOf(pages.hashes),
      index: pages.index,
      parts: pages.parts,
      partPages: partPagesOf(copy),
      fileChanges,
      files: { count: stored.files.size, bytes: totalOf(stored.files.values()) },
    };
    const { text, digest } = encodeSnapshot(snapshot);
    const manifest = await putObject(store.snapshots, key, Buffer.from(text));
    const link: ChainLink = { name: { key, at, generation, number }, snapshot, digest };
    return {
      state: {
        chain: isFull ? [link] : [...(state?.chain ?? []), link],
        hashes: pages.hashes,
        files: stored.files,
      },
      snapshot,
      changedPages: pages.changed.length,
      storedBytes: [manifest, pages.index, fileChanges, ...pages.parts].reduce(
        (sum, each) => sum + (each?.bytes ?? 0),
        0,
      ),
      newFiles: stored.added,
      version: copy.version,
    };
  } finally {
    source.removeCopy();
  }
};

const noPages = { changed: [] as number[], index: null, parts: [] as StoredObject[] };

const partPagesOf = ({ pageSize }: { pageSize: number }): number => Math.floor(partBytes / pageSize);

const totalOf = (files: Iterable<SnapshotFile>): number =>
  [...files].reduce((sum, { size }) => sum + size, 0);

/** Stores the pages whose hash is not the one before. */
const storePages = async (store: BackupStore, key: string, copy: DatabaseCopy, before: PageHashes) => {
  const { pageSize, pageCount, path } = copy;
  const hashes = resizeHashes(before, pageCount);
  const changed: number[] = [];
  const parts: StoredObject[] = [];
  const part = Buffer.allocUnsafe(partPagesOf(copy) * pageSize);
  let filled = 0;
  const flush = async (): Promise<void> => {
    if (filled === 0) return;
    const bytes = await compress(part.subarray(0, filled));
    parts.push(await putObject(store.pages, `${key}-${String(parts.length).padStart(5, '0')}`, bytes));
    filled = 0;
  };
  const file = await open(path);
  try {
    const block = Buffer.allocUnsafe(part.length);
    for (let page = 1; page <= pageCount;) {
      const { bytesRead } = await file.read(block, 0, block.length, (page - 1) * pageSize);
      if (bytesRead === 0 || bytesRead % pageSize !== 0)
        throw new BackupError('the copy of the database is cut');
      for (let at = 0; at < bytesRead; at += pageSize, page += 1) {
        const bytes = block.subarray(at, at + pageSize);
        const pageHash = hashPage(bytes);
        if (hashOf(before, page).equals(pageHash)) continue;
        setHash(hashes, page, pageHash);
        changed.push(page);
        filled += bytes.copy(part, filled);
        if (filled === part.length) await flush();
      }
    }
    await flush();
  } finally {
    await file.close();
  }
  const index =
    changed.length === 0 ? null : await putObject(store.pages, `${key}-index`, encodeIndex(changed, hashes));
  return { changed, hashes, index, parts };
};

/** Stores files that the backup does not have. Returns all files that exist now. */
const storeFiles = async (
  store: BackupStore,
  folder: string,
  known: ReadonlyMap<string, SnapshotFile>,
): Promise<{ files: Map<string, SnapshotFile>; added: number }> => {
  const digests = new Set(Array.from(known.values(), ({ sha256 }) => sha256));
  let stored: Promise<Set<string>> | null = null;
  let added = 0;
  const storeFile = async (path: string, size: number): Promise<string> => {
    // One handle for both reads: a file that is replaced meanwhile keeps its content here.
    const handle = await open(path);
    try {
      const digest = createHash('sha256');
      for await (const chunk of handle.createReadStream({ start: 0, autoClose: false }))
        digest.update(chunk as Buffer);
      const sha256 = digest.digest('hex');
      // Files of an interrupted or an older backup are there already.
      const others = digests.has(sha256)
        ? null
        : await (stored ??= store.files.keys().then((keys) => new Set(keys)));
      // Meanwhile another file with the same bytes may have come this far.
      if (digests.has(sha256) || others?.has(sha256)) return sha256;
      digests.add(sha256);
      const body = handle.createReadStream({ start: 0, autoClose: false });
      await store.files.put(sha256, body, { size, type: 'application/octet-stream' });
      added += 1;
      return sha256;
    } finally {
      await handle.close();
    }
  };

  const found = await inParallel(await filesIn(folder), async ({ key, path }) => {
    try {
      const { size, mtimeMs: modifiedAt } = await stat(path);
      const same = known.get(key);
      if (same?.size === size && same.modifiedAt === modifiedAt) return [key, same] as const;
      return [key, { size, modifiedAt, sha256: await storeFile(path, size) }] as const;
    } catch (error) {
      // Deleted since the folder was read, as its message was.
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
  });
  return { files: new Map(found.filter((entry) => entry !== null)), added };
};

/** Returns the files that `diskFiles` stored below a folder, without the uploads in progress. */
const filesIn = async (folder: string): Promise<{ key: string; path: string }[]> => {
  const read = async (path: string) =>
    readdir(path, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    });
  const folders = (await read(folder)).filter((entry) => entry.isDirectory());
  const found = await inParallel(folders, async ({ name }) => {
    const path = join(folder, name);
    const entries = (await read(path)).filter((entry) => entry.isFile() && !entry.name.endsWith('.part'));
    return entries.map((entry) => ({ key: entry.name, path: join(path, entry.name) }));
  });
  return found.flat();
};

const changesBetween = (
  before: ReadonlyMap<string, SnapshotFile>,
  after: ReadonlyMap<string, SnapshotFile>,
): FileChanges => ({
  added: [...after].filter(([key, file]) => before.get(key) !== file),
  removed: [...before.keys()].filter((key) => !after.has(key)),
});

const storeFileChanges = async (
  store: BackupStore,
  key: string,
  changes: FileChanges,
): Promise<StoredObject | null> => {
  if (changes.added.length === 0 && changes.removed.length === 0) return null;
  return putObject(store.pages, `${key}-files`, await compress(Buffer.from(JSON.stringify(changes))));
};
