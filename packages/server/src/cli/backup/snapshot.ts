import { hash } from 'node:crypto';
import { BackupError } from './backup-error.ts';

/** An object of a backup, as a manifest names it. */
export interface StoredObject {
  key: string;
  bytes: number;
  sha256: string;
}

/**
 * The manifest of a snapshot. A full one has all pages and files; each that follows in its generation has
 * what changed since the one before.
 */
export interface Snapshot {
  format: 1;
  /** When the database was read, ms since the epoch. */
  at: number;
  generation: string;
  /** The full snapshot of a generation is 0. */
  number: number;
  /** The `digest` of the manifest before it; null for a full one. */
  previous: string | null;
  /** Which chat it is, across restores. */
  lineage: string;
  /** The version of the database's schema. */
  schema: number;
  /** The name of the database file. */
  database: string;
  pageSize: number;
  pageCount: number;
  /** The SHA-256 of the hashes of all pages. */
  state: string;
  /** The number and hash of each page in `parts`, in their order. */
  index: StoredObject | null;
  /** The pages, compressed, `partPages` in each but the last. */
  parts: readonly StoredObject[];
  partPages: number;
  /** The files added and removed since the one before; null if there are none. */
  fileChanges: StoredObject | null;
  /** All files at this moment. */
  files: { count: number; bytes: number };
}

/** A file of a user, or its thumbnail, as a snapshot lists it. */
export interface SnapshotFile {
  size: number;
  /** When the file was written, ms since the epoch: with its size it tells whether it changed. */
  modifiedAt: number;
  sha256: string;
}

export interface FileChanges {
  added: [key: string, file: SnapshotFile][];
  removed: string[];
}

/** What the key of a manifest tells. */
export interface SnapshotName {
  key: string;
  at: number;
  generation: string;
  number: number;
}

export const digestOf = (bytes: Buffer | string): string => hash('sha256', bytes, 'hex');

/** Returns the key of a manifest. Keys ascend with time. */
export const keyOfSnapshot = ({ at, generation, number }: Omit<SnapshotName, 'key'>): string =>
  `${new Date(at).toISOString().replaceAll(/[-:.]/g, '').toLowerCase()}-${generation}-${String(number).padStart(5, '0')}`;

/** Returns what a key tells; null if it is not the key of a manifest. */
export const parseSnapshotKey = (key: string): SnapshotName | null => {
  const match = /^(\d{4})(\d\d)(\d\d)t(\d\d)(\d\d)(\d\d)(\d{3})z-([\da-f]+)-(\d{5})$/.exec(key);
  if (match === null) return null;
  const [, year, month, day, hour, minute, second, ms, generation = '', number] = match;
  const at = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}.${ms}Z`);
  return { key, at, generation, number: Number(number) };
};

/** Returns the text of a manifest, and the digest by which the next one names it. */
export const encodeSnapshot = (snapshot: Snapshot): { text: string; digest: string } => {
  const digest = digestOf(JSON.stringify(snapshot));
  return { text: JSON.stringify({ sha256: digest, snapshot }), digest };
};

/** Reads a manifest. Throws a `BackupError` if it is damaged, or of a newer version. */
export const decodeSnapshot = (text: string, key: string): { snapshot: Snapshot; digest: string } => {
  const { sha256, snapshot } = parseManifest(text, key);
  if (digestOf(JSON.stringify(snapshot)) !== sha256)
    throw new BackupError(`snapshots/${key} is damaged: its SHA-256 does not match`);
  if (snapshot.format !== 1)
    throw new BackupError(`snapshots/${key} was written by a newer version of this package`);
  return { snapshot, digest: sha256 };
};

const parseManifest = (text: string, key: string): { sha256: string; snapshot: Snapshot } => {
  try {
    return JSON.parse(text) as { sha256: string; snapshot: Snapshot };
  } catch {
    throw new BackupError(`snapshots/${key} is damaged: it is not JSON`);
  }
};

const hashBytes = 16;
const entryBytes = 4 + hashBytes;

/** The hashes of all pages, 16 bytes each; page 1 is the first. */
export type PageHashes = Buffer;

export const hashPage = (page: Buffer): Buffer => hash('sha256', page, 'buffer').subarray(0, hashBytes);

/** Returns the hash of a page; an empty buffer if the table has none. */
export const hashOf = (hashes: PageHashes, page: number): Buffer =>
  hashes.subarray((page - 1) * hashBytes, page * hashBytes);

/** Returns a copy of a table for this many pages; new pages have a hash of zeros. */
export const resizeHashes = (hashes: PageHashes, pageCount: number): PageHashes => {
  const next = Buffer.alloc(pageCount * hashBytes);
  hashes.copy(next);
  return next;
};

export const setHash = (hashes: PageHashes, page: number, pageHash: Buffer): void => {
  pageHash.copy(hashes, (page - 1) * hashBytes);
};

/** Returns the index of these pages, in the same order. */
export const encodeIndex = (pages: readonly number[], hashes: PageHashes): Buffer => {
  const index = Buffer.alloc(pages.length * entryBytes);
  for (const [at, page] of pages.entries()) {
    index.writeUInt32LE(page, at * entryBytes);
    hashOf(hashes, page).copy(index, at * entryBytes + 4);
  }
  return index;
};

/** Returns the number and hash of each page of an index. */
export const decodeIndex = (index: Buffer): { page: number; pageHash: Buffer }[] =>
  Array.from({ length: index.length / entryBytes }, (_, at) => ({
    page: index.readUInt32LE(at * entryBytes),
    pageHash: index.subarray(at * entryBytes + 4, (at + 1) * entryBytes),
  }));
