import type { BackupStore } from './backup-store.ts';
import { byGeneration, inParallel, listSnapshots, readFileChanges, type BackupState } from './chain.ts';

/**
 * Removes generations of which nothing is needed to restore a moment at or after `since`, ms since the epoch.
 * Returns how many snapshots that were.
 */
export const removeOld = async (store: BackupStore, since: number): Promise<number> => {
  const generations = byGeneration(await listSnapshots(store));
  // The last snapshot before `since` is the state at `since`.
  const old = generations.filter((_, index) => (generations[index + 1]?.[0]?.at ?? Infinity) <= since);
  // The newest first: a removal that is interrupted leaves a generation that is shorter, and whole.
  const names = old.flat().toReversed();
  for (const { key } of names) await store.snapshots.delete(key);
  return names.length;
};

/** Removes the objects that no snapshot names: those of removed generations and of interrupted backups. */
export const removeUnused = async (store: BackupStore, { chain, files }: BackupState): Promise<void> => {
  const snapshots = new Set((await listSnapshots(store)).map(({ key }) => key));
  const newest = chain.at(-1)?.name.key ?? '';
  const hasSnapshot = (key: string): boolean => snapshots.has(key.replace(/-(\d+|index|files)$/, ''));
  const pages = await store.pages.keys();
  const unused = pages.filter((key) => !hasSnapshot(key) && key < newest);
  await inParallel(unused, (key) => store.pages.delete(key));

  // Every file that any snapshot has was added by one of them.
  const lists = pages.filter((key) => key.endsWith('-files') && hasSnapshot(key));
  const needed = new Set(Array.from(files.values(), ({ sha256 }) => sha256));
  await inParallel(lists, async (key) => {
    for (const [, { sha256 }] of (await readFileChanges(store, key)).added) needed.add(sha256);
  });
  const unnamed = (await store.files.keys()).filter((key) => !needed.has(key));
  await inParallel(unnamed, (key) => store.files.delete(key));
  for (const area of [store.snapshots, store.pages, store.files]) await area.removeUnfinished();
};
