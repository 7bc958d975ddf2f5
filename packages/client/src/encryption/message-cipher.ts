import { decodeDeviceIdentity, encodeDeviceIdentity, type EncryptedContent } from '@chat/protocol';
import { ed25519, type Bytes } from './cipher-suite.ts';
import { authenticationService, type Device } from './device-credential.ts';
import { concat, fromBase64, isSame, textOf, toBase64, uint32, utf8 } from './encoding.ts';
import { decryptWith, deriveKey, encryptWith } from './room-key.ts';

/** What a message says. */
export interface MessageContent {
  text: string;
  /** Id of the message before it of the same device, as far as that device knows. */
  previous?: string;
}

/** What the server knows of an encrypted message. No part of it can be changed without being noticed. */
export interface MessagePlace {
  roomId: string;
  id: string;
  kind: string;
  replyTo?: string | undefined;
  threadId?: string | undefined;
}

const signatureBytes = 64;
const accountKeyBytes = 32;
/** Signature of the message, account key, its signature of the device, and the length of the content. */
const headBytes = signatureBytes + accountKeyBytes + signatureBytes + 4;
/** A plaintext is filled up to a multiple of this, so that its length says little about the text. */
const paddedTo = 64;

const messageKey = (roomKey: Uint8Array, messageId: string): Promise<Bytes> =>
  deriveKey(roomKey, 'chat.message-key.v1', messageId);

const commitmentTo = async (key: Bytes): Promise<string> =>
  toBase64(new Uint8Array(await crypto.subtle.digest('SHA-256', key)));

const additionalData = (place: MessagePlace, epoch: number, device: string): Bytes =>
  utf8(
    JSON.stringify([
      'chat.message.v1',
      place.roomId,
      place.id,
      epoch,
      device,
      place.kind,
      place.replyTo ?? null,
      place.threadId ?? null,
    ]),
  );

/** What the device signs. The lengths make it unambiguous. */
const signedContent = (data: Uint8Array, content: Uint8Array): Bytes =>
  concat(utf8('chat.message-signature.v1\0'), uint32(data.length), data, content);

/** Encrypts a message in an epoch. Each call returns another ciphertext. */
export const sealMessage = async (
  { epoch, key }: { epoch: number; key: Uint8Array },
  place: MessagePlace,
  content: MessageContent,
  { keys, credential }: Device,
): Promise<EncryptedContent> => {
  const identity = credential.credentialType === 'basic' ? decodeDeviceIdentity(credential.identity) : null;
  if (!identity) throw new TypeError('not the credential of a device');
  const device = toBase64(keys.publicKey);
  const data = additionalData(place, epoch, device);
  const body = utf8(JSON.stringify(content));
  const plaintext = concat(
    await ed25519.sign(keys.signKey, signedContent(data, body)),
    identity.accountKey,
    identity.signature,
    uint32(body.length),
    body,
    new Uint8Array((paddedTo - ((headBytes + body.length) % paddedTo)) % paddedTo),
  );
  const ownKey = await messageKey(key, place.id);
  return {
    epoch,
    device,
    ciphertext: toBase64(await encryptWith(ownKey, data, plaintext)),
    commitment: await commitmentTo(ownKey),
  };
};

/**
 * Decrypts a message of `userId`. Rejects unless the key is that of the commitment, nothing was changed, and a device
 * of this user signed it.
 */
export const openMessage = async (
  roomKey: Uint8Array,
  place: MessagePlace,
  userId: string,
  { epoch, device, ciphertext, commitment }: EncryptedContent,
): Promise<MessageContent> => {
  const ownKey = await messageKey(roomKey, place.id);
  if ((await commitmentTo(ownKey)) !== commitment) throw new Error('the commitment is to a different key');
  const data = additionalData(place, epoch, device);
  const plaintext = await decryptWith(ownKey, data, fromBase64(ciphertext));
  const accountKey = plaintext.subarray(signatureBytes, signatureBytes + accountKeyBytes);
  const accountSignature = plaintext.subarray(signatureBytes + accountKeyBytes, headBytes - 4);
  const length = new DataView(plaintext.buffer, plaintext.byteOffset).getUint32(headBytes - 4);
  const body = plaintext.subarray(headBytes, headBytes + length);
  const padding = plaintext.subarray(headBytes + length);
  if (body.length !== length || !isSame(padding, new Uint8Array(padding.length)))
    throw new Error('the padding is wrong');
  const deviceKey = fromBase64(device);
  const identity = encodeDeviceIdentity({ accountKey, signature: accountSignature, userId });
  if (!(await authenticationService.validateCredential({ credentialType: 'basic', identity }, deviceKey)))
    throw new Error('the device is not one of its author');
  const signature = plaintext.subarray(0, signatureBytes);
  if (!(await ed25519.verify(deviceKey, signedContent(data, body), signature)))
    throw new Error('the signature is wrong');
  const { text, previous } = JSON.parse(textOf(body)) as Record<string, unknown>;
  if (typeof text !== 'string') throw new Error('the content has no text');
  return { text, ...(typeof previous === 'string' ? { previous } : {}) };
};
