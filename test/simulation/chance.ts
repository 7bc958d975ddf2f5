/** The source of all randomness in a run, so that one seed determines it. */
export interface Chance {
  /** In [0, 1). */
  next(): number;
  /** A whole number from `low` to `high`, both included. */
  int(low: number, high: number): number;
  /** True with the given probability. */
  hit(probability: number): boolean;
  /** One of the items; undefined when there is none. */
  pick<T>(items: readonly T[]): T | undefined;
  /** Ms, mostly short, sometimes long, with the given mean. */
  wait(meanMs: number): number;
  /** Another source that this one determines. */
  fork(): Chance;
}

/** mulberry32: small, fast and good enough to choose faults. */
export const createChance = (seed: number): Chance => {
  let state = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const int = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1));
  return {
    next,
    int,
    hit: (probability) => next() < probability,
    pick: (items) => (items.length === 0 ? undefined : items[int(0, items.length - 1)]),
    wait: (meanMs) => -Math.log(1 - next()) * meanMs,
    fork: () => createChance(int(1, 2 ** 31)),
  };
};
