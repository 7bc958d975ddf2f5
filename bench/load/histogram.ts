import type { Latencies } from './deliveries.ts';

/** How long things took: counts in steps of 0.05 ms, so that a million of them cost no memory. */
export interface Histogram extends Latencies {
  quantile(share: number): number;
  readonly count: number;
}

const stepsPerMs = 20;
const longestMs = 20_000;

export const createHistogram = (): Histogram => {
  const steps = new Uint32Array(longestMs * stepsPerMs + 1);
  let count = 0;
  return {
    add: (ms) => {
      const step = Math.min(Math.max(0, Math.round(ms * stepsPerMs)), longestMs * stepsPerMs);
      steps[step] = (steps[step] ?? 0) + 1;
      count++;
    },
    quantile: (share) => {
      let left = count * share;
      for (let step = 0; step < steps.length; step++) {
        left -= steps[step] ?? 0;
        if (left <= 0 && count > 0) return step / stepsPerMs;
      }
      return Number.NaN;
    },
    get count() {
      return count;
    },
  };
};
