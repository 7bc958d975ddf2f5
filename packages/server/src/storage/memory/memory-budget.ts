/** A room log that can drop its oldest messages. */
export interface MemoryHolder {
  readonly bytes: number;
  /** Drops the oldest messages until at most `most` bytes are left; the newest `least` messages stay. */
  keepBytes(most: number, least?: number): void;
}

/** A limit on the memory that the messages of many rooms share. */
export interface MemoryBudget {
  add(holder: MemoryHolder): void;
  /** Call it when a holder has grown: trims the largest ones until all fit again. */
  fit(): void;
  /** Removes a holder. */
  release(holder: MemoryHolder): void;
}

/**
 * The share of its bytes that the largest holder keeps when it is trimmed. The margin avoids trimming at
 * every message.
 */
export const shareAfterTrim = 0.9;

export const createMemoryBudget = (mostBytes: number): MemoryBudget => {
  const holders = new Set<MemoryHolder>();
  const total = (): number => {
    let sum = 0;
    for (const { bytes } of holders) sum += bytes;
    return sum;
  };

  return {
    add: (holder) => void holders.add(holder),
    fit: () => {
      let sum = total();
      // The newest message of each holder stays as long as others can be dropped.
      let least = 1;
      const done = new Set<MemoryHolder>();
      while (sum > mostBytes) {
        const largest = largestOf(holders, done);
        if (largest === null) {
          if (least === 0) return;
          least = 0;
          done.clear();
          continue;
        }
        const before = largest.bytes;
        largest.keepBytes(before * shareAfterTrim, least);
        sum -= before - largest.bytes;
        if (largest.bytes >= before) done.add(largest);
      }
    },
    release: (holder) => void holders.delete(holder),
  };
};

const largestOf = (
  holders: Iterable<MemoryHolder>,
  without: ReadonlySet<MemoryHolder>,
): MemoryHolder | null => {
  let largest: MemoryHolder | null = null;
  for (const holder of holders)
    if (!without.has(holder) && holder.bytes > (largest?.bytes ?? 0)) largest = holder;
  return largest;
};
