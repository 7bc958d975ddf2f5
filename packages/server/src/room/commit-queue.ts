import { ChatError } from '@chat/protocol';
import type { Change, CommitResult } from '../storage/contract/change.ts';
import type { TimelineStore } from '../storage/contract/storage.ts';
import type { RoomBroadcaster } from './room-broadcaster.ts';

const quietMs = 2;

interface Waiting {
  change: Change;
  resolve(committed: Extract<CommitResult, { ok: true }>): void;
  reject(error: unknown): void;
}

export interface CommitQueue {
  /**
   * Resolves when the change is durable and published; rejects with the refusal, or with the store's error.
   */
  commit(change: Change): Promise<Extract<CommitResult, { ok: true }>>;
  /** Resolves when nothing is waiting. */
  idle(): Promise<void>;
  readonly size: number;
}

/**
 * Commits one batch at a time per room: a batch takes everything that arrived while the last one ran, so that
 * a slow disk makes batches larger, not queues longer. `publish` gets the accepted changes of a batch in
 * `rev` order, before the commits resolve; if it returns a promise, they wait for it. `marksFor` returns
 * changes that are committed at the end of the batch.
 */
export const createCommitQueue = (
  timeline: TimelineStore,
  roomId: string,
  publish: (accepted: Extract<CommitResult, { ok: true }>[]) => Promise<void> | null,
  broadcaster: Pick<RoomBroadcaster, 'pauseMs' | 'isCalm'>,
  marksFor: (changes: readonly Change[]) => Change[] = () => [],
): CommitQueue => {
  let waiting: Waiting[] = [];
  let inFlight = 0;
  let lastAt = -Infinity;
  let running: Promise<void> | null = null;

  const commitBatch = async (batch: Waiting[]): Promise<void> => {
    let results: CommitResult[];
    const changes = batch.map(({ change }) => change);
    try {
      results = await timeline.commit(roomId, [...changes, ...marksFor(changes)]);
    } catch (error) {
      for (const { reject } of batch) reject(error);
      return;
    }
    const published = publish(results.filter((result) => result.ok).filter((result) => !result.known));
    if (published) await published;
    batch.forEach(({ resolve, reject }, index) => {
      const result = results[index];
      if (result?.ok) resolve(result);
      else reject(result ? ChatError.from(result.error) : new Error('the store answered too few results'));
    });
  };

  /**
   * Changes of the same turn of the event loop form a batch, and in a busy room those that arrive until it is
   * calm: a batch committed during a flush would only wait for the next one. After a quiet while, a change is
   * committed at once.
   */
  const gather = async (): Promise<void> => {
    const isQuiet = performance.now() - lastAt > quietMs;
    lastAt = performance.now();
    if (isQuiet && broadcaster.isCalm()) return;
    await new Promise((resolve) => setImmediate(resolve));
    const waitMs = broadcaster.pauseMs();
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
  };

  const run = async (): Promise<void> => {
    while (waiting.length > 0) {
      await gather();
      const batch = waiting;
      waiting = [];
      inFlight = batch.length;
      await commitBatch(batch);
      inFlight = 0;
    }
    running = null;
  };

  return {
    commit: (change) =>
      new Promise((resolve, reject) => {
        waiting.push({ change, resolve, reject });
        running ??= run();
      }),
    idle: async () => {
      while (running !== null) await running;
    },
    get size() {
      return waiting.length + inFlight;
    },
  };
};
