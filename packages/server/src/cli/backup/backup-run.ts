import { BackupError } from './backup-error.ts';
import type { BackupStore } from './backup-store.ts';
import { listSnapshots, readChain, readState, type BackupState, type ChainLink } from './chain.ts';
import { removeOld, removeUnused } from './retention.ts';
import type { Source } from './source.ts';
import { takeSnapshot, type TakenSnapshot } from './take-snapshot.ts';

export interface BackupOptions {
  source: Source;
  store: BackupStore;
  /** How far back every moment can be restored, ms. */
  keepMs: number;
  /** Time between full snapshots, ms. */
  fullMs: number;
  now: () => number;
  /** Takes what the operator should know, and what does not stop the backup. */
  warn: (text: string) => void;
}

export interface BackupRun {
  /** Takes the next snapshot. If it rejects, the ones before are as they were, and the next call tries again. */
  next(): Promise<TakenSnapshot>;
}

/** A start reads every manifest of the chain. */
const longestChain = 2_000;
/** Changes below this much never need a full snapshot, bytes. */
const smallBytes = 16_777_216;

/** Backs up one source into one store. */
export const createBackupRun = (options: BackupOptions): BackupRun => {
  const { source, store, warn, now } = options;
  let last: { state: BackupState; version?: number } | null | undefined;

  const readLast = async (): Promise<{ state: BackupState } | null> => {
    const names = await listSnapshots(store);
    const newest = names.at(-1);
    if (newest === undefined) return null;
    try {
      const chain = await readChain(store, names, newest);
      refuseOther(chain, options);
      return { state: await readState(store, chain) };
    } catch (error) {
      if (!(error instanceof BackupError) || error instanceof OtherChatError) throw error;
      warn(`The last backup cannot be continued, a full one follows: ${error.message}.`);
      return null;
    }
  };

  const clean = async (state: BackupState): Promise<void> => {
    try {
      await removeOld(store, now() - options.keepMs);
      await removeUnused(store, state);
    } catch (error) {
      warn(`The backup is complete, but older ones could not be removed: ${(error as Error).message}.`);
    }
  };

  return {
    next: async () => {
      if (last === undefined) last = await readLast();
      const isFull = last === null || needsFull(last.state.chain, options);
      const taken = await takeSnapshot({
        source,
        store,
        now,
        isFull,
        state: last?.state ?? null,
        version: last?.version,
      });
      last = { state: taken.state, version: taken.version };
      if (taken.snapshot.number === 0) await clean(taken.state);
      return taken;
    },
  };
};

class OtherChatError extends BackupError {}

const refuseOther = (chain: readonly ChainLink[], { source, store }: BackupOptions): void => {
  if (chain.at(-1)?.snapshot.lineage === source.lineage) return;
  throw new OtherChatError(
    `${store.name} has the backups of another chat. Give each chat a place of its own`,
  );
};

const needsFull = (chain: readonly ChainLink[], { fullMs, now }: BackupOptions): boolean => {
  const [full, ...others] = chain.map(({ snapshot: { index, parts } }) =>
    [index, ...parts].reduce((sum, each) => sum + (each?.bytes ?? 0), 0),
  );
  const changed = others.reduce((sum, bytes) => sum + bytes, 0);
  return (
    chain.length >= longestChain ||
    now() - (chain[0]?.snapshot.at ?? 0) >= fullMs ||
    changed > Math.max(full ?? 0, smallBytes)
  );
};
