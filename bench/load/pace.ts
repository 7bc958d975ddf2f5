import { setTimeout as sleep } from 'node:timers/promises';
import type { Histogram } from './histogram.ts';

/** Something that is done so often, whatever becomes of it (open loop). */
export interface Paced {
  perSecond: number;
  act(turn: number, dueAt: number): void;
}

/** Does all of them side by side for so long; `lateness` notes how late each was begun. */
export const pace = async (tasks: readonly Paced[], forMs: number, lateness: Histogram): Promise<void> => {
  const from = performance.now();
  const turns = tasks.map(() => 0);
  for (let elapsed = 0; elapsed < forMs; elapsed = performance.now() - from) {
    tasks.forEach(({ perSecond, act }, index) => {
      const due = Math.min((elapsed * perSecond) / 1_000, (forMs * perSecond) / 1_000);
      for (let turn = turns[index] ?? 0; turn < due; turn++) {
        const dueAt = from + (turn * 1_000) / perSecond;
        lateness.add(performance.now() - dueAt);
        act(turn, dueAt);
        turns[index] = turn + 1;
      }
    });
    await sleep(1);
  }
};
