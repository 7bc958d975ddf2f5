import { ChatError } from '@chat/protocol';
import type { Change, Committed } from '../storage/contract/change.ts';
import type { TimelineStore } from '../storage/contract/storage.ts';
import type { RoomBroadcaster } from './room-broadcaster.ts';

const quietMs = 2;

interface Waiting {
  change: Change;
  resolve(committed: Extract<Committed, { ok: true }>): void;
  reject(error: unknown): void;
}

export interface CommitQueue {
  /** Resolves when the change is durable and has been published; rejects with the refusal, or with the store's failure. */
  commit(change: Change): Promise<Extract<Committed, { ok: true }>>;
  /** Resolves when nothing is waiting. */
  idle(): Promise<void>;
  readonly size: number;
}

/**
 * One batch in flight per room: a commit takes all that gathered while the last one ran, so that a slow disk makes batches
 * larger, not queues longer. `publish` gets the accepted changes of a batch in `rev` order, before anyone is answered; those who wait for its promise
 * are answered after it.
 */
export const createCommitQueue = (
  timeline: TimelineStore,
  roomId: string,
  publish: (accepted: Extract<Committed, { ok: true }>[]) => Promise<void> | null,
  broadcaster: Pick<RoomBroadcaster, 'pauseMs' | 'isCalm'>,
): CommitQueue => {
  let waiting: Waiting[] = [];
  let inFlight = 0;
  let lastAt = -Infinity;
  let running: Promise<void> | null = null;

  const commitBatch = async (batch: Waiting[]): Promise<void> => {
    let results: Committed[];
    try {
      results = await timeline.commit(
        roomId,
        batch.map(({ change }) => change),
      );
    } catch (error) {
      for (const { reject } of batch) reject(error);
      return;
    }
    const told = publish(results.filter((result) => result.ok).filter((result) => !result.known));
    if (told) await told;
    batch.forEach(({ resolve, reject }, index) => {
      const result = results[index];
      if (result?.ok) resolve(result);
      else reject(result ? ChatError.from(result.error) : new Error('the store answered too few results'));
    });
  };

  /**
   * What arrives in this turn of the event loop goes together, and in a busy room what arrives until it is calm: a batch that
   * went while the last one is being told would only wait for its own telling. What comes after a while of quiet goes at once:
   * nothing is likely to come with it.
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
