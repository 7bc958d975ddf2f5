import type { EncryptedContent } from '@chat/protocol';
import type { Bytes } from '../cipher-suite.ts';
import type { Device } from '../device-credential.ts';
import { readFiles, type EncryptedAttachment } from '../files/encrypted-attachment.ts';
import { toBase64, utf8 } from '../encoding.ts';
import { deriveKey } from '../room-key.ts';
import { openContent, sealContent } from './signed-content.ts';

/** A message as it was opened. */
export interface OpenedMessage extends MessageContent {
  /** Of its author, as the message says: it has signed the device that signed the message. */
  accountKey: Uint8Array;
}

/** What a message says. */
export interface MessageContent {
  text: string;
  /** Id of the message before it of the same device, as far as that device knows. */
  previous?: string;
  files?: readonly EncryptedAttachment[];
}

/** What the server knows of an encrypted message. No part of it can be changed without being noticed. */
export interface MessagePlace {
  roomId: string;
  id: string;
  kind: string;
  replyTo?: string | undefined;
  threadId?: string | undefined;
}

/** Returns the key of one message, from which no other one can be derived. */
export const messageKey = (roomKey: Uint8Array, messageId: string): Promise<Bytes> =>
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

const label = 'chat.message-signature.v1';

/** Returns whether a message was encrypted with this key of its epoch. */
export const isSealedWith = async (
  roomKey: Uint8Array,
  messageId: string,
  { commitment }: EncryptedContent,
): Promise<boolean> => (await commitmentTo(await messageKey(roomKey, messageId))) === commitment;

/** Encrypts a message in an epoch. Each call returns another ciphertext. */
export const sealMessage = async (
  { epoch, key: roomKey }: { epoch: number; key: Uint8Array },
  place: MessagePlace,
  content: MessageContent,
  author: Device,
): Promise<EncryptedContent> => {
  const device = toBase64(author.keys.publicKey);
  const data = additionalData(place, epoch, device);
  const key = await messageKey(roomKey, place.id);
  return {
    epoch,
    device,
    ciphertext: await sealContent({ key, data, label }, content, author),
    commitment: await commitmentTo(key),
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
): Promise<OpenedMessage> => {
  const key = await messageKey(roomKey, place.id);
  if ((await commitmentTo(key)) !== commitment) throw new Error('the commitment is to a different key');
  const data = additionalData(place, epoch, device);
  const protection = { key, data, label };
  const { content, accountKey } = await openContent(protection, { userId, device }, ciphertext);
  const { text, previous } = content;
  if (typeof text !== 'string') throw new Error('the content has no text');
  const files = readFiles(content.files);
  return {
    text,
    ...(typeof previous === 'string' ? { previous } : {}),
    ...(files.length > 0 ? { files } : {}),
    accountKey,
  };
};
