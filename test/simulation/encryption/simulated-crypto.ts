// Stands in for WebCrypto in a simulated world: the same algorithms of the same library, at once instead of in a thread, and with
// random numbers of the seed. So a seed decides every key and nonce, and a run does not depend on how fast threads are.
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  hkdfSync,
  pbkdf2Sync,
  sign,
  verify,
  type KeyObject,
} from 'node:crypto';
import type { Chance } from '../chance.ts';

type Curve = 'Ed25519' | 'X25519';
type Algorithm = string | { name: string; [key: string]: unknown };
type Source = ArrayBuffer | ArrayBufferView;

/** What stands for a CryptoKey. */
interface SimulatedKey {
  type: 'secret' | 'private' | 'public';
  algorithm: { name: string };
  extractable: boolean;
  usages: string[];
  /** Of a secret or a public key, or the seed of a private one. */
  bytes: Buffer;
  /** Of a curve. */
  key: KeyObject | null;
}

const pkcs8Prefix: Record<Curve, string> = {
  Ed25519: '302e020100300506032b657004220420',
  X25519: '302e020100300506032b656e04220420',
};
const tagBytes = 16;
const nothing = new Uint8Array();
/** Hashes that are slow on purpose are shortened: nobody guesses here. */
const mostIterations = 2;
const mostRemembered = 20_000;

const nameOf = (algorithm: Algorithm): string => (typeof algorithm === 'string' ? algorithm : algorithm.name);
const isCurve = (name: string): name is Curve => name === 'Ed25519' || name === 'X25519';
const bytesOf = (source: Source): Buffer =>
  ArrayBuffer.isView(source)
    ? Buffer.from(source.buffer, source.byteOffset, source.byteLength)
    : Buffer.from(source);
/** A buffer of its own: small ones of Node share one. */
const bufferOf = (bytes: Uint8Array): ArrayBuffer => new Uint8Array(bytes).buffer;
const hashOf = (hash: unknown): string =>
  nameOf(hash as Algorithm)
    .replace('-', '')
    .toLowerCase();

/** Remembers what was made of which parts: each device computes the same for each message and each commit. */
const remember = <T>() => {
  const known = new Map<string, T>();
  return (parts: readonly (string | Buffer)[], make: () => T): T => {
    const name = parts
      .map((part) => `${part.length} ${typeof part === 'string' ? part : part.toString('latin1')}`)
      .join();
    const found = known.get(name);
    if (found !== undefined) return found;
    if (known.size >= mostRemembered) known.clear();
    const made = make();
    known.set(name, made);
    return made;
  };
};

const publicKeys = remember<KeyObject>();
const publicKeyOf = (crv: Curve, bytes: Buffer): KeyObject =>
  publicKeys([crv, bytes], () =>
    createPublicKey({ key: { kty: 'OKP', crv, x: bytes.toString('base64url') }, format: 'jwk' }),
  );
const privateKeys = remember<KeyObject>();
const privateKeyOf = (curve: Curve, seed: Buffer): KeyObject =>
  privateKeys([curve, seed], () => {
    const key = Buffer.concat([Buffer.from(pkcs8Prefix[curve], 'hex'), seed]);
    return createPrivateKey({ key, format: 'der', type: 'pkcs8' });
  });

const verified = remember<boolean>();
const verifySignature = (key: KeyObject, raw: Buffer, signature: Buffer, data: Buffer): boolean =>
  verified([raw, signature, data], () => signature.length === 64 && verify(null, data, key, signature));

const secret = (name: string, bytes: Buffer): SimulatedKey => ({
  type: 'secret',
  algorithm: { name },
  extractable: true,
  usages: [],
  bytes: Buffer.from(bytes),
  key: null,
});
const curveKey = (type: 'private' | 'public', curve: Curve, bytes: Buffer): SimulatedKey => ({
  type,
  algorithm: { name: curve },
  extractable: true,
  usages: [],
  bytes: Buffer.from(bytes),
  key: type === 'private' ? privateKeyOf(curve, bytes) : publicKeyOf(curve, bytes),
});

const importCurveKey = (format: string, data: unknown, curve: Curve): SimulatedKey => {
  if (format === 'raw') return curveKey('public', curve, bytesOf(data as Source));
  if (format === 'pkcs8') return curveKey('private', curve, bytesOf(data as Source).subarray(-32));
  const { x = '', d } = data as { x?: string; d?: string };
  return d === undefined
    ? curveKey('public', curve, Buffer.from(x, 'base64url'))
    : curveKey('private', curve, Buffer.from(d, 'base64url'));
};

const publicBytes = remember<Buffer>();
/** Returns the public key of a private one. */
const publicBytesOf = (curve: Curve, seed: Buffer): Buffer =>
  publicBytes([curve, seed], () => {
    const { x = '' } = createPublicKey(privateKeyOf(curve, seed)).export({ format: 'jwk' });
    return Buffer.from(x, 'base64url');
  });

const exportCurveKey = (format: string, { type, algorithm, bytes }: SimulatedKey): unknown => {
  const crv = algorithm.name as Curve;
  if (format === 'pkcs8') return bufferOf(Buffer.concat([Buffer.from(pkcs8Prefix[crv], 'hex'), bytes]));
  const isPrivate = type === 'private';
  const publicKey = isPrivate ? publicBytesOf(crv, bytes) : bytes;
  if (format === 'raw') return bufferOf(publicKey);
  const d = isPrivate ? { d: bytes.toString('base64url') } : {};
  return { kty: 'OKP', crv, x: publicKey.toString('base64url'), ...d };
};

interface Gcm {
  iv: Source;
  additionalData?: Source;
}

const encrypt = (gcm: Gcm, { bytes }: SimulatedKey, data: Source): ArrayBuffer => {
  const cipher = createCipheriv(`aes-${bytes.length * 8}-gcm` as 'aes-256-gcm', bytes, bytesOf(gcm.iv));
  if (gcm.additionalData) cipher.setAAD(bytesOf(gcm.additionalData));
  return bufferOf(Buffer.concat([cipher.update(bytesOf(data)), cipher.final(), cipher.getAuthTag()]));
};

const decrypted = remember<Buffer>();
const decrypt = (gcm: Gcm, { bytes }: SimulatedKey, data: Source): ArrayBuffer => {
  const [nonce, beside, all] = [bytesOf(gcm.iv), bytesOf(gcm.additionalData ?? nothing), bytesOf(data)];
  const plaintext = decrypted([bytes, nonce, beside, all], () => {
    const cipher = createDecipheriv(`aes-${bytes.length * 8}-gcm` as 'aes-256-gcm', bytes, nonce);
    cipher.setAAD(beside);
    cipher.setAuthTag(all.subarray(-tagBytes));
    return Buffer.concat([cipher.update(all.subarray(0, -tagBytes)), cipher.final()]);
  });
  return bufferOf(plaintext);
};

const agreed = remember<Buffer>();
const derived = remember<Buffer>();
const deriveBits = (algorithm: Exclude<Algorithm, string>, key: SimulatedKey, bits: number): ArrayBuffer => {
  const { name, hash, salt, info, iterations } = algorithm;
  if (name === 'X25519') {
    const other = algorithm['public'] as SimulatedKey;
    const both = { privateKey: key.key as KeyObject, publicKey: other.key as KeyObject };
    return bufferOf(agreed([key.bytes, other.bytes], () => diffieHellman(both)));
  }
  const length = bits / 8;
  const about = [bytesOf(salt as Source), bytesOf((info as Source | undefined) ?? nothing)] as const;
  if (name === 'HKDF') {
    const parts = [hashOf(hash), key.bytes, ...about, String(length)];
    return bufferOf(derived(parts, () => Buffer.from(hkdfSync(hashOf(hash), key.bytes, ...about, length))));
  }
  const times = Math.min(iterations as number, mostIterations);
  return bufferOf(pbkdf2Sync(key.bytes, about[0], times, length, hashOf(hash)));
};

const authenticated = remember<Buffer>();
const hmac = ({ bytes }: SimulatedKey, data: Source): Buffer =>
  authenticated([bytes, bytesOf(data)], () => createHmac('sha256', bytes).update(bytesOf(data)).digest());

/** The methods of WebCrypto that encrypted rooms call. They reject as those of the platform do. */
const methodsWith = (randomBytes: (length: number) => Buffer) => ({
  importKey: async (format: string, data: unknown, algorithm: Algorithm) => {
    const name = nameOf(algorithm);
    return isCurve(name) ? importCurveKey(format, data, name) : secret(name, bytesOf(data as Source));
  },
  exportKey: async (format: string, key: SimulatedKey) =>
    key.key ? exportCurveKey(format, key) : bufferOf(key.bytes),
  generateKey: async (algorithm: Algorithm) => {
    const curve = nameOf(algorithm) as Curve;
    const seed = randomBytes(32);
    return {
      privateKey: curveKey('private', curve, seed),
      publicKey: curveKey('public', curve, publicBytesOf(curve, seed)),
    };
  },
  sign: async (_algorithm: Algorithm, key: SimulatedKey, data: Source) =>
    bufferOf(key.key ? sign(null, bytesOf(data), key.key) : hmac(key, data)),
  verify: async (_algorithm: Algorithm, key: SimulatedKey, signature: Source, data: Source) =>
    key.key
      ? verifySignature(key.key, key.bytes, bytesOf(signature), bytesOf(data))
      : hmac(key, data).equals(bytesOf(signature)),
  encrypt: async (gcm: Gcm, key: SimulatedKey, data: Source) => encrypt(gcm, key, data),
  decrypt: async (gcm: Gcm, key: SimulatedKey, data: Source) => decrypt(gcm, key, data),
  deriveBits: async (algorithm: Exclude<Algorithm, string>, key: SimulatedKey, bits: number) =>
    deriveBits(algorithm, key, bits),
  digest: async (algorithm: Algorithm, data: Source) =>
    bufferOf(createHash(hashOf(algorithm)).update(bytesOf(data)).digest()),
});

/** Puts it in the place of the platform's cryptography. Returns a function that gives that back. */
export const simulateCrypto = (chance: Chance): (() => void) => {
  const randomBytes = (length: number): Buffer =>
    Buffer.from(Array.from({ length }, () => Math.floor(chance.next() * 256)));
  // The objects themselves are kept by others: by libraries, once they are loaded.
  const subtle = Object.getPrototypeOf(crypto.subtle) as object;
  const platform = Object.getPrototypeOf(crypto) as object;
  const methods = { ...methodsWith(randomBytes) };
  const random = {
    getRandomValues: <T extends Uint8Array>(given: T): T => {
      given.set(randomBytes(given.length));
      return given;
    },
  };
  const before = [
    [subtle, methods],
    [platform, random],
  ] as const;
  const kept = before.map(([target, made]) =>
    Object.keys(made).map((name) => [target, name, Object.getOwnPropertyDescriptor(target, name)] as const),
  );
  for (const [target, made] of before)
    for (const [name, value] of Object.entries(made))
      Object.defineProperty(target, name, { value, configurable: true, writable: true, enumerable: true });
  return () => {
    for (const [target, name, descriptor] of kept.flat())
      if (descriptor) Object.defineProperty(target, name, descriptor);
  };
};
