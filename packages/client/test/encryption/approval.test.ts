// A new device is approved on another one of the same user, by a code; the server cannot stand in between.
import { expect, test } from 'vitest';
import type { ApprovalState, OwnEncryptionAccount } from '@chat/protocol';
import { memoryStorage } from '@chat/server';
import { signAccount } from '../../src/encryption/account-record.ts';
import { createAccountKey } from '../../src/encryption/device-credential.ts';
import { toBase64 } from '../../src/encryption/encoding.ts';
import { eventually } from '../with-server.ts';
import { deviceStorage, encryptedRoom, isReady, shows } from './encrypted-room.ts';

/** Ann's laptop, which has the account key, and a new phone of hers. */
const twoDevices = async () => {
  const storage = memoryStorage();
  const { get } = storage.profiles;
  let approval: (given: ApprovalState) => ApprovalState = (given) => given;
  let account: (given: OwnEncryptionAccount) => OwnEncryptionAccount = (given) => given;
  storage.profiles.get = async (userId) => {
    const profile = await get(userId);
    return {
      ...profile,
      ...(profile.approval ? { approval: approval(profile.approval) } : {}),
      ...(profile.encryption ? { encryption: account(profile.encryption) } : {}),
    };
  };
  const place = await encryptedRoom(['ann', 'bob'], { storage }, { history: 'since-join' });
  const { open, clientOf, rig, roomId } = place;
  const [laptop, bob] = [await open('ann'), await open('bob')];
  await laptop.messages.send({ text: 'uno' });
  const keys = clientOf(laptop).encryption;
  await keys.setUpRecovery();
  const client = rig.client({ token: 'ann', storage: deviceStorage(), ownConnection: true });
  const phone = client.room(roomId);
  await phone.join();
  await eventually(() => expect(phone.encryption.get()?.status).toBe('waiting'));
  return {
    ...place,
    laptop,
    bob,
    keys,
    client,
    phone,
    showApproval: (next: typeof approval) => void (approval = next),
    showAccount: (next: typeof account) => void (account = next),
  };
};

test('a new device gets the account key and the keys of the rooms from another one', async () => {
  const { laptop, bob, keys, client, phone } = await twoDevices();
  await expect(keys.approve('7777-7777-7777')).rejects.toMatchObject({ reason: 'no_request' });
  const { code, approved } = await client.encryption.requestApproval();
  expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){2}[0-9A-HJKMNP-TV-Z]{4}$/);
  await bob.messages.send({ text: 'dos' });
  await keys.approve(code.toLowerCase().replaceAll('-', ' '));
  await approved;
  await isReady(phone);
  await shows(phone, ['uno', 'dos']);
  await phone.messages.send({ text: 'tres' });
  for (const room of [laptop, bob]) await shows(room, ['uno', 'dos', 'tres']);
  expect(bob.encryption.get()?.newKeys).toEqual([]);
  expect(client.encryption.get().devices).toHaveLength(2);
});

test('a device that shows another code is not approved', async () => {
  const { keys, client, phone } = await twoDevices();
  const { code, approved, cancel } = await client.encryption.requestApproval();
  const wrong = `${code[0] === '7' ? '8' : '7'}${code.slice(1)}`;
  for (const typed of [wrong, code.slice(1), '', 'código'])
    await expect(keys.approve(typed)).rejects.toMatchObject({ code: 'forbidden', reason: 'wrong_code' });
  await expect(client.encryption.approve(code)).rejects.toMatchObject({ reason: 'needs_recovery' });
  cancel();
  await expect(approved).rejects.toMatchObject({ code: 'timeout' });
  expect(phone.encryption.get()?.status).toBe('waiting');
});

test('a server that puts a key of its own into the request gets no account key', async () => {
  const { keys, client, showApproval } = await twoDevices();
  const { code, approved } = await client.encryption.requestApproval();
  const own = await createAccountKey();
  showApproval((given) => ({ ...given, publicKey: toBase64(own.publicKey) }));
  await expect(keys.approve(code)).rejects.toMatchObject({ reason: 'wrong_code' });
  await expect(approved).rejects.toMatchObject({ reason: 'no_request' });
});

test('a server that replies itself gives the new device no account', async () => {
  const { client, showApproval, showAccount, phone } = await twoDevices();
  const { approved } = await client.encryption.requestApproval();
  const own = await createAccountKey();
  const forged = await signAccount('ann', own, {
    version: 9,
    recoveryKey: 'A'.repeat(43),
    revoked: [],
    backup: 'A'.repeat(80),
    devices: [],
  });
  showAccount(() => forged);
  showApproval((given) => ({ ...given, reply: 'A'.repeat(144) }));
  await expect(approved).rejects.toMatchObject({ code: 'forbidden', reason: 'account_altered' });
  expect(phone.encryption.get()?.status).toBe('waiting');
});
