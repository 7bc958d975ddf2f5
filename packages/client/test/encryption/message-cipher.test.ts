// The encryption of a message: what it hides, and that no part of it can be changed.
import { createHash } from 'node:crypto';
import type { EncryptedContent } from '@chat/protocol';
import { expect, test } from 'vitest';
import {
  createAccountKey,
  createDevice,
  readCredential,
  type Device,
} from '../../src/encryption/device-credential.ts';
import { fromBase64, toBase64 } from '../../src/encryption/encoding.ts';
import { openMessage, sealMessage, type MessagePlace } from '../../src/encryption/messages/message-cipher.ts';
import { deriveKey } from '../../src/encryption/room-key.ts';

const roomKey = new Uint8Array(32).fill(7);
const epoch = { epoch: 3, key: roomKey };
const place = { roomId: 'r', id: 'm1', kind: 'text', replyTo: 'm0', threadId: 't' } satisfies MessagePlace;
const newDevice = async (userId: string): Promise<Device> => createDevice(userId, await createAccountKey());
const ann = await newDevice('ann');
const { accountKey } = readCredential(ann.credential) ?? {};
const sealed = await sealMessage(epoch, place, { text: 'hola', previous: 'm-1' }, ann);
const open = (content: EncryptedContent, at: MessagePlace = place, userId = 'ann', key = roomKey) =>
  openMessage(key, at, userId, content);

test('a message opens with its key, place and author alone', async () => {
  expect(await open(sealed)).toEqual({ text: 'hola', previous: 'm-1', accountKey });
  const { replyTo: _replyTo, ...unquoted } = place;
  const { threadId: _threadId, ...unthreaded } = place;
  const others: MessagePlace[] = [
    { ...place, roomId: 's' },
    { ...place, id: 'm2' },
    { ...place, kind: 'poll' },
    { ...place, replyTo: 'm9' },
    { ...place, threadId: 'u' },
    unquoted,
    unthreaded,
  ];
  for (const other of others) await expect(open(sealed, other)).rejects.toThrow(Error);
  await expect(open(sealed, place, 'bob')).rejects.toThrow('the device is not one of its author');
  await expect(open(sealed, place, 'ann', new Uint8Array(32).fill(8))).rejects.toThrow('commitment');
  await expect(open({ ...sealed, epoch: 4 })).rejects.toThrow(Error);
  const { publicKey } = (await newDevice('ann')).keys;
  await expect(open({ ...sealed, device: toBase64(publicKey) })).rejects.toThrow(Error);
  await expect(open({ ...sealed, commitment: toBase64(new Uint8Array(32)) })).rejects.toThrow('commitment');
});

test('every byte of the ciphertext counts', async () => {
  const bytes = fromBase64(sealed.ciphertext);
  for (let at = 0; at < bytes.length; at += 1) {
    const changed = bytes.slice();
    changed[at] = (changed[at] as number) ^ 1;
    await expect(open({ ...sealed, ciphertext: toBase64(changed) })).rejects.toThrow(Error);
  }
  await expect(open({ ...sealed, ciphertext: toBase64(bytes.slice(0, 40)) })).rejects.toThrow(Error);
});

test('a member who has the key cannot write as somebody else', async () => {
  // Bob's device, with the signature of Ann's account for another of her devices.
  const bob = await newDevice('bob');
  const forged = await sealMessage(epoch, place, { text: 'de Ana' }, { ...bob, credential: ann.credential });
  await expect(open(forged)).rejects.toThrow('the device is not one of its author');
  // Ann's device in name, signed by Bob's.
  const keys = { publicKey: ann.keys.publicKey, signKey: bob.keys.signKey };
  const signed = await sealMessage(epoch, place, { text: 'de Ana' }, { ...ann, keys });
  await expect(open(signed)).rejects.toThrow('the signature is wrong');
});

test('texts of about one length are ciphertexts of one length, and no two are alike', async () => {
  const sizes = new Set<number>();
  const nonces = new Set<string>();
  for (let length = 1; length <= 200; length += 20) {
    const { ciphertext } = await sealMessage(epoch, place, { text: 'x'.repeat(length) }, ann);
    const bytes = fromBase64(ciphertext);
    sizes.add(bytes.length);
    nonces.add(toBase64(bytes.subarray(0, 12)));
    // Nonce and tag stand outside the padding.
    expect((bytes.length - 12 - 16) % 64).toBe(0);
  }
  expect(sizes.size).toBeLessThanOrEqual(5);
  expect(nonces.size).toBe(10);
});

test('the commitment is the hash of the key of this message, which opens no other one', async () => {
  const key = await deriveKey(roomKey, 'chat.message-key.v1', 'm1');
  expect(sealed.commitment).toBe(createHash('sha256').update(key).digest('base64url'));
  const other = await deriveKey(roomKey, 'chat.message-key.v1', 'm2');
  expect(toBase64(other)).not.toBe(toBase64(key));
});

test('a text of any characters comes back as it was', async () => {
  const texts = ['', 'ñ 日本 👩‍👩‍👧', '\u0000', '\uD800 alone', 'a'.repeat(10_000)];
  for (const text of texts)
    expect(await open(await sealMessage(epoch, place, { text }, ann))).toEqual({ text, accountKey });
});
