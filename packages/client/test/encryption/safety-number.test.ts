// Two users compare a number: it stands for their account keys, and nothing else.
import { expect, test } from 'vitest';
import { safetyNumber } from '../../src/encryption/safety-number.ts';
import { eventually } from '../with-server.ts';
import { deviceStorage, encryptedRoom } from './encrypted-room.ts';

test('both users see the same 30 digits, until one of them has another account key', async () => {
  const { open, clientOf } = await encryptedRoom(['ann', 'bob', 'cid']);
  const storage = deviceStorage();
  const [ann, bob, cid] = [await open('ann', { storage }), await open('bob'), await open('cid')];
  await eventually(() => expect(ann.encryption.get()?.devices).toHaveLength(3));
  await eventually(() => expect(bob.encryption.get()?.devices).toHaveLength(3));
  const number = await ann.encryption.safetyNumber('bob');
  expect(number).toMatch(/^(\d{5} ){5}\d{5}$/);
  expect(await bob.encryption.safetyNumber('ann')).toBe(number);
  expect(await cid.encryption.safetyNumber('ann')).not.toBe(number);
  for (const userId of ['ann', 'dan'])
    await expect(ann.encryption.safetyNumber(userId)).rejects.toMatchObject({ code: 'not_found' });
  await ann.encryption.verify('bob', number);
  expect(ann.encryption.get()).toMatchObject({ verified: ['bob'], lapsed: [] });
  // It is a mark of this device, and outlives a reload.
  expect(cid.encryption.get()?.verified).toEqual([]);
  await clientOf(ann).close();
  const again = await open('ann', { storage });
  expect(again.encryption.get()).toMatchObject({ verified: ['bob'], lapsed: [], newKeys: [] });
  // A device with another account key in his name: his, or the server's.
  await open('bob');
  await eventually(() =>
    expect(again.encryption.get()).toMatchObject({ verified: [], lapsed: ['bob'], newKeys: ['bob'] }),
  );
  // What was compared before is not what is there now.
  await expect(again.encryption.verify('bob', number)).rejects.toMatchObject({ reason: 'number_changed' });
  const next = await again.encryption.safetyNumber('bob');
  expect(next).not.toBe(number);
  await again.encryption.verify('bob', next);
  expect(again.encryption.get()).toMatchObject({ verified: ['bob'], lapsed: [], newKeys: [] });
  await again.encryption.verify('bob', null);
  expect(again.encryption.get()).toMatchObject({ verified: [], lapsed: [], newKeys: ['bob'] });
});

test('a new device with the same account key changes no number and ends no verification', async () => {
  const { open, clientOf, rig, roomId } = await encryptedRoom(['ann', 'bob']);
  const [ann, bob] = [await open('ann'), await open('bob')];
  const secret = await clientOf(bob).encryption.setUpRecovery();
  await eventually(() => expect(ann.encryption.get()?.devices).toHaveLength(2));
  const number = await ann.encryption.safetyNumber('bob');
  await ann.encryption.verify('bob', number);
  const phone = rig.client({ token: 'bob', storage: deviceStorage(), ownConnection: true });
  await phone.room(roomId).join();
  await phone.encryption.recover(secret);
  await eventually(() => expect(ann.encryption.get()?.devices).toHaveLength(3));
  expect(ann.encryption.get()).toMatchObject({ verified: ['bob'], lapsed: [], newKeys: [] });
  expect(await ann.encryption.safetyNumber('bob')).toBe(number);
});

test('the number depends on every key and both users, whatever the order', async () => {
  const one = { userId: 'ann', keys: ['k1', 'k2'] };
  const other = { userId: 'bob', keys: ['k3'] };
  const number = await safetyNumber(one, other);
  expect(await safetyNumber(other, { ...one, keys: ['k2', 'k1'] })).toBe(number);
  const others = [
    [{ ...one, keys: ['k1'] }, other],
    [one, { ...other, keys: ['k4'] }],
    [one, { ...other, userId: 'cid' }],
    [
      { ...one, keys: ['k3'] },
      { ...other, keys: ['k1', 'k2'] },
    ],
  ] as const;
  for (const [a, b] of others) expect(await safetyNumber(a, b)).not.toBe(number);
  // Pinned: a change of the derivation would make devices of different versions disagree.
  expect(number).toBe('89970 47569 20741 87737 83995 43420');
});
