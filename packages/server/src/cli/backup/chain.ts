import { readObject, type BackupStore, getObject } from './backup-store.ts';
import { BackupError } from './backup-error.ts';
import { decompress } from './compression.ts';
import {
  decodeIndex,
  decodeSnapshot,
  digestOf,
  parseSnapshotKey,
  resizeHashes,
  setHash,
  type FileChanges,
  type PageHashes,
  type Snapshot,
  type SnapshotFile,
  type SnapshotName,
  type StoredObject,
} from './snapshot.ts';

/** A manifest that was read. */
export interface ChainLink {
  name: SnapshotName;
  snapshot: Snapshot;
  digest: string;
}

/** What a snapshot holds, put together from its generation. */
export interface BackupState {
  /** The full snapshot and all that follow up to this one. */
  chain: readonly ChainLink[];
  hashes: PageHashes;
  files: ReadonlyMap<string, SnapshotFile>;
}

/** A state that was read from a backup. */
export interface StoredState extends BackupState {
  /** For each page the position in the chain of the snapshot that has it; page 1 is the first. */
  holders: Uint32Array;
}

/** Manifests are small and many, and a bucket takes its time for each. */
const atOnce = 16;

/** Runs a function for each item, some at a time. Returns the results in order. */
export const inParallel = async <T, R>(
  items: readonly T[],
  run: (item: T, index: number) => Promise<R>,
): Promise<R[]> => {
  const results: R[] = [];
  const entries = items.entries();
  const work = async (): Promise<void> => {
    for (const [index, item] of entries) results[index] = await run(item, index);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, work));
  return results;
};

/** Returns the names of all snapshots, oldest first. */
export const listSnapshots = async ({ snapshots }: BackupStore): Promise<SnapshotName[]> => {
  const names = (await snapshots.keys()).map(parseSnapshotKey);
  return names.filter((name) => name !== null).toSorted((a, b) => a.at - b.at || a.number - b.number);
};

/** Returns the snapshots of each generation, the oldest generation first. */
export const byGeneration = (names: readonly SnapshotName[]): SnapshotName[][] => {
  const generations = new Map<string, SnapshotName[]>();
  for (const name of names)
    generations.set(name.generation, [...(generations.get(name.generation) ?? []), name]);
  return [...generations.values()];
};

export const readLink = async (store: BackupStore, name: SnapshotName): Promise<ChainLink> => {
  const text = (await readObject(store.snapshots, name.key)).toString();
  return { name, ...decodeSnapshot(text, name.key) };
};

/** Reads the manifests that a snapshot needs. Rejects with a `BackupError` if one is missing or damaged. */
export const readChain = async (
  store: BackupStore,
  names: readonly SnapshotName[],
  last: SnapshotName,
): Promise<ChainLink[]> => {
  const needed = names
    .filter(({ generation, number }) => generation === last.generation && number <= last.number)
    .toSorted((a, b) => a.number - b.number);
  for (const [index, { number }] of needed.entries())
    if (number !== index)
      throw new BackupError(`snapshot ${index} of the generation ${last.generation} is missing`);
  const chain = await inParallel(needed, (name) => readLink(store, name));
  for (const [index, { name, snapshot }] of chain.entries())
    if (snapshot.previous !== (chain[index - 1]?.digest ?? null))
      throw new BackupError(`snapshots/${name.key} does not follow the snapshot before it`);
  return chain;
};

/** Puts a chain together. Rejects with a `BackupError` that names what is missing or damaged. */
export const readState = async (store: BackupStore, chain: readonly ChainLink[]): Promise<StoredState> => {
  let hashes: PageHashes = Buffer.alloc(0);
  let holders = new Uint32Array();
  const files = new Map<string, SnapshotFile>();
  const parts = await inParallel(chain, async ({ snapshot: { index, fileChanges } }) => ({
    index: index === null ? [] : decodeIndex(await getObject(store.pages, index)),
    changes: fileChanges === null ? null : await readFileChanges(store, fileChanges),
  }));
  for (const [at, { index, changes }] of parts.entries()) {
    const pageCount = chain[at]?.snapshot.pageCount ?? 0;
    hashes = resizeHashes(hashes, pageCount);
    holders = resizeHolders(holders, pageCount);
    for (const { page, pageHash } of index) {
      setHash(hashes, page, pageHash);
      holders[page - 1] = at;
    }
    for (const key of changes?.removed ?? []) files.delete(key);
    for (const [key, file] of changes?.added ?? []) files.set(key, file);
  }
  const last = chain.at(-1);
  if (last !== undefined && digestOf(hashes) !== last.snapshot.state)
    throw new BackupError(`snapshots/${last.name.key} is damaged: its pages do not make its state`);
  return { chain, hashes, holders, files };
};

const resizeHolders = (holders: Uint32Array, pageCount: number): Uint32Array<ArrayBuffer> => {
  const next = new Uint32Array(pageCount);
  next.set(holders.subarray(0, pageCount));
  return next;
};

/** Reads a list of files, given by its object, or by its key without a check of its hash. */
export const readFileChanges = async (
  store: BackupStore,
  object: StoredObject | string,
): Promise<FileChanges> => {
  const bytes = await (typeof object === 'string'
    ? readObject(store.pages, object)
    : getObject(store.pages, object));
  return JSON.parse((await decompress(bytes)).toString()) as FileChanges;
};

/** Returns the pages of one part of a snapshot, each with its number. Rejects with a `BackupError` if it is damaged. */
export const readPart = async (
  store: BackupStore,
  { snapshot }: ChainLink,
  part: number,
  index: readonly { page: number }[],
): Promise<{ page: number; bytes: Buffer }[]> => {
  const { parts, partPages, pageSize } = snapshot;
  const object = parts[part];
  if (object === undefined) return [];
  const bytes = await decompress(await getObject(store.pages, object));
  const entries = index.slice(part * partPages, (part + 1) * partPages);
  if (bytes.length !== entries.length * pageSize)
    throw new BackupError(`pages/${object.key} has not the pages of its index`);
  return entries.map(({ page }, at) => ({ page, bytes: bytes.subarray(at * pageSize, (at + 1) * pageSize) }));
};
