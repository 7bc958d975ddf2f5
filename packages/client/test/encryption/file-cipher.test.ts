// The bytes of an encrypted file: its format, and what a server cannot do to them.
import { createDecipheriv, createHash } from 'node:crypto';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { decryptFile, encryptFile, paddedSize } from '../../src/encryption/files/file-cipher.ts';
import { readFiles } from '../../src/encryption/files/encrypted-attachment.ts';
import { withoutMetadata } from '../../src/encryption/files/strip-metadata.ts';

const chunk = 1_048_576;
const sealedChunk = chunk + 16;
const altered = { code: 'forbidden', reason: 'file_altered' };

const bytesOf = async (blob: Blob): Promise<Buffer> => Buffer.from(await blob.arrayBuffer());
const randomBytes = (size: number): Buffer<ArrayBuffer> =>
  Buffer.concat(
    Array.from({ length: Math.ceil(size / 65_536) }, () => crypto.getRandomValues(new Uint8Array(65_536))),
  ).subarray(0, size);

/** A body that arrives in pieces of this size. */
const arriving = (bytes: Uint8Array, piece = 60_000): ReadableStream<Uint8Array> =>
  new ReadableStream({
    start: (controller) => {
      for (let at = 0; at < bytes.length; at += piece) controller.enqueue(bytes.subarray(at, at + piece));
      controller.close();
    },
  });

test.each([0, 1, 1_023, 1_024, 5_000, chunk - 1, chunk, chunk + 1, 3 * chunk - 7])(
  'a file of %i bytes is the same after its way, in whatever pieces it arrives',
  async (size) => {
    const file = randomBytes(size);
    const { body, key } = await encryptFile(new Blob([file]), Infinity);
    const sealed = await bytesOf(body);
    expect(sealed.length).toBe(
      paddedSize(size, Infinity) + 16 * Math.ceil(paddedSize(size, Infinity) / chunk),
    );
    expect(size > 100 && sealed.includes(file.subarray(0, 32))).toBe(false);
    for (const piece of [60_000, sealedChunk, sealed.length]) {
      const opened = await decryptFile(arriving(sealed, piece), { key, size, type: 'text/plain' });
      expect(opened.type).toBe('text/plain');
      expect((await bytesOf(opened)).equals(file)).toBe(true);
    }
  },
);

/** Decrypts a chunk as the documentation says, with another library. */
const openChunk = (key: string, chunk: Buffer, index: number, isLast: boolean): Buffer => {
  const nonce = Buffer.alloc(12);
  nonce.writeUInt32BE(index, 7);
  nonce[11] = isLast ? 1 : 0;
  const cipher = createDecipheriv('aes-256-gcm', Buffer.from(key, 'base64url'), nonce);
  cipher.setAuthTag(chunk.subarray(-16));
  return Buffer.concat([cipher.update(chunk.subarray(0, -16)), cipher.final()]);
};

test('the format is the documented one: numbered chunks, the last one marked, and a hash of their hashes', async () => {
  const file = Buffer.alloc(2 * chunk + 5, 'hola');
  const { body, key } = await encryptFile(new Blob([file]), Infinity);
  const sealed = await bytesOf(body);
  const chunks = [0, 1, 2].map((at) => sealed.subarray(at * sealedChunk, (at + 1) * sealedChunk));
  const plain = Buffer.concat(chunks.map((each, at) => openChunk(key.key, each, at, at === 2)));
  expect(plain.subarray(0, file.length).equals(file)).toBe(true);
  expect(plain.subarray(file.length).every((byte) => byte === 0)).toBe(true);
  const sha256 = (bytes: Buffer): Buffer => createHash('sha256').update(bytes).digest();
  expect(sha256(Buffer.concat(chunks.map(sha256))).toString('base64url')).toBe(key.hash);
  // Equal chunks do not look alike.
  expect(chunks[0]?.equals(chunks[1] ?? Buffer.alloc(0))).toBe(false);
});

test('each upload has a key of its own', async () => {
  const file = new Blob(['hola']);
  const [one, other] = [await encryptFile(file, Infinity), await encryptFile(file, Infinity)];
  expect(one.key.key).not.toBe(other.key.key);
  expect((await bytesOf(one.body)).equals(await bytesOf(other.body))).toBe(false);
  await expect(decryptFile(other.body.stream(), { key: one.key, type: '' })).rejects.toMatchObject(altered);
});

test('bytes that were changed, cut, extended, reordered or repeated are refused', async () => {
  const size = 3 * chunk;
  const { body, key } = await encryptFile(new Blob([randomBytes(size)]), Infinity);
  const sealed = await bytesOf(body);
  const [first, second] = [sealed.subarray(0, sealedChunk), sealed.subarray(sealedChunk, 2 * sealedChunk)];
  const third = sealed.subarray(2 * sealedChunk);
  const flipped = Buffer.from(sealed);
  flipped[sealedChunk + 5] = (flipped[sealedChunk + 5] ?? 0) ^ 1;
  const wrong = [
    flipped,
    Buffer.alloc(0),
    sealed.subarray(0, -1),
    Buffer.concat([first, second]),
    first,
    Buffer.concat([second, first, third]),
    Buffer.concat([first, second, second, third]),
    Buffer.concat([sealed, Buffer.alloc(1)]),
    Buffer.concat([sealed, third]),
    third,
  ];
  for (const bytes of wrong)
    await expect(decryptFile(arriving(bytes), { key, size, type: '' })).rejects.toMatchObject(altered);
});

test('two files under one key are told apart: the message says which one it is', async () => {
  const one = await encryptFile(new Blob(['uno']), Infinity);
  const { hash } = (await encryptFile(new Blob(['dos']), Infinity)).key;
  const key = { ...one.key, hash };
  await expect(decryptFile(one.body.stream(), { key, size: 3, type: '' })).rejects.toMatchObject(altered);
  // The message states a size that the file does not have.
  const long = { key: one.key, size: 5_000, type: '' };
  await expect(decryptFile(one.body.stream(), long)).rejects.toMatchObject(altered);
});

test('sizes are filled up: at most 12%, and not above the largest upload', () => {
  for (const size of [0, 100, 1_025, 50_000, 1_000_003, 26_000_000, 900_000_000]) {
    const padded = paddedSize(size, Infinity);
    expect(padded).toBeGreaterThanOrEqual(size);
    expect(padded).toBeLessThanOrEqual(Math.max(1_024, size * 1.12));
  }
  const sizes = Array.from({ length: 1_000 }, (_, at) => paddedSize(1_000_000 + at, Infinity));
  expect(new Set(sizes).size).toBeLessThanOrEqual(2);
  const most = 2_000_000;
  expect(paddedSize(1_999_900, most)).toBe(most - 32);
  expect(paddedSize(most, most)).toBe(most);
});

const digest = 'A'.repeat(43);
const stated = {
  fileId: 'f',
  name: 'a.txt',
  type: 'text/plain',
  size: 1,
  keys: { key: digest, hash: digest },
};

test('what a message states of its files is checked as if an enemy had written it', () => {
  expect(readFiles([stated])).toEqual([stated]);
  const [risky] = readFiles([
    { ...stated, name: '../x\u202e.svg', type: 'image/svg+xml; a=b', width: 5, height: 5, onload: 'x' },
  ]);
  expect(risky).toEqual({ ...stated, name: 'x.svg', type: 'image/svg+xml' });
  const wrong = [
    'no list',
    [null],
    [{ ...stated, keys: undefined }],
    [{ ...stated, keys: { key: 'k', hash: digest } }],
    [{ ...stated, keys: { key: digest, hash: digest, thumbnail: {} } }],
    [{ ...stated, size: -1 }],
    [{ ...stated, width: 1e9 }],
    [{ ...stated, waveform: [101] }],
    [{ ...stated, waveform: Array.from({ length: 65 }, () => 1) }],
    [{ ...stated, durationMs: Infinity }],
    [{ ...stated, callKind: 'x' }],
    Array.from({ length: 101 }, () => stated),
  ];
  for (const files of wrong) expect(() => readFiles(files)).toThrow(/file/);
});

const photo = () =>
  sharp({ create: { width: 60, height: 40, channels: 3, background: 'red' } })
    .withMetadata({ orientation: 6 })
    .withExifMerge({
      IFD0: { Make: 'SecretCamera' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '41/1 23/1 0/1' },
    });

test.each(['jpeg', 'png', 'webp'] as const)(
  'a picture as %s loses its metadata and nothing else',
  async (format) => {
    const before = await photo().toFormat(format, { lossless: true }).toBuffer();
    expect((await sharp(before).metadata()).exif?.includes('SecretCamera')).toBe(true);
    const stripped = await withoutMetadata(new Blob([before], { type: 'text/plain' }));
    expect(stripped.type).toBe(`image/${format}`);
    const after = await bytesOf(stripped);
    expect(after.includes('SecretCamera')).toBe(false);
    const about = await sharp(after).metadata();
    expect(about.exif?.includes('GPS') ?? false).toBe(false);
    // A photo from a phone is still upright.
    expect(about.orientation).toBe(format === 'jpeg' ? 6 : undefined);
    const pixels = (bytes: Buffer) => sharp(bytes).raw().toBuffer();
    expect((await pixels(after)).equals(await pixels(before))).toBe(true);
  },
);

test('what is no picture, or a broken one, is not touched', async () => {
  const [text, broken] = [new Blob(['hola']), new Blob([new Uint8Array([0xff, 0xd8, 0xff, 0xe1, 0xff])])];
  expect(await withoutMetadata(text)).toBe(text);
  expect(await withoutMetadata(broken)).toBe(broken);
  expect(await withoutMetadata(new Blob([]))).toMatchObject({ size: 0 });
});
