// Encrypts the bytes of files, chunk by chunk: neither side has a whole file in memory, and a reader learns with the first
// chunk that it is not genuine.
import { ChatError } from '@chat/protocol';
import { concat, fromBase64, toBase64 } from '../encoding.ts';
import type { FileKey } from './encrypted-attachment.ts';

export interface EncryptedFile {
  /** Opaque bytes. */
  body: Blob;
  key: FileKey;
}

/** Plaintext of each chunk but the last. */
const chunkBytes = 1_048_576;
const tagBytes = 16;
const keyBytes = 32;
const nonceBytes = 12;
/** Smaller files are filled up to it. */
const leastBytes = 1_024;

export const fileAltered = (): ChatError =>
  new ChatError('forbidden', 'the file is not the one that was sent', { reason: 'file_altered' });

/** Each key encrypts one file, so a nonce is the number of the chunk, and whether it is the last one. */
const nonceOf = (index: number, isLast: boolean): Uint8Array<ArrayBuffer> => {
  const nonce = new Uint8Array(nonceBytes);
  const view = new DataView(nonce.buffer);
  view.setUint32(nonceBytes - 5, index);
  view.setUint8(nonceBytes - 1, isLast ? 1 : 0);
  return nonce;
};

const importKey = (key: Uint8Array<ArrayBuffer>, use: 'encrypt' | 'decrypt'): Promise<CryptoKey> =>
  crypto.subtle.importKey('raw', key, 'AES-GCM', false, [use]);

const sha256 = async (bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));

const chunksOf = (bytes: number): number => Math.max(1, Math.ceil(bytes / chunkBytes));

/** Returns the size of so many bytes when they are encrypted. */
const sealedSize = (bytes: number): number => bytes + chunksOf(bytes) * tagBytes;

/**
 * Returns the size to which a file is filled up, at most 12% more (Padmé, PURBs, 2019): many sizes become one. `most`:
 * the encrypted file must not be larger, if it is not so anyway.
 */
export const paddedSize = (size: number, most: number): number => {
  const least = Math.max(size, leastBytes);
  const exponent = Math.floor(Math.log2(least));
  const step = 2 ** (exponent - Math.floor(Math.log2(exponent)) - 1);
  const padded = Math.ceil(least / step) * step;
  return sealedSize(padded) <= most
    ? padded
    : Math.max(size, Math.min(padded, most - chunksOf(most) * tagBytes));
};

/** Returns a part of a file, followed by zeros. */
const plainChunk = async (file: Blob, from: number, to: number): Promise<Uint8Array<ArrayBuffer>> => {
  const chunk = new Uint8Array(to - from);
  const part = await file
    .slice(from, to)
    .arrayBuffer()
    .catch(() => {
      throw new ChatError('invalid', 'the file cannot be read', { field: 'file' });
    });
  chunk.set(new Uint8Array(part));
  return chunk;
};

/** Encrypts a file under a new key. `most`: the largest upload. */
export const encryptFile = async (file: Blob, most: number, signal?: AbortSignal): Promise<EncryptedFile> => {
  const key = crypto.getRandomValues(new Uint8Array(keyBytes));
  const cipher = await importKey(key, 'encrypt');
  const size = paddedSize(file.size, most);
  const count = chunksOf(size);
  const parts: Blob[] = [];
  const hashes: Uint8Array[] = [];
  for (let index = 0; index < count; index += 1) {
    signal?.throwIfAborted();
    const chunk = await plainChunk(file, index * chunkBytes, Math.min(size, (index + 1) * chunkBytes));
    const parameters = { name: 'AES-GCM', iv: nonceOf(index, index + 1 === count) };
    const sealed = new Uint8Array(await crypto.subtle.encrypt(parameters, cipher, chunk));
    hashes.push(await sha256(sealed));
    parts.push(new Blob([sealed])); // browsers can move it out of memory
  }
  const hash = await sha256(concat(...hashes));
  const body = new Blob(parts, { type: 'application/octet-stream' });
  return { body, key: { key: toBase64(key), hash: toBase64(hash) } };
};

/** Yields the chunks of a body; whether a chunk is the last one is known when there is no byte after it. */
async function* chunksIn(
  body: ReadableStream<Uint8Array>,
): AsyncGenerator<{ chunk: Uint8Array<ArrayBuffer>; isLast: boolean }> {
  const reader = body.getReader();
  let chunk = new Uint8Array(chunkBytes + tagBytes);
  let filled = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read().catch(() => {
        throw new ChatError('disconnected', 'the download was broken off on its way');
      });
      if (done) break;
      for (let at = 0; at < value.length;) {
        if (filled === chunk.length) {
          yield { chunk, isLast: false };
          chunk = new Uint8Array(chunkBytes + tagBytes);
          filled = 0;
        }
        const part = value.subarray(at, at + chunk.length - filled);
        chunk.set(part, filled);
        filled += part.length;
        at += part.length;
      }
    }
    yield { chunk: chunk.subarray(0, filled), isLast: true };
  } finally {
    reader.cancel().catch(() => undefined);
  }
}

export interface DecryptOptions {
  key: FileKey;
  /** Bytes of the file. Absent: it ends with its zeros. */
  size?: number;
  type: string;
}

/**
 * Decrypts a file. Rejects with `file_altered` if a byte of it is different, missing or too many. Nothing of it is
 * returned before all of it was verified.
 */
export const decryptFile = async (
  body: ReadableStream<Uint8Array>,
  { key, size, type }: DecryptOptions,
): Promise<Blob> => {
  const cipher = await importKey(fromBase64(key.key), 'decrypt');
  const parts: Blob[] = [];
  const hashes: Uint8Array[] = [];
  for await (const { chunk, isLast } of chunksIn(body)) {
    const parameters = { name: 'AES-GCM', iv: nonceOf(hashes.length, isLast) };
    const plain = await crypto.subtle.decrypt(parameters, cipher, chunk).catch(() => {
      throw fileAltered();
    });
    hashes.push(await sha256(chunk));
    parts.push(new Blob([plain]));
  }
  const whole = new Blob(parts);
  const isGenuine = toBase64(await sha256(concat(...hashes))) === key.hash;
  if (!isGenuine || (size !== undefined && whole.size < size)) throw fileAltered();
  return whole.slice(0, size, type);
};
