// Opens one message of an encrypted room with its own key, which a reporter reveals. The server has no other key.
import { createDecipheriv, createHash, createPublicKey, timingSafeEqual, verify } from 'node:crypto';
import { ChatError, type Message } from '@chat/protocol';

/** What a message says, and which version of it. */
export interface RevealedMessage {
  text: string;
  ciphertext: string;
}

// The layout of a message, see docs/features/encryption.md.
const nonceBytes = 12;
const tagBytes = 16;
const signatureBytes = 64;
const accountKeyBytes = 32;
const headBytes = signatureBytes + accountKeyBytes + signatureBytes + 4;

const bytesOf = (text: string): Buffer => Buffer.from(text, 'base64url');

const isSigned = (publicKey: Uint8Array, content: Uint8Array, signature: Uint8Array): boolean => {
  const x = Buffer.from(publicKey).toString('base64url');
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  return verify(null, content, key, signature);
};

const decrypt = (key: Buffer, data: Buffer, ciphertext: Buffer): Buffer => {
  const decipher = createDecipheriv('aes-256-gcm', key, ciphertext.subarray(0, nonceBytes), {
    authTagLength: tagBytes,
  });
  decipher.setAAD(data);
  decipher.setAuthTag(ciphertext.subarray(-tagBytes));
  return Buffer.concat([decipher.update(ciphertext.subarray(nonceBytes, -tagBytes)), decipher.final()]);
};

const uint32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};

/** Returns the text if a device of the author has signed it, as the devices of the room check it. Throws otherwise. */
const textIn = (plaintext: Buffer, data: Buffer, userId: string, device: string): string => {
  const signature = plaintext.subarray(0, signatureBytes);
  const accountKey = plaintext.subarray(signatureBytes, signatureBytes + accountKeyBytes);
  const accountSignature = plaintext.subarray(signatureBytes + accountKeyBytes, headBytes - 4);
  const length = plaintext.readUInt32BE(headBytes - 4);
  const body = plaintext.subarray(headBytes, headBytes + length);
  const deviceKey = bytesOf(device);
  const deviceContent = Buffer.concat([Buffer.from('chat.device.v1\0'), deviceKey, Buffer.from(userId)]);
  const label = Buffer.from('chat.message-signature.v1\0');
  const content = Buffer.concat([label, uint32(data.length), data, body]);
  const isGenuine =
    body.length === length &&
    plaintext.subarray(headBytes + length).every((byte) => byte === 0) &&
    isSigned(accountKey, deviceContent, accountSignature) &&
    isSigned(deviceKey, content, signature);
  const { text } = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)) as { text?: unknown };
  if (!isGenuine || typeof text !== 'string')
    throw new TypeError('not what a device of the author has signed');
  return text;
};

const refused = (message: string): ChatError => new ChatError('invalid', message, { field: 'messageKey' });

/**
 * Returns what an encrypted message says. Throws `invalid` unless its author has committed to this key, and signed what the
 * key opens. It is the key of this message alone: no other one can be derived from it.
 */
export const revealMessage = (message: Message, messageKey: string): RevealedMessage => {
  const { roomId, id, kind, author, replyTo = null, threadId = null, encrypted } = message;
  if (encrypted === undefined)
    throw new ChatError('conflict', 'this message is not encrypted', {
      reason: 'not_encrypted',
      field: 'messageKey',
    });
  const { epoch, device, ciphertext, commitment } = encrypted;
  const key = bytesOf(messageKey);
  const hash = createHash('sha256').update(key).digest();
  const committed = bytesOf(commitment);
  if (committed.length !== hash.length || !timingSafeEqual(hash, committed))
    throw refused('messageKey is not the key of this message');
  const fields = ['chat.message.v1', roomId, id, epoch, device, kind, replyTo, threadId];
  const data = Buffer.from(JSON.stringify(fields));
  try {
    const plaintext = decrypt(key, data, bytesOf(ciphertext));
    return { text: textIn(plaintext, data, author.id, device), ciphertext };
  } catch {
    throw refused('messageKey does not open what the author of this message has signed');
  }
};
