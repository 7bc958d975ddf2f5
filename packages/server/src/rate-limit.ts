/** Token buckets, one per key. */
export interface Buckets {
  /** Takes one token of `key`: 0 when there was one, else the ms after which there will be. A refusal costs nothing. */
  take(key: string): number;
  /** How many keys are remembered. */
  size(): number;
}

export interface BucketOptions {
  /** Tokens that come back per second. Infinity switches the limit off. */
  perSecond: number;
  /** Tokens of a full bucket, at least 1. */
  burst: number;
  /** ms since the epoch. */
  now: () => number;
  /** Most keys remembered; past it the longest unused starts afresh. */
  maxKeys?: number;
}

interface Bucket {
  tokens: number;
  at: number;
}

// A sum of fractions may fall a hair short of the whole token that was promised.
const almostOne = 1 - 1e-9;
const hourMs = 3_600_000;

/** A bucket that is full again is the same as none, so it is forgotten: memory follows the keys in use. */
export const createBuckets = ({ perSecond, burst, now, maxKeys = 100_000 }: BucketOptions): Buckets => {
  // In order of use, so that the buckets that can be forgotten are found at the front.
  const buckets = new Map<string, Bucket>();
  const perMs = perSecond / 1000;

  const refilled = ({ tokens, at }: Bucket, time: number): number =>
    Math.min(burst, tokens + Math.max(0, time - at) * perMs);

  const forget = (time: number): void => {
    let looked = 0;
    for (const [key, bucket] of buckets) {
      // Two per call: faster than calls can add them, and never a long pause.
      if (buckets.size <= maxKeys && (++looked > 2 || refilled(bucket, time) < burst)) return;
      buckets.delete(key);
    }
  };

  const take = (key: string): number => {
    const time = now();
    const bucket = buckets.get(key);
    const tokens = bucket ? refilled(bucket, time) : burst;
    const allowed = tokens >= almostOne;
    buckets.delete(key);
    buckets.set(key, { tokens: allowed ? Math.max(0, tokens - 1) : tokens, at: time });
    forget(time);
    return allowed ? 0 : Math.max(1, Math.min(hourMs, Math.ceil((almostOne - tokens) / perMs)));
  };

  return { take: perSecond === Infinity ? () => 0 : take, size: () => buckets.size };
};
