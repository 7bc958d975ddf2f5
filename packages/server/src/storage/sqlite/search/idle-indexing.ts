import type { DatabaseSync } from 'node:sqlite';
import { idOf, orderKey } from '../../shared/id-order-key.ts';
import { query } from '../query.ts';
import { hasWordTables } from './word-tables.ts';
import { searchQueries, type SearchState } from './index-writes.ts';
import type { WriteQueue } from '../write-queue.ts';

/** Indexes messages for searches while nothing else is written. */
export interface IdleIndexing {
  /** A room gets changes. */
  changing(roomId: string, changes: number): void;
  close(): void;
}

/** The writer is idle if it has got nothing for this long, ms. Busy servers, too, have such gaps. */
const idleMs = 50;
/**
 * Changes that are indexed together. Fewer are left to the search: a transaction for each message would double its cost.
 * Whoever writes meanwhile waits for one such transaction, a few milliseconds.
 */
const indexBatch = 100;
const roomsAtOnce = 100;
/** Rooms with too few changes to be indexed. Of more than that, the counts begin again. */
const mostCounted = 10_000;

/**
 * Indexes what earlier processes have left, and then what changes. Searches do not depend on it: each indexes what is
 * missing.
 */
export const indexWhileIdle = (database: DatabaseSync, run: WriteQueue['run']): IdleIndexing => {
  const page = query<SearchState & { roomKey: string }>(database, searchQueries.searchStates);
  const state = query<SearchState>(database, searchQueries.searchState);
  const changes = new Map<string, number>();
  const due = new Set<string>();
  let timer: NodeJS.Timeout | null = null;
  let isRunning = false;
  let isClosed = !hasWordTables(database);
  let writtenAt = performance.now();
  /** The key of the last stored room that was looked at; null: there are no more. */
  let looked: number | null = 0;

  const look = (after: number): void => {
    const found = page.all(after, roomsAtOnce);
    for (const { roomKey, rev, indexedRev } of found)
      if (rev - indexedRev >= indexBatch) due.add(idOf(roomKey));
    looked = found.length < roomsAtOnce ? null : (found.at(-1)?.key ?? null);
  };

  const index = async (roomId: string): Promise<void> => {
    changes.delete(roomId);
    due.delete(roomId);
    const upTo = await run('indexWords', roomId, indexBatch);
    const { rev = 0 } = state.first(orderKey(roomId)) ?? {};
    // Behind the others: a large room does not keep them waiting.
    if (rev - upTo >= indexBatch) due.add(roomId);
  };

  const idle = async (): Promise<void> => {
    for (;;) {
      const leftMs = writtenAt + idleMs - performance.now();
      if (leftMs <= 0 || isClosed) return;
      await new Promise<void>((resolve) => (timer = setTimeout(resolve, leftMs).unref()));
    }
  };

  const indexAll = async (): Promise<void> => {
    for (;;) {
      await idle();
      const [roomId] = due;
      if (isClosed || (roomId === undefined && looked === null)) return;
      if (roomId !== undefined) await index(roomId);
      else look(looked ?? 0);
    }
  };

  const start = (): void => {
    if (isRunning || isClosed) return;
    isRunning = true;
    // It fails if there is no room to write. The next batch tries again.
    const stop = (): void => void (isRunning = false);
    indexAll().then(stop, stop);
  };
  start();

  return {
    changing: (roomId, count) => {
      writtenAt = performance.now();
      if (changes.size > mostCounted) changes.clear();
      const sum = (changes.get(roomId) ?? 0) + count;
      changes.set(roomId, sum);
      if (sum < indexBatch) return;
      due.add(roomId);
      start();
    },
    close: () => {
      isClosed = true;
      if (timer) clearTimeout(timer);
    },
  };
};
