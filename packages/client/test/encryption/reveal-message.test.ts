// What the server accepts as the key of a reported message.
import type { Message } from '@chat/protocol';
import { expect, test } from 'vitest';
import { revealMessage } from '../../../server/src/encryption/reveal-message.ts';
import { createAccountKey, createDevice } from '../../src/encryption/device-credential.ts';
import { toBase64 } from '../../src/encryption/encoding.ts';
import { messageKey, sealMessage } from '../../src/encryption/messages/message-cipher.ts';

const roomKey = new Uint8Array(32).fill(7);
const epoch = { epoch: 3, key: roomKey };
const keyOf = async (id: string): Promise<string> => toBase64(await messageKey(roomKey, id));
const place = { roomId: 'r', id: 'm1', kind: 'text' as const, replyTo: 'm0', threadId: 't' };
const device = await createDevice('ann', await createAccountKey());
const encrypted = await sealMessage(epoch, place, { text: 'algo feo ñ 🎉' }, device);

const message: Message = {
  ...place,
  seq: 1,
  rev: 1,
  author: { id: 'ann', name: 'Ann' },
  text: '',
  attachments: [],
  mentions: [],
  reactions: [],
  createdAt: 1,
  encrypted,
};

test('the key of a message opens it, and that of no other message', async () => {
  const { ciphertext } = encrypted;
  expect(revealMessage(message, await keyOf('m1'))).toEqual({ text: 'algo feo ñ 🎉', ciphertext });
  const wrong = expect.objectContaining({ code: 'invalid', field: 'messageKey' });
  for (const key of [await keyOf('m2'), toBase64(roomKey), 'A'.repeat(43)])
    expect(() => revealMessage(message, key)).toThrow(wrong);
});

test('a key counts only if the author has committed to it: members see no other text', async () => {
  const key = await keyOf('m1');
  const wrong = expect.objectContaining({ code: 'invalid', field: 'messageKey' });
  // It decrypts, but every device of the room shows that the message is not genuine.
  for (const commitment of ['A'.repeat(43), ''])
    expect(() => revealMessage({ ...message, encrypted: { ...encrypted, commitment } }, key)).toThrow(wrong);
});

test('what the key opens has to be signed by a device of the author, for this place', async () => {
  const key = await keyOf('m1');
  const wrong = expect.objectContaining({ code: 'invalid', field: 'messageKey' });
  const eve = await createDevice('eve', await createAccountKey());
  const forged = await sealMessage(
    epoch,
    place,
    { text: 'de Ana' },
    { ...eve, credential: device.credential },
  );
  const others: Partial<Message>[] = [
    { author: { id: 'eve', name: 'Eve' } },
    { roomId: 's' },
    { kind: 'poll' },
    { replyTo: 'm9' },
    { threadId: 'u' },
    { encrypted: { ...encrypted, epoch: 4 } },
    { encrypted: { ...encrypted, device: toBase64(eve.keys.publicKey) } },
    { encrypted: { ...encrypted, ciphertext: encrypted.ciphertext.slice(0, 60) } },
    { encrypted: forged },
  ];
  for (const other of others) expect(() => revealMessage({ ...message, ...other }, key)).toThrow(wrong);
});
