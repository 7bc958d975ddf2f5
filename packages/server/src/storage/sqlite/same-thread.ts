import type { GroupTarget } from './write-queue.ts';
import type { Job, Outcome } from './write-transaction.ts';

/** Writes in this thread: a database in memory has one connection, and a bundled server may lack the thread's file. */
export const sameThread = (writeGroup: (jobs: readonly Job[]) => Outcome[]): GroupTarget => ({
  write: async (group) => writeGroup(JSON.parse(group) as Job[]),
  close: () => Promise.resolve(),
});
