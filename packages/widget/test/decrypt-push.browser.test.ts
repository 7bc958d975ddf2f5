// The service worker decrypts a push with the keys that the client has stored in this browser.
import { afterEach, expect, test } from 'vitest';
import { createAccountKey, createDevice } from '../../client/src/encryption/device-credential.ts';
import { createKeyStore } from '../../client/src/encryption/key-store.ts';
import { sealMessage } from '../../client/src/encryption/messages/message-cipher.ts';
import { indexedDbStorage } from '../../client/src/platform/indexed-db-storage.ts';
import { decryptPush, type SealedPush } from '../src/features/encryption/decrypt-push.ts';

const key = new Uint8Array(32).fill(7);
const place = { roomId: 'r', messageId: 'm1' };

const deleteStore = (): Promise<void> =>
  new Promise((resolve) => indexedDB.deleteDatabase('chat').addEventListener('success', () => resolve()));

afterEach(deleteStore);

const sealedBy = async (
  userId: string,
  text: string,
  more: { replyTo?: string } = {},
): Promise<SealedPush> => {
  const device = await createDevice(userId, await createAccountKey());
  const message = { roomId: 'r', id: 'm1', kind: 'text', ...more };
  return {
    ...(await sealMessage({ epoch: 3, key }, message, { text }, device)),
    userId,
    kind: 'text',
    ...more,
  };
};

const storeKey = async (epoch: number, bytes = key, roomId = 'r'): Promise<void> => {
  const keys = createKeyStore(indexedDbStorage('chat'), 'https://chat.example/chat', 'bob').room(roomId);
  await keys.setKey({ epoch, key: bytes, since: { at: 0, seq: 0 } });
};

test('a message of a known epoch is decrypted', async () => {
  await storeKey(3);
  await storeKey(13, new Uint8Array(32));
  await storeKey(3, new Uint8Array(32).fill(1), 's');
  expect(await decryptPush(place, await sealedBy('ana', 'hola ñ 🎉'))).toBe('hola ñ 🎉');
  expect(await decryptPush(place, await sealedBy('ana', 'sí', { replyTo: 'm0' }))).toBe('sí');
});

test('what is of another epoch, room, message or author, or was changed, has no text', async () => {
  const sealed = await sealedBy('ana', 'hola');
  await storeKey(2);
  expect(await decryptPush(place, sealed)).toBeNull();
  await storeKey(3, new Uint8Array(32));
  expect(await decryptPush(place, sealed)).toBeNull();
  await storeKey(3);
  expect(await decryptPush(place, sealed)).toBe('hola');
  expect(await decryptPush({ ...place, messageId: 'm2' }, sealed)).toBeNull();
  expect(await decryptPush({ ...place, roomId: 's' }, sealed)).toBeNull();
  const last = sealed.ciphertext.endsWith('A') ? 'B' : 'A';
  const changes: Partial<SealedPush>[] = [
    { userId: 'eve' },
    { replyTo: 'm0' },
    { kind: 'poll' },
    { ciphertext: `${sealed.ciphertext.slice(0, -3)}${last}${sealed.ciphertext.slice(-2)}` },
    { ciphertext: '' },
    { commitment: 'A'.repeat(43) },
  ];
  for (const change of changes)
    expect([change, await decryptPush(place, { ...sealed, ...change })]).toEqual([change, null]);
});

test('without a store nothing is decrypted, and none is made', async () => {
  expect(await decryptPush(place, await sealedBy('ana', 'hola'))).toBeNull();
  // The client makes it as if there had been none.
  await storeKey(3);
  expect(await decryptPush(place, await sealedBy('ana', 'hola'))).toBe('hola');
});
