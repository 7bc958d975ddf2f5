// The contract orders ids by UTF-16 code unit, databases order by UTF-8 byte. The orders differ only between
// U+E000 to U+FFFF and characters above U+FFFF, so the former are stored with the prefix U+10FFFF, which
// sorts last. U+10FFFF itself is escaped too.
const last = '\u{10FFFF}';

/**
 * Returns the id as stored: unchanged, except for rare characters. Keys sort by byte as ids do by code unit.
 */
export const orderKey = (id: string): string =>
  id.replace(/[\uE000-\uFFFF]|\u{10FFFF}/gu, (char) => `${last}${char === last ? '\u0001' : char}`);

/** Returns the id of a key. */
export const idOf = (key: string): string =>
  key.replace(/\u{10FFFF}(.)/gsu, (_, char: string) => (char === '\u0001' ? last : char));
