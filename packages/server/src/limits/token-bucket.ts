/** Token buckets, one per key. */
export interface TokenBuckets {
  /**
   * Takes `count` tokens of `key`, one by default and at most a full bucket. Returns 0 if there were enough,
   * else the ms until there will be. A rejection costs nothing.
   */
  take(key: string, count?: number): number;
  /** The same without taking the token. */
  wait(key: string): number;
  /** How many keys are in memory. */
  size(): number;
}

export interface TokenBucketOptions {
  /** Tokens added per second. Infinity turns the limit off. */
  perSecond: number;
  /** Tokens of a full bucket, at least 1. */
  burst: number;
  /** ms since the epoch. */
  now: () => number;
  /**
   * For keys that many users share, in ms: each rejected caller gets a turn of its own, at most this much later than
   * the next token, so that a crowd does not return at the same instant. 0 by default.
   */
  spreadMs?: number;
  /** Maximum number of keys; beyond it the longest unused starts over. */
  maxKeys?: number;
}

interface Bucket {
  tokens: number;
  at: number;
  /** When the next rejected caller has its turn, in ms since the epoch. */
  turnAt: number;
  /** Whether it was used since it was last checked. */
  used: boolean;
}

// Rounding may leave a sum of fractions just below the whole token that was promised.
const hair = 1e-9;
const hourMs = 3_600_000;

/** A full bucket is the same as none, so it is dropped: memory follows the keys in use. */
export const createTokenBuckets = ({
  perSecond,
  burst,
  now,
  spreadMs = 0,
  maxKeys = 100_000,
}: TokenBucketOptions): TokenBuckets => {
  // Keys at the front were checked longest ago.
  const buckets = new Map<string, Bucket>();
  /** Stays at the front: a new iterator would step over every key that was deleted there. */
  let front = buckets.entries();
  const perMs = perSecond / 1000;

  const refilled = ({ tokens, at }: Bucket, time: number): number =>
    Math.min(burst, tokens + Math.max(0, time - at) * perMs);

  /**
   * Makes room for a new key by checking two others, which is faster than keys can be added. At the maximum,
   * drops the first key that was not used since its last check.
   */
  const forget = (time: number): void => {
    for (let looked = 0; buckets.size >= maxKeys || looked < 2; looked++) {
      const next = nextChecked();
      if (!next) return;
      const [key, bucket] = next;
      const stays = buckets.size >= maxKeys ? bucket.used : refilled(bucket, time) < burst;
      buckets.delete(key);
      bucket.used = false;
      if (stays) buckets.set(key, bucket);
    }
  };

  const nextChecked = (): [string, Bucket] | undefined => {
    const { value, done } = front.next();
    if (!done) return value;
    front = buckets.entries();
    return front.next().value;
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
    if (!bucket) {
      forget(time);
      buckets.set(key, { tokens: left, at: time, turnAt: 0, used: false });
      return waitMs;
    }
    bucket.tokens = left;
    bucket.at = time;
    bucket.used = true;
    if (waitMs === 0 || spreadMs === 0) return waitMs;
    const turnAt = Math.max(waitMs, Math.min(bucket.turnAt - time, waitMs + spreadMs));
    bucket.turnAt = time + turnAt + needed / perMs;
    return Math.ceil(turnAt);
  };

  const wait = (key: string): number => {
    const bucket = buckets.get(key);
    return bucket ? waitFor(refilled(bucket, now()), 1) : 0;
  };

  return { take: perSecond === Infinity ? () => 0 : take, wait, size: () => buckets.size };
};
