// A user's devices have one account key, which a recovery secret restores with the keys of the rooms.
import { expect, test } from 'vitest';
import type { OwnEncryptionAccount } from '@chat/protocol';
import type { ClientStorage } from '@chat/client';
import { memoryStorage } from '@chat/server';
import { createAccountKey } from '../../src/encryption/device-credential.ts';
import { signAccount } from '../../src/encryption/account-record.ts';
import { toBase64 } from '../../src/encryption/encoding.ts';
import { eventually } from '../with-server.ts';
import {
  deviceStorage,
  encryptedRoom,
  isReady,
  shows,
  textsIn,
  type EncryptedRoom,
} from './encrypted-room.ts';

/** Opens the room on a device that has to wait, and returns both. */
const waitingDevice = async (
  { rig, roomId }: EncryptedRoom,
  userId: string,
  storage: ClientStorage = deviceStorage(),
) => {
  const client = rig.client({ token: userId, storage, ownConnection: true });
  const room = client.room(roomId);
  await room.join();
  await eventually(() => expect(room.encryption.get()?.status).toBe('waiting'));
  return { client, room };
};
const statusOf = (status: string) => expect.objectContaining({ status });

/** A store in which a test changes what the server has of an account. */
const tampered = () => {
  const storage = memoryStorage();
  const { get } = storage.profiles;
  let change: (account: OwnEncryptionAccount, userId: string) => OwnEncryptionAccount | undefined = (a) => a;
  storage.profiles.get = async (userId) => {
    const { encryption, ...profile } = await get(userId);
    const changed = encryption && change(encryption, userId);
    return { ...profile, ...(changed ? { encryption: changed } : {}) };
  };
  return { storage, answer: (next: typeof change) => void (change = next) };
};

test.each(['all', 'since-join'] as const)(
  'with history %s a lost device is replaced by the secret alone, with all messages',
  async (history) => {
    const place = await encryptedRoom(['ann', 'bob'], {}, { history });
    const { open, clientOf } = place;
    const [ann, bob] = [await open('ann'), await open('bob')];
    await ann.messages.send({ text: 'uno' });
    expect(clientOf(ann).encryption.get()).toEqual(statusOf('none'));
    const secret = await clientOf(ann).encryption.setUpRecovery();
    expect(clientOf(ann).encryption.get()).toMatchObject({ status: 'ready', devices: [{ isOwn: true }] });
    await bob.messages.send({ text: 'dos' });
    await shows(ann, ['uno', 'dos']);
    await clientOf(ann).close();
    // Epochs that no device of hers has seen.
    const tablet = await open('bob');
    await tablet.messages.send({ text: 'tres' });
    await shows(bob, ['uno', 'dos', 'tres']);
    // No other device is online, and none has linked the epoch that the tablet began.
    for (const room of [bob, tablet]) await clientOf(room).close();
    const phone = await waitingDevice(place, 'ann');
    expect(phone.client.encryption.get()).toEqual(statusOf('needs_recovery'));
    await phone.client.encryption.recover(secret.toLowerCase());
    await isReady(phone.room);
    await shows(phone.room, ['uno', 'dos', 'tres']);
    expect(phone.client.encryption.get()).toMatchObject({
      status: 'ready',
      devices: [{ isOwn: false }, { isOwn: true }],
    });
    await phone.room.messages.send({ text: 'cuatro' });
    // Others see no new key.
    const again = await open('bob');
    expect(again.encryption.get()?.newKeys).not.toContain('ann');
    expect(new Set(again.encryption.get()?.devices.map(({ userId }) => userId))).toEqual(
      new Set(['ann', 'bob']),
    );
  },
);

test('the secret restores epochs of a room that was not open when it was set up', async () => {
  const place = await encryptedRoom(['ann', 'bob'], {}, { history: 'since-join' });
  const { open, clientOf } = place;
  const storage = deviceStorage();
  const ann = await open('ann', { storage });
  const bob = await open('bob');
  await bob.messages.send({ text: 'uno' });
  await shows(ann, ['uno']);
  await clientOf(ann).close();
  // It begins an epoch, before ann has a recovery key that it could be encrypted for.
  const tablet = await open('bob');
  await tablet.messages.send({ text: 'dos' });
  const page = place.rig.client({ token: 'ann', storage, ownConnection: true });
  const secret = await page.encryption.setUpRecovery();
  await page.close();
  const phone = await waitingDevice(place, 'ann');
  await phone.client.encryption.recover(secret);
  await eventually(() => expect(textsIn(phone.room)).toEqual(['uno', 'dos']));
});

test('a wrong secret and a mistyped one are told apart, and change nothing', async () => {
  const place = await encryptedRoom(['ann', 'bob']);
  const ann = await place.open('ann');
  await ann.messages.send({ text: 'hola' });
  const keys = place.clientOf(ann).encryption;
  const first = await keys.setUpRecovery();
  const secret = await keys.setUpRecovery();
  const bob = place.clientOf(await place.open('bob')).encryption;
  const others = await bob.setUpRecovery();
  const { client, room } = await waitingDevice(place, 'ann');
  for (const wrong of [first, others])
    await expect(client.encryption.recover(wrong)).rejects.toMatchObject({
      code: 'forbidden',
      reason: 'wrong_secret',
    });
  await expect(client.encryption.recover(secret.slice(1))).rejects.toMatchObject({
    code: 'invalid',
    reason: 'secret_mistyped',
  });
  await expect(client.encryption.setUpRecovery()).rejects.toMatchObject({ reason: 'needs_recovery' });
  expect(room.encryption.get()?.status).toBe('waiting');
  await client.encryption.recover(secret);
  await shows(room, ['hola']);
  const cid = place.rig.client({ token: 'cid', storage: deviceStorage() });
  await expect(cid.encryption.recover(secret)).rejects.toMatchObject({ reason: 'no_recovery' });
});

test('a device that was there before recovery was set up takes the account key over', async () => {
  const place = await encryptedRoom(['ann', 'bob'], {}, { history: 'since-join' });
  const { open, clientOf } = place;
  const storage = deviceStorage();
  const tablet = await open('ann', { storage });
  await tablet.messages.send({ text: 'uno' });
  const ann = await open('ann');
  const bob = await open('bob');
  expect(bob.encryption.get()?.devices).toHaveLength(3);
  const secret = await clientOf(ann).encryption.setUpRecovery();
  await clientOf(tablet).encryption.load();
  // It goes on as before, and says so.
  expect(clientOf(tablet).encryption.get()).toEqual(statusOf('needs_recovery'));
  await tablet.messages.send({ text: 'dos' });
  await clientOf(tablet).encryption.recover(secret);
  await tablet.messages.send({ text: 'tres' });
  await shows(bob, ['no_key', 'dos', 'tres']);
  await eventually(() => expect(bob.encryption.get()?.devices).toHaveLength(3));
  // What only the tablet had is restored too.
  for (const room of [tablet, ann, bob]) await clientOf(room).close();
  const phone = await waitingDevice(place, 'ann');
  await phone.client.encryption.recover(secret);
  await shows(phone.room, ['uno', 'dos', 'tres']);
});

test('without the secret a device starts over: a new key, which others see', async () => {
  const place = await encryptedRoom(['ann', 'bob'], {}, { history: 'since-join' });
  const { open, clientOf } = place;
  const [ann, bob] = [await open('ann'), await open('bob')];
  await ann.messages.send({ text: 'antes' });
  await clientOf(ann).encryption.setUpRecovery();
  const { client, room } = await waitingDevice(place, 'ann');
  const secret = await client.encryption.startOver();
  await isReady(room);
  await room.messages.send({ text: 'después' });
  await shows(room, ['no_key', 'después']);
  await shows(bob, ['antes', 'después']);
  await eventually(() => expect(bob.encryption.get()?.newKeys).toEqual(['ann']));
  const next = await waitingDevice(place, 'ann');
  await next.client.encryption.recover(secret);
  await shows(next.room, ['no_key', 'después']);
});

test('of two devices that set recovery up at once, one does', async () => {
  const { open, clientOf } = await encryptedRoom(['ann', 'bob']);
  const devices = [await open('ann'), await open('ann')].map((room) => clientOf(room).encryption);
  const results = await Promise.allSettled(devices.map((each) => each.setUpRecovery()));
  expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  const lost = results.find((each) => each.status === 'rejected');
  expect(lost?.reason).toMatchObject({ reason: 'needs_recovery' });
  await Promise.all(devices.map((each) => each.load()));
  expect(devices.map((each) => each.get().status).toSorted()).toEqual(['needs_recovery', 'ready']);
});

test('a server that swaps, withholds or rolls back an account is noticed by its own devices', async () => {
  const { storage, answer } = tampered();
  const place = await encryptedRoom(['ann', 'bob'], { storage });
  const ann = await place.open('ann');
  const keys = place.clientOf(ann).encryption;
  await keys.setUpRecovery();
  const { encryption: first } = await storage.profiles.get('ann');
  const secret = await keys.setUpRecovery();
  const bob = place.clientOf(await place.open('bob')).encryption;
  await bob.setUpRecovery();
  const { encryption: others } = await storage.profiles.get('bob');
  const attacks: ((account: OwnEncryptionAccount) => OwnEncryptionAccount | undefined)[] = [
    (account) => ({ ...account, recoveryKey: others?.recoveryKey ?? '' }),
    (account) => ({ ...account, version: account.version + 1 }),
    () => first,
    () => undefined,
  ];
  for (const attack of attacks) {
    answer((account, userId) => (userId === 'ann' ? attack(account) : account));
    expect(await keys.load()).toEqual(statusOf('altered'));
    await expect(keys.setUpRecovery()).rejects.toMatchObject({ reason: 'account_altered' });
  }
  answer((account) => account);
  expect(await keys.load()).toEqual(statusOf('ready'));
  // A new device has seen nothing before. It goes by the secret.
  const { client } = await waitingDevice(place, 'ann');
  answer((account, userId) =>
    userId === 'ann' ? { ...account, recoveryKey: others?.recoveryKey ?? '' } : account,
  );
  await expect(client.encryption.recover(secret)).rejects.toMatchObject({ reason: 'account_altered' });
  // The earlier recovery key, whose secret may be known, with the current backup.
  answer((account, userId) => (userId === 'ann' && first ? { ...first, backup: account.backup } : account));
  await expect(client.encryption.recover(secret)).rejects.toMatchObject({ reason: 'account_altered' });
  answer((account, userId) => (userId === 'ann' ? others : account));
  await expect(client.encryption.recover(secret)).rejects.toMatchObject({ reason: 'wrong_secret' });
  answer((account, userId) => (userId === 'ann' ? first : account));
  await expect(client.encryption.recover(secret)).rejects.toMatchObject({ reason: 'wrong_secret' });
});

test('a user whose account was lost with the data of the server starts over', async () => {
  const storage = memoryStorage();
  const { open, clientOf } = await encryptedRoom(['ann', 'bob'], { storage });
  const [ann, bob] = [await open('ann'), await open('bob')];
  const keys = clientOf(ann).encryption;
  await keys.setUpRecovery();
  const { encryption: backup } = await storage.profiles.get('ann');
  await keys.setUpRecovery();
  await storage.profiles.change('ann', { encryption: null });
  await storage.profiles.change('ann', { encryption: backup ?? null });
  expect(await keys.load()).toEqual(statusOf('altered'));
  // The device goes on in its rooms.
  await ann.messages.send({ text: 'hola' });
  await shows(bob, ['hola']);
  await keys.startOver();
  expect(keys.get()).toMatchObject({ status: 'ready', devices: [{ isOwn: true }] });
  await ann.messages.send({ text: 'otra vez' });
  await shows(bob, ['hola', 'otra vez']);
});

test('a server that swaps the recovery key of a member gets no key of the room', async () => {
  let time = Date.now();
  const { storage, answer } = tampered();
  const place = await encryptedRoom(['ann', 'bob'], { storage });
  const { open, clientOf, rig, roomId } = place;
  const ann = await open('ann', { now: () => time });
  const bob = await open('bob');
  await clientOf(bob).encryption.setUpRecovery();
  const { encryption: genuine } = await storage.profiles.get('bob');
  /** Begins an epoch, by a message after a day. Returns whether its key is encrypted for Bob's recovery. */
  const sealsNext = async (text: string): Promise<boolean> => {
    time += 90_000_000;
    await ann.messages.send({ text });
    const { seals } = await rig.chat.as({ id: 'bob', name: 'bob' }).call('encryption:seals', { roomId });
    return seals[0]?.epoch === ann.state.get().room?.mlsGroup?.epoch;
  };
  expect(await sealsNext('uno')).toBe(true);
  expect(ann.encryption.get()?.altered).toEqual([]);
  const stranger = await createAccountKey();
  const recoveryKey = toBase64(stranger.publicKey);
  const forged = await signAccount('bob', stranger, {
    version: 9,
    recoveryKey,
    revoked: [],
    backup: genuine?.backup ?? '',
    devices: [],
  });
  // An account of its own has a key that no device in the group has.
  answer((account, userId) => (userId === 'bob' ? forged : account));
  expect(await sealsNext('dos')).toBe(false);
  const attacks: (OwnEncryptionAccount | undefined)[] = [
    { ...(genuine as OwnEncryptionAccount), recoveryKey },
    undefined,
  ];
  for (const attack of attacks) {
    answer((account, userId) => (userId === 'bob' ? attack : account));
    expect(await sealsNext('tres')).toBe(false);
    expect(ann.encryption.get()?.altered).toEqual(['bob']);
    answer((account) => account);
  }
  // An older account: its recovery key may be one that Bob has replaced.
  await clientOf(bob).encryption.setUpRecovery();
  expect(await sealsNext('cuatro')).toBe(true);
  answer((account, userId) => (userId === 'bob' ? genuine : account));
  expect(await sealsNext('cinco')).toBe(false);
  answer((account) => account);
  expect(await sealsNext('seis')).toBe(true);
});
