// What a device encrypts for the devices of a room: signed by it, with its credential, and padded.
import { decodeDeviceIdentity, encodeDeviceIdentity } from '@chat/protocol';
import { ed25519, type Bytes } from '../cipher-suite.ts';
import { authenticationService, type Device } from '../device-credential.ts';
import { concat, fromBase64, isSame, textOf, toBase64, uint32, utf8 } from '../encoding.ts';
import { memoize } from '../memoize.ts';
import { decryptWith, encryptWith } from '../room-key.ts';

/** How a content is protected. */
export interface Protection {
  /** Encrypts it. */
  key: Uint8Array;
  /** What stands beside the ciphertext and cannot be changed either. */
  data: Uint8Array;
  /** What the signature is for: it is valid for nothing else. Has no zero byte. */
  label: string;
}

const signatureBytes = 64;
const accountKeyBytes = 32;
/** Signature of the content, account key, its signature of the device, and the length of the content. */
const headBytes = signatureBytes + accountKeyBytes + signatureBytes + 4;
/** A plaintext is filled up to a multiple of this, so that its length says little about the content. */
const paddedTo = 64;

/** What the device signs. The lengths make it unambiguous. */
const signedBytes = ({ label, data }: Protection, content: Uint8Array): Bytes =>
  concat(utf8(`${label}\0`), uint32(data.length), data, content);

/** Returns the ciphertext of a content, which becomes JSON. Each call returns another one. */
export const sealContent = async (
  protection: Protection,
  content: object,
  { keys, credential }: Device,
): Promise<string> => {
  const identity = credential.credentialType === 'basic' ? decodeDeviceIdentity(credential.identity) : null;
  if (!identity) throw new TypeError('not the credential of a device');
  const body = utf8(JSON.stringify(content));
  const plaintext = concat(
    await ed25519.sign(keys.signKey, signedBytes(protection, body)),
    identity.accountKey,
    identity.signature,
    uint32(body.length),
    body,
    new Uint8Array((paddedTo - ((headBytes + body.length) % paddedTo)) % paddedTo),
  );
  return toBase64(await encryptWith(protection.key, protection.data, plaintext));
};

/** Whether the account key in an identity has signed a device: the same for all messages of the device. */
const isDeviceOf = memoize(
  (identity: Uint8Array, deviceKey: Uint8Array) => `${identity.join()} ${deviceKey.join()}`,
  (identity, deviceKey) =>
    authenticationService.validateCredential({ credentialType: 'basic', identity }, deviceKey),
);

/**
 * Decrypts a content of `userId`, whose account key is the one that signed the device. Rejects unless nothing was changed,
 * and `device`, one of this user, signed it.
 */
export const openContent = async (
  protection: Protection,
  { userId, device }: { userId: string; device: string },
  ciphertext: string,
): Promise<{ content: Record<string, unknown>; accountKey: Uint8Array }> => {
  const plaintext = await decryptWith(protection.key, protection.data, fromBase64(ciphertext));
  const accountKey = plaintext.subarray(signatureBytes, signatureBytes + accountKeyBytes);
  const accountSignature = plaintext.subarray(signatureBytes + accountKeyBytes, headBytes - 4);
  const length = new DataView(plaintext.buffer, plaintext.byteOffset).getUint32(headBytes - 4);
  const body = plaintext.subarray(headBytes, headBytes + length);
  const padding = plaintext.subarray(headBytes + length);
  if (body.length !== length || !isSame(padding, new Uint8Array(padding.length)))
    throw new Error('the padding is wrong');
  const deviceKey = fromBase64(device);
  const identity = encodeDeviceIdentity({ accountKey, signature: accountSignature, userId });
  if (!(await isDeviceOf(identity, deviceKey))) throw new Error('the device is not one of its author');
  const signature = plaintext.subarray(0, signatureBytes);
  if (!(await ed25519.verify(deviceKey, signedBytes(protection, body), signature)))
    throw new Error('the signature is wrong');
  return { content: JSON.parse(textOf(body)) as Record<string, unknown>, accountKey: accountKey.slice() };
};
