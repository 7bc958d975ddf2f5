import type { Readable, Stop } from '@chat/client';

/** Calls back when the value that `of` selects changes, and only then. */
export const watchPart = <T>(
  readable: Readable<T>,
  of: (value: T) => string | number | object,
  changed: () => void,
): Stop => {
  let before = of(readable.get());
  return readable.subscribe((value) => {
    const now = of(value);
    if (now !== before) changed();
    before = now;
  });
};
