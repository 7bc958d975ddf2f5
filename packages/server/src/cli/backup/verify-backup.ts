import { finished } from 'node:stream/promises';
import { BackupError } from './backup-error.ts';
import { getObject, type BackupStore } from './backup-store.ts';
import {
  byGeneration,
  inParallel,
  listSnapshots,
  readChain,
  readFileChanges,
  readPart,
  readState,
  type ChainLink,
} from './chain.ts';
import { openFile } from './restore.ts';
import { decodeIndex, hashPage, type SnapshotName } from './snapshot.ts';

/** What a check of a backup found. */
export interface BackupCheck {
  snapshots: number;
  files: number;
  bytes: number;
  /** What is missing or damaged, and what it costs. */
  problems: string[];
}

/** Reads everything that a backup has, and compares it with its hashes. */
export const verifyBackup = async (store: BackupStore): Promise<BackupCheck> => {
  const names = await listSnapshots(store);
  if (names.length === 0) throw new BackupError(`there is no backup in ${store.name}`);
  const check: BackupCheck = { snapshots: names.length, files: 0, bytes: 0, problems: [] };
  /** The key of each file, by the SHA-256 of its bytes. */
  const files = new Map<string, string>();
  for (const generation of byGeneration(names)) {
    const last = generation.reduce((a, b) => (b.number > a.number ? b : a));
    try {
      const chain = await readChain(store, names, last);
      await inParallel(chain, (link) => verifyLink(store, link, { files, check }));
      await readState(store, chain);
    } catch (error) {
      if (!(error instanceof BackupError)) throw error;
      check.problems.push(`${error.message}; this concerns ${rangeOf(generation)}`);
    }
  }
  await inParallel([...files], async ([sha256, key]) => {
    try {
      const body = await openFile(store, key, sha256);
      body.on('data', (chunk: Buffer) => (check.bytes += chunk.length));
      await finished(body);
      check.files += 1;
    } catch (error) {
      if (!(error instanceof BackupError)) throw error;
      check.problems.push(error.message);
    }
  });
  return check;
};

const rangeOf = (names: readonly SnapshotName[]): string => {
  const times = names.map(({ at }) => new Date(at).toISOString());
  return times.length === 1 ? `the snapshot of ${times[0]}` : `snapshots from ${times[0]} to ${times.at(-1)}`;
};

const verifyLink = async (
  store: BackupStore,
  link: ChainLink,
  { files, check }: { files: Map<string, string>; check: BackupCheck },
): Promise<void> => {
  const { index: object, parts, fileChanges } = link.snapshot;
  const changes = fileChanges === null ? null : await readFileChanges(store, fileChanges);
  for (const [key, { sha256 }] of changes?.added ?? []) files.set(sha256, key);
  if (object === null) return;
  const index = decodeIndex(await getObject(store.pages, object));
  const hashes = new Map(index.map(({ page, pageHash }) => [page, pageHash]));
  check.bytes += object.bytes;
  for (const [part, { key, bytes }] of parts.entries()) {
    for (const each of await readPart(store, link, part, index))
      if (!hashes.get(each.page)?.equals(hashPage(each.bytes)))
        throw new BackupError(`page ${each.page} in pages/${key} is damaged`);
    check.bytes += bytes;
  }
};
