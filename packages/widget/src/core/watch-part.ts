import type { Readable, Stop } from '@chat/client';

/** Calls back when what `of` takes from a readable has become another; what else changes in it is let pass. */
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
