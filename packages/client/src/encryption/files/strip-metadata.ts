// Takes out of pictures what cameras write next to them, the place where they were taken among it. In other rooms the
// server does it. The picture itself is not changed.
import { concat } from '../encoding.ts';

type Bytes = Uint8Array<ArrayBuffer>;
/** Returns the bytes without metadata. Throws if they are no picture of this type. */
type Strip = (bytes: Bytes) => Bytes;

const viewOf = (bytes: Bytes): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
const ascii = (bytes: Bytes, from: number, to: number): string =>
  String.fromCharCode(...bytes.subarray(from, to));

const exifHead = 'Exif\0\0';
const orientationTag = 0x0112;

/** Returns how a picture is turned, 1 to 8, by the first directory of its Exif. */
const orientationIn = (exif: Bytes): number => {
  const view = viewOf(exif);
  const isLittle = ascii(exif, 0, 2) === 'II';
  const directory = view.getUint32(4, isLittle);
  const count = view.getUint16(directory, isLittle);
  for (let at = directory + 2; at < directory + 2 + count * 12; at += 12)
    if (view.getUint16(at, isLittle) === orientationTag) return view.getUint16(at + 8, isLittle);
  return 1;
};

/** Returns a segment with Exif that has the orientation alone. */
const orientationSegment = (orientation: number): Bytes => {
  const head = [0xff, 0xe1, 0, 34, ...Array.from(exifHead, (char) => char.charCodeAt(0))];
  const directory = [0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0];
  return new Uint8Array([...head, ...directory, 0, 0, 0, 0]);
};

const iccHead = 'ICC_PROFILE';

/** The structure and the colours: JFIF, ICC profile, Adobe. Other segments for applications, and comments, go. */
const isKeptSegment = (marker: number, head: string): boolean => {
  if (marker === 0xe2) return head === iccHead;
  return marker === 0xe0 || marker === 0xee || marker < 0xe0 || marker > 0xfe;
};

/** Returns where the picture ends. Cameras append others, with metadata of their own. */
const endOfScan = (bytes: Bytes, from: number): number => {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 1))
    if (bytes[at + 1] === 0xd9) return at + 2;
  return bytes.length;
};

const stripJpeg: Strip = (bytes) => {
  const view = viewOf(bytes);
  const parts: Uint8Array[] = [bytes.subarray(0, 2)];
  let orientation = 1;
  let at = 2;
  // Up to the scan, which has no metadata.
  for (;;) {
    const marker = view.getUint8(at + 1);
    if (view.getUint8(at) !== 0xff) throw new Error('no marker');
    if (marker === 0xda) break;
    const end = at + 2 + view.getUint16(at + 2);
    if (end > bytes.length) throw new Error('a segment is cut');
    if (marker === 0xe1 && ascii(bytes, at + 4, at + 10) === exifHead)
      orientation = orientationIn(bytes.subarray(at + 10, end));
    else if (isKeptSegment(marker, ascii(bytes, at + 4, at + 4 + iccHead.length)))
      parts.push(bytes.subarray(at, end));
    at = end;
  }
  const turned = orientation > 1 && orientation < 9 ? [orientationSegment(orientation)] : [];
  return concat(...parts.slice(0, 1), ...turned, ...parts.slice(1), bytes.subarray(at, endOfScan(bytes, at)));
};

const pngMetadata = new Set(['eXIf', 'tEXt', 'zTXt', 'iTXt', 'tIME']);

const stripPng: Strip = (bytes) => {
  const view = viewOf(bytes);
  const parts: Uint8Array[] = [bytes.subarray(0, 8)];
  let type = '';
  for (let at = 8; at < bytes.length && type !== 'IEND';) {
    const end = at + 12 + view.getUint32(at);
    type = ascii(bytes, at + 4, at + 8);
    if (end > bytes.length) throw new Error('a chunk is cut');
    if (!pngMetadata.has(type)) parts.push(bytes.subarray(at, end));
    at = end;
  }
  return concat(...parts);
};

const webpExif = 0x08;
const webpXmp = 0x04;

const stripWebp: Strip = (bytes) => {
  const view = viewOf(bytes);
  const parts: Uint8Array[] = [];
  for (let at = 12; at + 8 <= bytes.length;) {
    const type = ascii(bytes, at, at + 4);
    const size = view.getUint32(at + 4, true);
    const end = Math.min(bytes.length, at + 8 + size + (size % 2));
    const chunk = bytes.slice(at, end);
    if (type === 'VP8X') chunk[8] = (chunk[8] ?? 0) & ~(webpExif | webpXmp);
    if (type !== 'EXIF' && type !== 'XMP ') parts.push(chunk);
    at = end;
  }
  const body = concat(...parts);
  const head = bytes.slice(0, 12);
  viewOf(head).setUint32(4, body.length + 4, true);
  return concat(head, body);
};

const strips: Record<string, { begins: (bytes: Bytes) => boolean; strip: Strip }> = {
  'image/jpeg': { begins: (bytes) => bytes[0] === 0xff && bytes[1] === 0xd8, strip: stripJpeg },
  'image/png': { begins: (bytes) => ascii(bytes, 1, 4) === 'PNG', strip: stripPng },
  'image/webp': { begins: (bytes) => ascii(bytes, 8, 12) === 'WEBP', strip: stripWebp },
};

/**
 * Returns a picture without its metadata, by its first bytes, whatever its type says. Other files, and those that cannot
 * be read as a picture, are returned as they are.
 */
export const withoutMetadata = async (file: Blob): Promise<Blob> => {
  const head = new Uint8Array(await file.slice(0, 16).arrayBuffer());
  const found = Object.entries(strips).find(([, { begins }]) => begins(head));
  if (!found) return file;
  const [type, { strip }] = found;
  try {
    return new Blob([strip(new Uint8Array(await file.arrayBuffer()))], { type });
  } catch {
    return file;
  }
};
