// A dishonest server: what it cannot do to an encrypted room, and what a device shows when it tries.
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { ChatEvent, GroupCommit, Message, Room, RoomSnapshot } from '@chat/protocol';
import type { ChatRoom } from '@chat/client';
import { createAccountKey, createDevice } from '../../src/encryption/device-credential.ts';
import { fromBase64, toBase64, utf8 } from '../../src/encryption/encoding.ts';
import { epochOf, exportGroupInfo, joinByExternalCommit } from '../../src/encryption/group.ts';
import { sealMessage } from '../../src/encryption/messages/message-cipher.ts';
import { exportRoomKey } from '../../src/encryption/room-key.ts';
import { eventually } from '../with-server.ts';
import { rewindableStorage, victim } from './dishonest-server.ts';
import {
  deviceStorage,
  encryptedRoom,
  isReady,
  recordSends,
  shows,
  textsIn,
  type EncryptedRoom,
} from './encrypted-room.ts';

const canary = 'canario-rojo';
const notEncrypted = { code: 'forbidden', reason: 'not_encrypted' };

const withoutEncryption = ({ encryption: _e, mlsGroup: _g, ...room }: Room): Room => room;
/** Says of every room that it is not encrypted. */
const denial = {
  reply: (_command: string, value: unknown) =>
    typeof value === 'object' && value !== null && 'room' in value
      ? { ...value, room: withoutEncryption((value as RoomSnapshot).room) }
      : value,
  event: (event: ChatEvent) => ['room' in event ? { ...event, room: withoutEncryption(event.room) } : event],
};

/** A device in the name of a user, whose account key the server has made up, joins the group. */
const intrude = async ({ rig, roomId }: EncryptedRoom, userId: string) => {
  const session = rig.chat.as({ id: userId, name: userId });
  const device = await createDevice(userId, await createAccountKey());
  const { groupInfo } = await session.call('encryption:group', { roomId });
  const joined = await joinByExternalCommit(utf8(roomId), fromBase64(groupInfo), device, Date.now());
  await session.call('encryption:commit', {
    roomId,
    epoch: epochOf(joined.group),
    commit: toBase64(joined.commit),
    groupInfo: toBase64(await exportGroupInfo(joined.group)),
  });
  return { device, group: joined.group, id: toBase64(device.keys.publicKey) };
};

const groupOf = (room: ChatRoom) => room.state.get().room?.mlsGroup;

test('a room that was encrypted once gets nothing in plain text, whatever the server says later', async () => {
  const place = await encryptedRoom(['ann', 'bob']);
  const storage = deviceStorage();
  const before = victim(place, 'ann', { storage });
  await before.room.join();
  await before.room.messages.send({ text: 'hola' });
  await before.client.close();
  const ann = victim(place, 'ann', { storage });
  ann.lie(denial);
  await ann.room.join();
  await eventually(() =>
    expect(ann.room.encryption.get()).toMatchObject({ status: 'failed', error: notEncrypted }),
  );
  // What it can read stays readable.
  await shows(ann.room, ['hola']);
  const id = ann.room.messages.get().items[0]?.id ?? '';
  await expect(ann.room.messages.send({ text: canary })).rejects.toMatchObject(notEncrypted);
  await expect(ann.room.messages.edit(id, canary)).rejects.toMatchObject(notEncrypted);
  const refused = { reason: 'encrypted_room' };
  await expect(ann.room.polls.create({ question: canary, options: ['a', 'b'] })).rejects.toMatchObject(
    refused,
  );
  await expect(ann.room.search(canary)).rejects.toMatchObject(refused);
  expect(ann.sent.join('\n')).not.toContain(canary);
  // Without joining, too.
  const other = victim(place, 'ann', { storage });
  other.lie(denial);
  await other.room.messages.send({ text: `${canary} 2` }).catch(() => undefined);
  expect(other.sent.join('\n')).not.toContain(canary);
});

test('a server that says so while the room is open gets nothing either', async () => {
  const place = await encryptedRoom(['ann', 'bob']);
  const ann = victim(place, 'ann');
  await ann.room.join();
  await isReady(ann.room);
  ann.lie(denial);
  await place.rig.chat
    .as({ id: 'ann', name: 'ann' })
    .call('room:update', { roomId: place.roomId, title: 'otra' });
  await eventually(() => expect(ann.room.encryption.get()?.error).toMatchObject(notEncrypted));
  await expect(ann.room.messages.send({ text: canary })).rejects.toMatchObject(notEncrypted);
  expect(ann.sent.join('\n')).not.toContain(canary);
});

test('an application that requires encryption has it before the first message, or an error', async () => {
  const place = await encryptedRoom(['ann', 'bob']);
  const ann = victim(place, 'ann');
  ann.lie(denial);
  await ann.room.encryption.require();
  await ann.room.join();
  await expect(ann.room.messages.send({ text: canary })).rejects.toMatchObject(notEncrypted);
  expect(ann.room.encryption.get()).toMatchObject({ status: 'failed', error: notEncrypted });
  // A room that was created with encryption, by a server that has made another one.
  const other = victim(place, 'ann');
  other.lie({
    reply: (command, value) => (command === 'room:create' ? withoutEncryption(value as Room) : value),
  });
  const roomId = randomUUID();
  await other.client.rooms.create({ roomId, type: 'private', encryption: 'e2ee' });
  other.lie(denial);
  const created = other.client.room(roomId);
  await created.join();
  await expect(created.messages.send({ text: canary })).rejects.toMatchObject(notEncrypted);
  for (const { sent } of [ann, other]) expect(sent.join('\n')).not.toContain(canary);
  // It is stored.
  const again = victim(place, 'ann', { storage: other.storage });
  again.lie(denial);
  const stored = again.client.room(roomId);
  await stored.join();
  await expect(stored.messages.send({ text: canary })).rejects.toMatchObject(notEncrypted);
});

test('what the server writes itself is not shown as written by a member', async () => {
  const place = await encryptedRoom(['ann', 'bob']);
  const bob = await place.open('bob');
  await bob.messages.send({ text: 'hola' });
  await bob.messages.send({ text: 'adiós' });
  const ann = victim(place, 'ann');
  const location = { latitude: 1, longitude: 2 };
  const forge = (message: Message): Message => {
    if (message.seq === 1) return { ...message, text: 'falso', location, data: { canary } };
    const { encrypted: _, ...plain } = message;
    return { ...plain, text: 'falso' };
  };
  ann.lie({
    reply: (command, value) => {
      if (command !== 'room:join') return value;
      const snapshot = value as RoomSnapshot;
      return { ...snapshot, messages: snapshot.messages.map(forge) };
    },
  });
  await ann.room.join();
  await isReady(ann.room);
  await eventually(() => expect(textsIn(ann.room)[0]).not.toBe(''));
  const [first, second] = ann.room.messages.get().items;
  expect(second).toMatchObject({ text: '', undecryptable: 'invalid' });
  expect(first).not.toHaveProperty('location');
  expect(first).not.toHaveProperty('data');
  expect(JSON.stringify(ann.room.messages.get().items)).not.toContain('falso');
  // An event, too.
  const heard: Message[] = [];
  ann.room.on('message:created', ({ message }) => heard.push(message));
  const { encrypted: _, ...plain } = await bob.messages.send({ text: 'otra' });
  await eventually(() => expect(heard).toHaveLength(1));
  const rev = ann.room.state.get().since?.rev ?? 0;
  const message = { ...plain, id: randomUUID(), text: 'falso', seq: plain.seq + 1, rev: rev + 1 };
  ann.send({ type: 'message:created', roomId: place.roomId, rev: rev + 1, message });
  await eventually(() => expect(heard).toHaveLength(2));
  expect(heard[1]).toMatchObject({ text: '', undecryptable: 'invalid' });
});

test('a ciphertext is read in its own place only', async () => {
  const place = await encryptedRoom(['ann', 'bob', 'cid']);
  const bob = await place.open('bob');
  const first = await bob.messages.send({ text: 'uno' });
  await bob.messages.send({ text: 'dos', replyTo: first.id });
  await bob.messages.send({ text: 'tres' });
  const moves: ((message: Message) => Partial<Message>)[] = [
    ({ seq }) => (seq === 2 ? { encrypted: first.encrypted } : {}), // of another message
    ({ seq, author }) => (seq === 1 ? { author: { ...author, id: 'cid' } } : {}),
    ({ seq }) => (seq === 2 ? { replyTo: randomUUID() } : {}),
    ({ seq }) => (seq === 3 ? { replyTo: first.id } : {}),
    ({ seq, encrypted }) =>
      seq === 1 && encrypted ? { encrypted: { ...encrypted, epoch: encrypted.epoch - 1 } } : {},
    ({ seq, encrypted }) =>
      seq === 1 && encrypted ? { encrypted: { ...encrypted, device: 'A'.repeat(43) } } : {},
  ];
  for (const [at, move] of moves.entries()) {
    const ann = victim(place, 'ann');
    ann.lie({
      reply: (command, value) => {
        if (command !== 'room:join') return value;
        const snapshot = value as RoomSnapshot;
        return {
          ...snapshot,
          messages: snapshot.messages.map((message) => ({ ...message, ...move(message) })),
        };
      },
    });
    await ann.room.join();
    await isReady(ann.room);
    const moved = [1, 0, 1, 2, 0, 0][at];
    await eventually(() => {
      const shown = textsIn(ann.room);
      expect(shown.filter((text) => text === '')).toEqual([]);
      expect(shown.map((text) => ['uno', 'dos', 'tres'].includes(text))).toEqual(
        [0, 1, 2].map((index) => index !== moved),
      );
    });
    await ann.client.close();
  }
});

test('a device that the server has added is listed as a new key, and gets nothing of those who verify', async () => {
  const { hooks, ciphertexts } = recordSends();
  const place = await encryptedRoom(['ann', 'bob'], { hooks });
  const [ann, bob] = [await place.open('ann'), await place.open('bob')];
  await eventually(() => expect(ann.encryption.get()?.devices).toHaveLength(2));
  await ann.encryption.verify('bob', await ann.encryption.safetyNumber('bob'));
  await ann.messages.send({ text: 'hola' });
  await shows(bob, ['hola']);
  const { id } = await intrude(place, 'bob');
  await eventually(() => expect(ann.encryption.get()).toMatchObject({ lapsed: ['bob'], newKeys: ['bob'] }));
  expect(ann.encryption.get()?.devices.map((device) => device.id)).toContain(id);
  const before = ciphertexts().length;
  const refused = { code: 'forbidden', reason: 'keys_changed', userId: 'bob' };
  await expect(ann.messages.send({ text: canary })).rejects.toMatchObject(refused);
  expect(ciphertexts()).toHaveLength(before);
  // Bob's own device says so as well. It has verified nobody, so it sends.
  await eventually(() => expect(bob.encryption.get()?.newKeys).toEqual(['bob']));
  await bob.messages.send({ text: 'sí' });
  // Ann decides: it is his, or she no longer counts on it.
  await ann.encryption.verify('bob', null);
  await ann.messages.send({ text: 'bueno' });
  await shows(bob, ['hola', 'sí', 'bueno']);
});

test('a message by a key that the server has made up in the name of a member is noticed', async () => {
  const place = await encryptedRoom(['ann', 'bob', 'eve']);
  const [ann, bob] = [await place.open('ann'), await place.open('bob')];
  await ann.encryption.verify('bob', await eventuallyNumber(ann, 'bob'));
  await bob.messages.send({ text: 'hola' });
  await shows(ann, ['hola']);
  expect(ann.encryption.get()).toMatchObject({ newKeys: [], verified: ['bob'] });
  // Eve has the key of the epoch, as any member has, and the server stores what she writes as Bob's.
  const eve = await intrude(place, 'eve');
  const device = await createDevice('bob', await createAccountKey());
  const id = randomUUID();
  const key = { epoch: epochOf(eve.group), key: await exportRoomKey(eve.group, place.roomId) };
  const encrypted = await sealMessage(
    key,
    { roomId: place.roomId, id, kind: 'text' },
    { text: 'falso' },
    device,
  );
  await place.rig.chat
    .as({ id: 'bob', name: 'bob' })
    .call('message:send', { roomId: place.roomId, id, text: '', encrypted });
  await shows(ann, ['hola', 'falso']);
  await eventually(() => expect(ann.encryption.get()?.newKeys).toEqual(['bob']));
});

const eventuallyNumber = async (room: ChatRoom, userId: string): Promise<string> => {
  await eventually(() => expect(room.encryption.get()?.devices.map((each) => each.userId)).toContain(userId));
  return room.encryption.safetyNumber(userId);
};

test('the group of another room is not taken for that of this one', async () => {
  const place = await encryptedRoom(['ann', 'bob']);
  const { rig } = place;
  await place.open('bob');
  const other = rig.client({ token: 'bob', storage: deviceStorage(), ownConnection: true });
  const { id: otherId } = await other.rooms.create({ type: 'private', encryption: 'e2ee' });
  const otherRoom = other.room(otherId);
  await otherRoom.join();
  await isReady(otherRoom);
  const theirs = await rig.chat.as({ id: 'bob', name: 'bob' }).call('encryption:group', { roomId: otherId });
  const ann = victim(place, 'ann');
  ann.lie({ reply: (command, value) => (command === 'encryption:group' ? theirs : value) });
  await ann.room.join();
  await eventually(() => expect(ann.room.encryption.get()?.status).toBe('failed'));
  ann.room.messages.send({ text: canary }).catch(() => undefined);
  await eventually(() => expect(ann.room.messages.get().items[0]?.status).toBe('queued'));
  expect(ann.sent.filter((each) => /^(message:send|encryption:commit )/.test(each))).toEqual([]);
});

test.each([
  ['replays commits', (commits: GroupCommit[]) => commits.map((each) => ({ ...each, epoch: 1 })), true],
  [
    'reorders commits',
    (commits: GroupCommit[]) => commits.toReversed().map((each, at) => ({ ...each, epoch: 1 + at })),
    true,
  ],
  ['drops commits', (commits: GroupCommit[]) => commits.slice(1), false],
  [
    'changes a commit',
    (commits: GroupCommit[]) =>
      commits.map((each) => ({ ...each, commit: each.commit.replace(/..(?=.{40}$)/, 'AA') })),
    true,
  ],
])('a server that %s is noticed, and the device goes on', async (_what, change, isShown) => {
  const place = await encryptedRoom(['ann', 'bob']);
  const storage = deviceStorage();
  const before = victim(place, 'ann', { storage });
  await before.room.join();
  await isReady(before.room);
  await before.client.close();
  const bob = await place.open('bob');
  const phone = await place.open('bob');
  await phone.messages.send({ text: 'hola' });
  await shows(bob, ['hola']);
  const ann = victim(place, 'ann', { storage });
  ann.lie({
    reply: (command, value) =>
      command === 'encryption:commits'
        ? { ...(value as object), commits: change((value as { commits: GroupCommit[] }).commits) }
        : value,
  });
  await ann.room.join();
  await isReady(ann.room);
  ann.lie({});
  await shows(ann.room, ['hola']);
  expect(ann.room.encryption.get()?.warnings).toEqual(isShown ? ['invalid_commit'] : []);
  await ann.room.messages.send({ text: 'buenas' });
  for (const room of [ann.room, bob, phone]) await shows(room, ['hola', 'buenas']);
});

test('two members with two groups of one epoch read nothing of each other, and see that', async () => {
  const place = await encryptedRoom(['ann', 'bob', 'cid']);
  const [ann, bob] = [await place.open('ann'), await place.open('bob')];
  await ann.messages.send({ text: 'hola' });
  await shows(bob, ['hola']);
  // Cid joins. Bob gets another commit of the same epoch, in which nobody but he and a device of the server is.
  const session = place.rig.chat.as({ id: 'cid', name: 'cid' });
  const { groupInfo } = await session.call('encryption:group', { roomId: place.roomId });
  const fork = await joinByExternalCommit(
    utf8(place.roomId),
    fromBase64(groupInfo),
    await createDevice('cid', await createAccountKey()),
    Date.now(),
  );
  const eve = await createDevice('cid', await createAccountKey());
  const key = { epoch: epochOf(fork.group), key: await exportRoomKey(fork.group, place.roomId) };
  await intrude(place, 'cid');
  await eventually(() => expect(ann.encryption.get()?.devices).toHaveLength(3));
  const id = randomUUID();
  const encrypted = await sealMessage(
    key,
    { roomId: place.roomId, id, kind: 'text' },
    { text: 'falso' },
    eve,
  );
  await session.call('message:send', { roomId: place.roomId, id, text: '', encrypted });
  for (const room of [ann, bob]) await shows(room, ['hola', 'invalid']);
});

test('a room whose server has gone back to a backup is encrypted again, and the devices say so', async () => {
  const { storage, mark, rewind } = rewindableStorage();
  const place = await encryptedRoom(['ann', 'bob'], { storage });
  const { open, rig } = place;
  const [ann, bob] = [await open('ann'), await open('bob')];
  await ann.messages.send({ text: 'uno' });
  await shows(bob, ['uno']);
  await eventually(() => expect(groupOf(ann)).toEqual({ epoch: 1 }));
  const backup = mark();
  // Two epochs that the backup does not have.
  await open('bob');
  await open('ann');
  await ann.messages.send({ text: 'se pierde' });
  await shows(bob, ['uno', 'se pierde']);
  await rig.stop();
  await rewind(backup);
  await rig.start();
  await shows(ann, ['uno']);
  await ann.messages.send({ text: 'dos' });
  await shows(bob, ['uno', 'dos']);
  await bob.messages.send({ text: 'tres' });
  await shows(ann, ['uno', 'dos', 'tres']);
  const warned = [ann, bob].flatMap((room) => room.encryption.get()?.warnings ?? []);
  expect(warned).toContain('rolled_back');
});
