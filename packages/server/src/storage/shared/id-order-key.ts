// The contract orders ids by UTF-16 code unit, databases by UTF-8 byte. They differ only where U+E000 to U+FFFF meets
// characters beyond U+FFFF, so those few are written behind U+10FFFF, which sorts last; it escapes itself too.
const last = '\u{10FFFF}';

/** The id as stored: itself, but for rare characters; sorts by byte as the id does by code unit. */
export const orderKey = (id: string): string =>
  id.replace(/[\uE000-\uFFFF]|\u{10FFFF}/gu, (char) => `${last}${char === last ? '\u0001' : char}`);

/** The id that a key stands for. */
export const idOf = (key: string): string =>
  key.replace(/\u{10FFFF}(.)/gsu, (_, char: string) => (char === '\u0001' ? last : char));
