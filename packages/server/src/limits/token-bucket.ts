/** Token buckets, one per key. */
export interface TokenBuckets {
  /**
   * Takes `count` tokens of `key`, one by default and at most a full bucket: 0 if there were as many, else the ms after which
   * there will be. A refusal costs nothing.
   */
  take(key: string, count?: number): number;
  /** The same without taking it. */
  wait(key: string): number;
  /** How many keys are remembered. */
  size(): number;
}

export interface TokenBucketOptions {
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
  /** Since it was last looked at. */
  used: boolean;
}

// A sum of fractions may fall a hair short of the whole token that was promised.
const hair = 1e-9;
const hourMs = 3_600_000;

/** A bucket that is full again is the same as none, so it is forgotten: memory follows the keys in use. */
export const createTokenBuckets = ({
  perSecond,
  burst,
  now,
  maxKeys = 100_000,
}: TokenBucketOptions): TokenBuckets => {
  // Those at the front were looked at longest ago.
  const buckets = new Map<string, Bucket>();
  const perMs = perSecond / 1000;

  const refilled = ({ tokens, at }: Bucket, time: number): number =>
    Math.min(burst, tokens + Math.max(0, time - at) * perMs);

  /**
   * Makes place for a new key by looking at two others: faster than keys can be added. When there is no place at all, the
   * first that was not used since it was last looked at goes.
   */
  const forget = (time: number): void => {
    let looked = 0;
    for (const [key, bucket] of buckets) {
      const isFull = buckets.size >= maxKeys;
      if (!isFull && ++looked > 2) return;
      buckets.delete(key);
      const stays = isFull ? bucket.used : refilled(bucket, time) < burst;
      bucket.used = false;
      if (stays) buckets.set(key, bucket);
    }
  };

  const waitFor = (tokens: number, needed: number): number =>
    tokens >= needed - hair ? 0 : Math.max(1, Math.min(hourMs, Math.ceil((needed - hair - tokens) / perMs)));

  const take = (key: string, count = 1): number => {
    const time = now();
    const bucket = buckets.get(key);
    const tokens = bucket ? refilled(bucket, time) : burst;
    const needed = Math.min(count, burst);
    const waitMs = waitFor(tokens, needed);
    const left = waitMs === 0 ? Math.max(0, tokens - needed) : tokens;
    if (bucket) {
      bucket.tokens = left;
      bucket.at = time;
      bucket.used = true;
    } else {
      forget(time);
      buckets.set(key, { tokens: left, at: time, used: false });
    }
    return waitMs;
  };

  const wait = (key: string): number => {
    const bucket = buckets.get(key);
    return bucket ? waitFor(refilled(bucket, now()), 1) : 0;
  };

  return { take: perSecond === Infinity ? () => 0 : take, wait, size: () => buckets.size };
};
