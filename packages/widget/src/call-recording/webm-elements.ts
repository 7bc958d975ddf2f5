// Elements of EBML, the format of WebM: an id, a size, and the content.

export const ids = {
  header: 0x1a45dfa3,
  segment: 0x18538067,
  info: 0x1549a966,
  scale: 0x2ad7b1,
  duration: 0x4489,
  tracks: 0x1654ae6b,
  track: 0xae,
  trackNumber: 0xd7,
  trackType: 0x83,
  cluster: 0x1f43b675,
  time: 0xe7,
  simpleBlock: 0xa3,
  blockGroup: 0xa0,
  block: 0xa1,
  reference: 0xfb,
  cues: 0x1c53bb6b,
  cuePoint: 0xbb,
  cueTime: 0xb3,
  cuePlace: 0xb7,
  cueTrack: 0xf7,
  cueCluster: 0xf1,
} as const;

export interface Element {
  id: number;
  /** Offset of the id. */
  start: number;
  /** Offset of the content. */
  body: number;
  /** Offset of the end; for an element of unknown size, the end of its parent. */
  end: number;
  unknown: boolean;
}

/** Returns the element at an offset. Throws if there is none. */
export const elementAt = (bytes: DataView, start: number, limit: number): Element => {
  const idLength = lengthOf(bytes, start);
  const id = unsigned(bytes, start, idLength);
  const sizeAt = start + idLength;
  const sizeLength = lengthOf(bytes, sizeAt);
  const ones = 2 ** (7 * sizeLength) - 1;
  const size = unsigned(bytes, sizeAt, sizeLength) - 2 ** (7 * sizeLength);
  const body = sizeAt + sizeLength;
  const unknown = size >= ones;
  return { id, start, body, end: unknown ? limit : Math.min(limit, body + size), unknown };
};

export const childrenOf = function* (bytes: DataView, { body, end }: Element): Generator<Element> {
  for (let at = body; at < end;) {
    const child = elementAt(bytes, at, end);
    yield child;
    at = child.end;
  }
};

/** Length of the number at an offset, encoded in its first bits. */
export const lengthOf = (bytes: DataView, at: number): number => {
  const length = Math.clz32(bytes.getUint8(at)) - 23;
  if (length > 8) throw new Error('not EBML');
  return length;
};

export const unsigned = (bytes: DataView, at: number, length: number): number => {
  let value = 0;
  for (let index = 0; index < length; index++) value = value * 256 + bytes.getUint8(at + index);
  return value;
};

const idBytes = (id: number): number[] =>
  [24, 16, 8, 0]
    .map((shift) => (id >>> shift) & 255)
    .filter((_, index, all) => all.slice(0, index + 1).some(Boolean));

const eightBytes = (value: number): number[] =>
  Array.from({ length: 8 }, (_, index) => Math.floor(value / 256 ** (7 - index)) % 256);

/** Encodes an element with an eight-byte size. */
export const element = (id: number, body: readonly number[]): number[] => [
  ...opening(id, body.length),
  ...body,
];

/** Encodes the start of an element; its content follows. */
export const opening = (id: number, size: number): number[] => [
  ...idBytes(id),
  1,
  ...eightBytes(size).slice(1),
];

export const numberElement = (id: number, value: number): number[] => element(id, eightBytes(value));

export const floatElement = (id: number, value: number): number[] => {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setFloat64(0, value);
  return element(id, [...bytes]);
};
