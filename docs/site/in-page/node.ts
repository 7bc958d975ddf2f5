// The part of Node that the server uses when it runs in a page. What is missing here is undefined in the
// page: files, sockets, threads.
import { hmac } from '@noble/hashes/hmac.js';
import { sha1 } from '@noble/hashes/legacy.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { Buffer } from './buffer.ts';

export const webcrypto = globalThis.crypto;
export const randomUUID = (): string => crypto.randomUUID();
export const randomBytes = (length: number): Buffer =>
  Buffer.from(crypto.getRandomValues(new Uint8Array(length)));

const algorithms = { sha1, sha256 };
type Algorithm = keyof typeof algorithms;
type Data = string | Uint8Array;

interface Digest {
  update(data: Data): Digest;
  digest(): Buffer;
  digest(encoding: string): string;
}

const digestOver = (run: { update(data: Uint8Array): unknown; digest(): Uint8Array }): Digest => {
  const digest: Digest = {
    update: (data) => {
      run.update(Buffer.from(data));
      return digest;
    },
    digest: (encoding?: string) => {
      const bytes = Buffer.from(run.digest());
      return (encoding === undefined ? bytes : bytes.toString(encoding)) as never;
    },
  };
  return digest;
};

export const createHash = (algorithm: Algorithm): Digest => digestOver(algorithms[algorithm].create());
export const createHmac = (algorithm: Algorithm, key: Data): Digest =>
  digestOver(hmac.create(algorithms[algorithm], Buffer.from(key)));
export const hash = (algorithm: Algorithm, data: Data, encoding = 'hex'): string =>
  createHash(algorithm).update(data).digest(encoding);

export const timingSafeEqual = (a: Uint8Array, b: Uint8Array): boolean => {
  let difference = a.length ^ b.length;
  for (const [index, byte] of a.entries()) difference |= byte ^ (b[index] ?? 0);
  return difference === 0;
};

/** Of `node:net`: tells public addresses from others, for pages that a server fetches. In a page it fetches none. */
export class BlockList {
  addSubnet(): void {}
  addAddress(): void {}
  check(): boolean {
    return true;
  }
}

export const fileURLToPath = (url: string | URL): string => new URL(url).pathname;
/** A page has no files. */
export const existsSync = (): boolean => false;
