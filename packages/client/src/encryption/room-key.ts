// The key of an epoch of a room, and what is derived from it.
import { aead, unshared, type Bytes } from './cipher-suite.ts';
import { concat, utf8 } from './encoding.ts';
import { exportSecret, type Group } from './group.ts';

const keyBytes = 32;
const nonceBytes = 12;

/** Returns the key of the group's epoch: 32 bytes that exactly its devices can derive. */
export const exportRoomKey = (group: Group, roomId: string): Promise<Uint8Array> =>
  exportSecret(group, 'chat.room-key.v1', utf8(roomId), keyBytes);

/** By the bytes of a secret: the keys of all messages of an epoch are derived from one. */
const imported = new WeakMap<Uint8Array, Promise<CryptoKey>>();
const importSecret = (secret: Uint8Array): Promise<CryptoKey> => {
  const key =
    imported.get(secret) ?? crypto.subtle.importKey('raw', unshared(secret), 'HKDF', false, ['deriveBits']);
  imported.set(secret, key);
  return key;
};

/** Derives a key for one purpose: HKDF with SHA-256, without a salt. `label` has no zero byte. */
export const deriveKey = async (secret: Uint8Array, label: string, context: string): Promise<Bytes> => {
  const key = await importSecret(secret);
  const info = utf8(`${label}\0${context}`);
  const parameters = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(0), info };
  return new Uint8Array(await crypto.subtle.deriveBits(parameters, key, keyBytes * 8));
};

/** Encrypts with AES-256-GCM under a random nonce, which stands before the ciphertext. */
export const encryptWith = async (
  key: Uint8Array,
  additionalData: Uint8Array,
  plaintext: Uint8Array,
): Promise<Bytes> => {
  const nonce = crypto.getRandomValues(new Uint8Array(nonceBytes));
  return concat(nonce, await aead.encrypt(key, nonce, additionalData, plaintext));
};

/** Decrypts what `encryptWith` returned. Rejects if the key, the additional data or a byte of it is different. */
export const decryptWith = (
  key: Uint8Array,
  additionalData: Uint8Array,
  ciphertext: Uint8Array,
): Promise<Bytes> =>
  aead.decrypt(key, ciphertext.subarray(0, nonceBytes), additionalData, ciphertext.subarray(nonceBytes));
