/** The cuneiform sign in names of the corpus. */
export const wideSign = '\u{1242B}';

const unitsPerEm = 1_000;
/** Four times as wide and three times as high as its size; the lines of the font itself are as high as any. */
const advance = 4_000;
const ascent = 2_000;
const descent = -1_000;
const lineAscent = 900;
const lineDescent = -300;

/** Writes numbers of two bytes, and of four where they stand in a list of their own. */
const words = (...values: (number | [number])[]): Uint8Array => {
  const out = values.flatMap((value) =>
    typeof value === 'number'
      ? [value >> 8, value]
      : [value[0] >> 24, value[0] >> 16, value[0] >> 8, value[0]],
  );
  return Uint8Array.from(out, (byte) => byte & 255);
};

const sign = wideSign.codePointAt(0) ?? 0;
const height = ascent - descent;
/** Signed 16-bit coordinates of a rectangle, as moves from one corner to the next. */
const corners = [0, 0, advance, 0, descent, height, 0, -height];
const box = [0, descent, advance, ascent];
const none = [0, 0, 0, 0, 0] as const;

const tables: Record<string, Uint8Array> = {
  'OS/2': words(
    4,
    advance,
    400,
    5,
    ...none,
    ...none,
    0,
    ...none,
    [0],
    [0],
    [0],
    [0],
    0,
    0,
    64,
    sign & 65_535,
    sign & 65_535,
    lineAscent,
    lineDescent,
    0,
    lineAscent,
    -lineDescent,
    [0],
    [0],
    0,
    0,
    0,
    0,
    1,
  ),
  cmap: words(0, 1, 3, 10, [12], 12, 0, [28], [0], [1], [sign], [sign], [1]),
  glyf: words(1, ...box, 3, 0, 0x0101, 0x0101, ...corners),
  head: words(1, 0, 1, 0, [0], [0x5f0f3cf5], 0, unitsPerEm, [0], [0], [0], [0], ...box, 0, 8, 2, 1, 0),
  hhea: words(1, 0, lineAscent, lineDescent, 0, advance, 0, 0, advance, 1, 0, 0, 0, 0, 0, 0, 0, 2),
  hmtx: words(advance, 0, advance, 0),
  loca: words([0], [0], [34]),
  maxp: words(1, 0, 2, 4, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0),
  name: words(0, 0, 6),
  post: words(3, 0, [0], 0, 0, [0], [0], [0], [0], [0]),
};

const padded = (length: number): number => (length + 3) & ~3;

const checksum = (table: Uint8Array): number => {
  let sum = 0;
  for (let at = 0; at < table.length; at++) sum = (sum + ((table[at] ?? 0) << (24 - 8 * (at & 3)))) >>> 0;
  return sum;
};

/**
 * A TrueType font with one glyph, wide and tall, for `wideSign`. With it a page measures alike on every machine: the fonts that
 * a machine has show this sign as a box, or as wide as a line.
 */
export const wideFont = (): Uint8Array<ArrayBuffer> => {
  const entries = Object.entries(tables);
  let offset = 12 + 16 * entries.length;
  const font = new Uint8Array(entries.reduce((size, [, table]) => size + padded(table.length), offset));
  font.set(words([0x00010000], entries.length, 128, 3, entries.length * 16 - 128));
  entries.forEach(([tag, table], at) => {
    const record = 12 + 16 * at;
    font.set(new TextEncoder().encode(tag), record);
    font.set(words([checksum(table)], [offset], [table.length]), record + 4);
    font.set(table, offset);
    offset += padded(table.length);
  });
  return font;
};
