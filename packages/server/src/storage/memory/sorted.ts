/**
 * Returns the index of the first item for which `isAtOrAfter` is true, in items sorted by it; their number if
 * there is none.
 */
export const firstIndex = <T>(items: readonly T[], isAtOrAfter: (item: T) => boolean): number => {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const item = items[middle];
    if (item !== undefined && isAtOrAfter(item)) high = middle;
    else low = middle + 1;
  }
  return low;
};

/** Returns the first `limit` keys after `after`, in code unit order. */
export const pageOfKeys = (
  all: Iterable<string>,
  { after, limit }: { after?: string; limit: number },
): { keys: string[]; hasMore: boolean } => {
  // JavaScript compares strings by code unit.
  const keys = [...all].filter((key) => after === undefined || key > after).sort((a, b) => (a < b ? -1 : 1));
  return { keys: keys.slice(0, limit), hasMore: keys.length > limit };
};
