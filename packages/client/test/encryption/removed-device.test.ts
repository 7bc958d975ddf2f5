// A user removes a lost device from another one: it gets no later key, and does not come back.
import { expect, test } from 'vitest';
import { ChatError, type OwnEncryptionAccount } from '@chat/protocol';
import type { ChatRoom, ClientStorage } from '@chat/client';
import { memoryStorage, type ChatServerOptions } from '@chat/server';
import { fromBase64, toBase64, utf8 } from '../../src/encryption/encoding.ts';
import { epochOf, exportGroupInfo, joinByExternalCommit, type Commit } from '../../src/encryption/group.ts';
import { createKeyStore } from '../../src/encryption/key-store.ts';
import { eventually } from '../with-server.ts';
import { deviceStorage, encryptedRoom, isReady, shows } from './encrypted-room.ts';

/** Ann's laptop and phone, with one account key, and Bob's device. */
const lostPhone = async (options: ChatServerOptions = {}) => {
  const place = await encryptedRoom(['ann', 'bob'], options, { history: 'since-join' });
  const { open, clientOf, rig, roomId } = place;
  const storage = deviceStorage();
  const [laptop, bob] = [await open('ann'), await open('bob')];
  const secret = await clientOf(laptop).encryption.setUpRecovery();
  const client = rig.client({ token: 'ann', storage, ownConnection: true });
  const phone = client.room(roomId);
  await phone.join();
  await client.encryption.recover(secret);
  await isReady(phone);
  await laptop.messages.send({ text: 'para tres' });
  for (const room of [bob, phone]) await shows(room, ['para tres']);
  await clientOf(laptop).encryption.load();
  const id = phone.encryption.get()?.devices.find(({ isOwn }) => isOwn)?.id ?? '';
  return { ...place, laptop, bob, phone, client, storage, secret, id };
};

const epochOfRoom = (room: ChatRoom): number => room.state.get().room?.mlsGroup?.epoch ?? -1;
const latestKeyIn = async (storage: ClientStorage): Promise<number> =>
  Math.max(
    ...(await storage.list('encryption:'))
      .flatMap(({ key }) => /:key-(\d+)$/.exec(key)?.[1] ?? [])
      .map(Number),
  );

/** Joins the room with the keys that a lost device has, whatever its own client would do. */
const comeBack = async ({ rig, roomId, storage }: Awaited<ReturnType<typeof lostPhone>>): Promise<Commit> => {
  const place = (await storage.list('encryption:')).find(({ key }) => key.endsWith(':device'))?.key ?? '';
  const [server = ''] = JSON.parse(/\[.*\]/.exec(place)?.[0] ?? '[]') as string[];
  const { device } = await createKeyStore(storage, server, 'ann').own();
  const session = rig.chat.as({ id: 'ann', name: 'ann' });
  const { groupInfo } = await session.call('encryption:group', { roomId });
  const joined = await joinByExternalCommit(utf8(roomId), fromBase64(groupInfo), device, Date.now());
  await session.call('encryption:commit', {
    roomId,
    epoch: epochOf(joined.group),
    commit: toBase64(joined.commit),
    groupInfo: toBase64(await exportGroupInfo(joined.group)),
  });
  return joined;
};

test('a removed device gets no later key, and comes back with the secret alone, as a new device', async () => {
  const stage = await lostPhone();
  const { laptop, bob, phone, client, storage, secret, id, clientOf } = stage;
  const keys = clientOf(laptop).encryption;
  expect(keys.get().devices).toHaveLength(2);
  const before = epochOfRoom(laptop);
  await keys.removeDevice(id);
  expect(keys.get().devices.map(({ isOwn }) => isOwn)).toEqual([true]);
  for (const room of [laptop, bob])
    await eventually(() => expect(room.encryption.get()?.devices).toHaveLength(2));
  await bob.messages.send({ text: 'para dos' });
  await shows(laptop, ['para tres', 'para dos']);
  await shows(phone, ['para tres', 'no_key']);
  await eventually(() => expect(client.encryption.get().status).toBe('removed'));
  expect(phone.encryption.get()?.status).toBe('waiting');
  expect(await latestKeyIn(storage)).toBe(before);
  await expect(comeBack(stage)).rejects.toMatchObject({ code: 'forbidden', reason: 'device_removed' });
  // The user has found it again.
  await client.encryption.recover(secret);
  await isReady(phone);
  await phone.messages.send({ text: 'otra vez tres' });
  await shows(bob, ['para tres', 'para dos', 'otra vez tres']);
  await eventually(() => expect(bob.encryption.get()?.devices).toHaveLength(3));
  expect(bob.encryption.get()?.devices.map((each) => each.id)).not.toContain(id);
});

test('a server that lets a removed device back gets nothing encrypted for it', async () => {
  const storage = memoryStorage();
  const { get } = storage.profiles;
  let isForgetting = false;
  storage.profiles.get = async (userId) => {
    const { encryption, ...profile } = await get(userId);
    if (!encryption) return profile;
    return { ...profile, encryption: { ...encryption, ...(isForgetting ? { revoked: [] } : {}) } };
  };
  const stage = await lostPhone({ storage });
  const { laptop, bob, id, clientOf } = stage;
  await clientOf(laptop).encryption.removeDevice(id);
  for (const room of [laptop, bob])
    await eventually(() => expect(room.encryption.get()?.devices).toHaveLength(2));
  isForgetting = true;
  const back = await comeBack(stage);
  await eventually(() => expect(bob.encryption.get()?.devices).toHaveLength(3));
  // Bob's device has seen the removal, and takes the device out before it encrypts.
  await bob.messages.send({ text: 'sin ella' });
  await shows(laptop, ['para tres', 'sin ella']);
  const [, message] = bob.messages.get().items;
  expect(message?.encrypted?.epoch).toBe(epochOf(back.group) + 1);
  expect(bob.encryption.get()?.devices.map((each) => each.id)).not.toContain(id);
});

test('a device that was not removed everywhere at once is, by the next sender', async () => {
  let isRefusing = false;
  const stage = await lostPhone({
    hooks: {
      'before:encryption:commit': ({ user }) => {
        if (isRefusing && user.id === 'ann') throw new ChatError('forbidden', 'not now');
      },
    },
  });
  const { laptop, bob, storage, id, clientOf } = stage;
  isRefusing = true;
  const before = epochOfRoom(laptop);
  await clientOf(laptop).encryption.removeDevice(id);
  expect(epochOfRoom(laptop)).toBe(before);
  isRefusing = false;
  await laptop.messages.send({ text: 'sin ella' });
  await shows(bob, ['para tres', 'sin ella']);
  expect(bob.messages.get().items[1]?.encrypted?.epoch).toBe(before + 1);
  expect(await latestKeyIn(storage)).toBe(before);
});

test('a device removes others, of an account that it has the key of', async () => {
  const { laptop, clientOf, open, id } = await lostPhone();
  const keys = clientOf(laptop).encryption;
  const own = keys.get().devices.find(({ isOwn }) => isOwn)?.id ?? '';
  await expect(keys.removeDevice(own)).rejects.toMatchObject({ code: 'invalid', field: 'id' });
  const bob = clientOf(await open('bob')).encryption;
  await expect(bob.removeDevice(id)).rejects.toMatchObject({ reason: 'needs_recovery' });
  // Removals stay: an account without them is refused.
  await keys.removeDevice(id);
  const session = clientOf(laptop).call;
  const { account } = await session('encryption:account', {});
  const stored = account as OwnEncryptionAccount;
  await expect(
    session('encryption:setAccount', { ...stored, version: stored.version + 1, revoked: [] }),
  ).rejects.toMatchObject({ code: 'invalid', field: 'revoked' });
  await expect(
    session('encryption:setAccount', { ...stored, signature: 'A'.repeat(86) }),
  ).rejects.toMatchObject({
    code: 'conflict',
    reason: 'account_changed',
  });
});
