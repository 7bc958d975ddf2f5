const hex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

/** Makes UUIDv7 ids that sort in the order they were made, also within one millisecond or when the clock steps back. */
export const uuidV7 = (now: () => number): (() => string) => {
  let time = 0;
  let count = 0;
  return () => {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    const at = Math.floor(now());
    if (at > time) {
      time = at;
      count = ((bytes[6] ?? 0) << 2) & 0x3ff; // room to count up in 12 bits
    } else if (++count > 0xfff) {
      time++;
      count = 0;
    }
    const view = new DataView(bytes.buffer);
    view.setUint16(0, Math.floor(time / 2 ** 32));
    view.setUint32(2, time >>> 0);
    view.setUint16(6, 0x7000 | count);
    bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
    return hex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  };
};
