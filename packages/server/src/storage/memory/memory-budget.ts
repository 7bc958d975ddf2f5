/** What can forget its oldest messages. */
export interface MemoryHolder {
  readonly bytes: number;
  /** Forgets the oldest until at most so many bytes are left; the newest `least` messages stay. */
  keepBytes(most: number, least?: number): void;
}

/** Memory that the messages of many rooms share. */
export interface MemoryBudget {
  add(holder: MemoryHolder): void;
  /** A holder has grown: the largest forget until all of them fit again. */
  fit(): void;
  /** A holder is over: its memory is free. */
  release(holder: MemoryHolder): void;
}

/** The share of its bytes that the largest holder keeps when it is trimmed: a margin, so that not every message trims. */
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
      // The newest message of each stays, as long as there are others.
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
