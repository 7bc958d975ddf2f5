import { crc32, deflateSync, inflateSync } from 'node:zlib';

/** Bytes of a pixel as a screenshot has them, by the colour type in its head. */
const channels: Record<number, number> = { 2: 3, 6: 4 };
const paeth = (a: number, b: number, c: number): number => {
  const [pa, pb, pc] = [Math.abs(b - c), Math.abs(a - c), Math.abs(a + b - 2 * c)];
  return pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
};
const unchanged = (): number => 0;
const predict = [
  unchanged,
  (a: number) => a,
  (_: number, b: number) => b,
  (a: number, b: number) => (a + b) >> 1,
  paeth,
];

/** The filters of the format, undone. */
const pixelsOf = (data: Buffer, stride: number, wide: number): Buffer => {
  const rows = data.length / (stride + 1);
  const out = Buffer.alloc(rows * stride);
  for (let y = 0; y < rows; y += 1) {
    const filter = predict[data[y * (stride + 1)] ?? 0] ?? unchanged;
    for (let x = 0; x < stride; x += 1) {
      const at = y * stride + x;
      const a = x >= wide ? (out[at - wide] ?? 0) : 0;
      const b = y > 0 ? (out[at - stride] ?? 0) : 0;
      const c = x >= wide && y > 0 ? (out[at - stride - wide] ?? 0) : 0;
      out[at] = ((data[y * (stride + 1) + 1 + x] ?? 0) + filter(a, b, c)) & 255;
    }
  }
  return out;
};

const chunk = (type: string, data: Buffer): Buffer => {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
};

/** Colours in steps too small to see, the commonest 256 of them; what is rarer takes the nearest. */
const paletteOf = (pixels: Buffer, wide: number): { colours: number[]; indexOf(colour: number): number } => {
  const counts = new Map<number, number>();
  for (let at = 0; at < pixels.length; at += wide) {
    const colour = pixels.readUIntBE(at, 3);
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  const colours = [...counts]
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, 256)
    .map(([colour]) => colour);
  const known = new Map(colours.map((colour, index) => [colour, index]));
  const far = (a: number, b: number): number =>
    [16, 8, 0].reduce((sum, shift) => sum + (((a >> shift) & 255) - ((b >> shift) & 255)) ** 2, 0);
  const indexOf = (colour: number): number => {
    const index = known.get(colour);
    if (index !== undefined) return index;
    let best = 0;
    for (let each = 1; each < colours.length; each += 1)
      if (far(colours[each] ?? 0, colour) < far(colours[best] ?? 0, colour)) best = each;
    known.set(colour, best);
    return best;
  };
  return { colours, indexOf };
};

/** The same picture in 256 colours, a third of the size. Takes what a screenshot is: eight bits, not interlaced. */
export const smallPng = (png: Buffer): Buffer => {
  const wide = channels[png[25] ?? 0] ?? 0;
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  const parts: Buffer[] = [];
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at))
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT')
      parts.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  const pixels = pixelsOf(inflateSync(Buffer.concat(parts)), width * wide, wide);
  const { colours, indexOf } = paletteOf(pixels, wide);
  const rows = Buffer.alloc(height * (width + 1));
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1)
      rows[y * (width + 1) + 1 + x] = indexOf(pixels.readUIntBE((y * width + x) * wide, 3));
  const head = Buffer.from(png.subarray(16, 29));
  head.set([8, 3], 8); // eight bits, by palette
  return Buffer.concat([
    png.subarray(0, 8),
    chunk('IHDR', head),
    chunk(
      'PLTE',
      Buffer.from(colours.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255])),
    ),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
};
