/** Most results that are remembered: more than the devices of a room with its former ones. */
const most = 1_000;

/** Remembers what a function of public values resolves to, by a key of its arguments. A rejection is not remembered. */
export const memoize = <A extends readonly unknown[], T>(
  keyOf: (...given: A) => string,
  work: (...given: A) => Promise<T>,
): ((...given: A) => Promise<T>) => {
  const known = new Map<string, Promise<T>>();
  return (...given) => {
    const key = keyOf(...given);
    const found = known.get(key);
    if (found) return found;
    if (known.size >= most) known.clear();
    const result = work(...given);
    known.set(key, result);
    result.catch(() => known.delete(key));
    return result;
  };
};
