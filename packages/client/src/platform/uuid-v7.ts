const hex = (value: number, length = 4): string => value.toString(16).padStart(length, '0');

/**
 * Creates a generator of UUIDv7 that sort in the order of creation, also within a millisecond or if the clock
 * is set back.
 */
export const uuidV7 = (now: () => number): (() => string) => {
  let time = 0;
  let count = 0;
  return () => {
    const [a = 0, b = 0, c = 0, d = 0, e = 0] = crypto.getRandomValues(new Uint16Array(5));
    const at = Math.floor(now());
    if (at > time) {
      time = at;
      count = e >> 6; // room to count up in 12 bits
    } else if (++count > 0xfff) {
      time++;
      count = 0;
    }
    const start = hex(time, 12);
    return `${start.slice(0, 8)}-${start.slice(8)}-${hex(0x7000 | count)}-${hex(0x8000 | (a & 0x3fff))}-${hex(b)}${hex(c)}${hex(d)}`;
  };
};
