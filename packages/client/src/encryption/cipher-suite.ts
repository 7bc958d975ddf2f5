import { Aes128Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from '@hpke/core';
import type { CiphersuiteImpl, PrivateKey } from 'ts-mls';
import { makeHashImpl } from 'ts-mls/crypto/implementation/default/makeHashImpl.js';
import { makeKdfImpl } from 'ts-mls/crypto/implementation/default/makeKdfImpl.js';
import { makeGenericHpke } from 'ts-mls/crypto/implementation/hpke.js';
import { memoize } from './memoize.ts';

export type Bytes = Uint8Array<ArrayBuffer>;
/** A private key of HPKE. */
export type { PrivateKey };

/** Returns bytes as the platform's functions take them: not in shared memory, which TypeScript distinguishes. */
export const unshared = (bytes: Uint8Array): Bytes =>
  bytes.buffer instanceof ArrayBuffer ? (bytes as Bytes) : bytes.slice();

/** What stands before the 32 bytes of a private key of Ed25519 in PKCS #8 (RFC 8410). */
const pkcs8Prefix = [48, 46, 2, 1, 0, 48, 5, 6, 3, 43, 101, 112, 4, 34, 4, 32];
const seedBytes = 32;

/** The messages of a room have few signers. */
const verifyKey = memoize(
  (publicKey: Uint8Array) => publicKey.join(),
  (publicKey) => crypto.subtle.importKey('raw', unshared(publicKey), 'Ed25519', false, ['verify']),
);

/** Ed25519 of the platform. A private key is its 32 bytes. */
export const ed25519: CiphersuiteImpl['signature'] = {
  async keygen() {
    const pair = await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify']);
    const publicKey = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
    const signKey = new Uint8Array(await crypto.subtle.exportKey('pkcs8', pair.privateKey)).slice(-seedBytes);
    return { publicKey, signKey };
  },
  async sign(signKey, message) {
    const encoded = new Uint8Array([...pkcs8Prefix, ...signKey]);
    const key = await crypto.subtle.importKey('pkcs8', encoded, 'Ed25519', false, ['sign']);
    return new Uint8Array(await crypto.subtle.sign('Ed25519', key, unshared(message)));
  },
  async verify(publicKey, message, signature) {
    const key = await verifyKey(publicKey);
    return crypto.subtle.verify('Ed25519', key, unshared(signature), unshared(message));
  },
};

const aesGcm = (key: Uint8Array, use: 'encrypt' | 'decrypt') =>
  crypto.subtle.importKey('raw', unshared(key), 'AES-GCM', false, [use]);

/** AES-GCM of the platform, with a tag of 16 bytes at the end of the ciphertext. */
export const aead = {
  async encrypt(key: Uint8Array, nonce: Uint8Array, additionalData: Uint8Array, plaintext: Uint8Array) {
    const parameters = { name: 'AES-GCM', iv: unshared(nonce), additionalData: unshared(additionalData) };
    return new Uint8Array(
      await crypto.subtle.encrypt(parameters, await aesGcm(key, 'encrypt'), unshared(plaintext)),
    );
  },
  async decrypt(key: Uint8Array, nonce: Uint8Array, additionalData: Uint8Array, ciphertext: Uint8Array) {
    const parameters = { name: 'AES-GCM', iv: unshared(nonce), additionalData: unshared(additionalData) };
    return new Uint8Array(
      await crypto.subtle.decrypt(parameters, await aesGcm(key, 'decrypt'), unshared(ciphertext)),
    );
  },
};

const create = async (): Promise<CiphersuiteImpl> => ({
  name: 'MLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519',
  hash: makeHashImpl(crypto.subtle, 'SHA-256'),
  kdf: makeKdfImpl(new HkdfSha256()),
  signature: ed25519,
  hpke: await makeGenericHpke(
    { kem: 'DHKEM-X25519-HKDF-SHA256', kdf: 'HKDF-SHA256', aead: 'AES128GCM' },
    aead,
    new CipherSuite({ kem: new DhkemX25519HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes128Gcm() }),
  ),
  rng: { randomBytes: (length) => crypto.getRandomValues(new Uint8Array(length)) },
});

let created: Promise<CiphersuiteImpl> | null = null;

/**
 * Returns cipher suite 1 of MLS: X25519, AES-128-GCM, SHA-256 and Ed25519, all but the framing of HPKE by the platform. The
 * providers of `ts-mls` support 19 suites and import libraries for most of them.
 */
export const cipherSuite = (): Promise<CiphersuiteImpl> => (created ??= create());
