import { createPublicKey, webcrypto, type KeyObject } from 'node:crypto';
import { createRemoteJWKSet, type JWTVerifyGetKey } from 'jose';

/** A verification key, and the only algorithms that it may be used for. */
export interface JwtKey {
  algorithms: string[];
  find: JWTVerifyGetKey;
}

export interface JwtKeySource {
  secret?: string;
  jwksUrl?: string | URL;
  publicKey?: string | KeyObject;
  algorithms?: string[];
}

/** Bytes, as long as the hash of HS256 (RFC 7518, 3.2). */
const shortestSecret = 32;

const hmac = { HS256: 'SHA-256', HS384: 'SHA-384', HS512: 'SHA-512' };
const rsaPss = ['PS256', 'PS384', 'PS512'];
const rsa = ['RS256', 'RS384', 'RS512', ...rsaPss];
const edwards = ['EdDSA', 'Ed25519'];
const curves: Record<string, string> = { prime256v1: 'ES256', secp384r1: 'ES384', secp521r1: 'ES512' };
const published = [...rsa, ...Object.values(curves), ...edwards];

/**
 * The kind of key, never the token, determines the allowed algorithms: a public key cannot be taken for an
 * HMAC secret, and `none` is never allowed. Throws a TypeError unless exactly one source is given and fits
 * `algorithms`.
 */
export const jwtKey = ({ secret, jwksUrl, publicKey, algorithms }: JwtKeySource): JwtKey => {
  const given = [secret, jwksUrl, publicKey].filter((source) => source !== undefined && source !== '');
  if (given.length !== 1)
    throw new TypeError('jwt: give exactly one of secret, jwksUrl, publicKey, and let it not be empty');
  if (secret && Buffer.byteLength(secret) < shortestSecret)
    throw new TypeError(
      `jwt: secret must have at least ${shortestSecret} bytes, this one has ${Buffer.byteLength(secret)}; make one with: openssl rand -base64 32`,
    );
  if (secret) return pinned(Object.keys(hmac), algorithms, secretKey(secret));
  if (jwksUrl) return pinned(published, algorithms, createRemoteJWKSet(new URL(jwksUrl)));
  const key = typeof publicKey === 'object' ? publicKey : createPublicKey(publicKey ?? '');
  if (key.type !== 'public') throw new TypeError('jwt: publicKey must be a public key');
  return pinned(algorithmsOf(key), algorithms, () => key);
};

const pinned = (possible: string[], wanted: string[] | undefined, find: JWTVerifyGetKey): JwtKey => {
  const foreign = wanted?.find((algorithm) => !possible.includes(algorithm));
  if (foreign !== undefined)
    throw new TypeError(`jwt: algorithm ${foreign} does not go with this kind of key`);
  if (wanted?.length === 0) throw new TypeError('jwt: algorithms must not be empty');
  return { algorithms: wanted ?? possible, find };
};

/** Imported once per algorithm: importing costs more than verifying. */
const secretKey = (secret: string): JWTVerifyGetKey => {
  const keys = new Map<string, Promise<webcrypto.CryptoKey>>();
  return ({ alg }) => {
    const hash = hmac[alg as keyof typeof hmac];
    const key = keys.get(hash) ?? importHmac(secret, hash);
    keys.set(hash, key);
    return key;
  };
};

const importHmac = (secret: string, hash: string): Promise<webcrypto.CryptoKey> =>
  webcrypto.subtle.importKey('raw', new TextEncoder().encode(secret), { name: 'HMAC', hash }, false, [
    'verify',
  ]);

const algorithmsOf = (key: KeyObject): string[] => {
  const kind = key.asymmetricKeyType;
  if (kind === 'rsa') return rsa;
  if (kind === 'rsa-pss') return rsaPss;
  if (kind === 'ed25519') return edwards;
  const curve = curves[key.asymmetricKeyDetails?.namedCurve ?? ''];
  if (kind === 'ec' && curve !== undefined) return [curve];
  throw new TypeError(`jwt: a ${kind ?? 'symmetric'} key cannot check tokens`);
};
