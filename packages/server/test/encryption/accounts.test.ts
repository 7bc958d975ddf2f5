// Accounts in encrypted rooms over two nodes, in each store: one order of versions, sealed keys, and removed devices.
import type { OwnEncryptionAccount } from '@chat/protocol';
import { memoryStorage } from '@chat/server';
import { expect, test } from 'vitest';
import { createAccountKey, createDevice } from '../../../client/src/encryption/device-credential.ts';
import { createKeyPackage } from '../../../client/src/encryption/group.ts';
import { pairsOfStores, signedIn, twice } from '../live/two-nodes.ts';
import { base64 } from './mls-member.ts';
import { threeDevices } from './three-devices.ts';

const stores = pairsOfStores();

/** The server verifies no signature: the devices do. */
const account = (version: number, name: string, revoked: string[] = []): OwnEncryptionAccount => ({
  version,
  accountKey: 'k'.repeat(43),
  recoveryKey: 'r'.repeat(43),
  revoked,
  signature: name.repeat(86),
  backup: 'b'.repeat(80),
  devices: 'dddd',
});
const seal = (char: string): string => char.repeat(107);

test.each(stores)(
  '%s: of two next versions of an account one is stored, and its user alone has all of it',
  async (_, make) => {
    const { nodes, roomId, ann, bob } = await threeDevices(make);
    const phone = await signedIn(nodes[1], 'ann');
    expect(await ann.call('encryption:account', {})).toEqual({ account: null });
    const versions = [account(1, 'a'), account(1, 'b')];
    const results = await Promise.allSettled([
      ann.call('encryption:setAccount', versions[0]!),
      phone.call('encryption:setAccount', versions[1]!),
    ]);
    const lost = results.filter((each) => each.status === 'rejected');
    expect(lost.map(({ reason }) => reason)).toEqual([
      expect.objectContaining({ code: 'conflict', reason: 'account_changed' }),
    ]);
    const stored = versions[results.findIndex((each) => each.status === 'fulfilled')]!;
    for (const peer of [ann, phone])
      expect(await peer.call('encryption:account', {})).toEqual({ account: stored });
    // A retry of what is stored is known; another version is not next.
    await phone.call('encryption:setAccount', stored);
    for (const version of [1, 3])
      await expect(ann.call('encryption:setAccount', account(version, 'c'))).rejects.toMatchObject({
        reason: 'account_changed',
      });
    await ann.call('encryption:setAccount', account(2, 'd', ['x'.repeat(43)]));
    await expect(ann.call('encryption:setAccount', account(3, 'e'))).rejects.toMatchObject({
      code: 'invalid',
      field: 'revoked',
    });
    const { backup: _backup, devices: _devices, ...shared } = account(2, 'd', ['x'.repeat(43)]);
    const { accounts } = await bob.call('encryption:accounts', { roomId });
    expect(accounts).toEqual([{ userId: 'ann', ...shared }]);
    const dan = await signedIn(nodes[0], 'dan');
    await expect(dan.call('encryption:accounts', { roomId })).rejects.toMatchObject({ code: 'not_found' });
  },
);

test.each(stores)('%s: keys are sealed for each user, by commits and by themselves', async (_, make) => {
  const { nodes, roomId, ann, bob, cid, devices } = await threeDevices(make);
  const { input, accept } = await devices.ann.prepare();
  const seals = ['ann', 'bob', 'dan'].map((userId) => ({ userId, sealed: seal(userId[0]!) }));
  await ann.call('encryption:commit', { ...input, seals });
  accept();
  const sealsOf = async (peer: typeof ann, more: object = {}) =>
    (await peer.call('encryption:seals', { roomId, ...more })).seals;
  expect(await sealsOf(bob)).toEqual([{ epoch: 3, sealed: seal('b') }]);
  expect(await sealsOf(cid)).toEqual([]);
  await bob.call('encryption:seal', {
    roomId,
    seals: [
      { epoch: 1, sealed: seal('1') },
      { epoch: 3, sealed: seal('3') },
    ],
  });
  const both = [
    { epoch: 3, sealed: seal('3') },
    { epoch: 1, sealed: seal('1') },
  ];
  expect(await sealsOf(bob)).toEqual(both);
  expect(await sealsOf(bob, { before: 3, limit: 1 })).toEqual([both[1]]);
  expect(await sealsOf(ann)).toEqual([{ epoch: 3, sealed: seal('a') }]);
  // For another member: the key of this epoch, if there is none.
  const forOthers = ['ann', 'bob', 'cid', 'dan'].flatMap((userId) =>
    [2, 3].map((epoch) => ({ userId, epoch, sealed: seal('o') })),
  );
  await bob.call('encryption:seal', { roomId, seals: forOthers.filter(({ userId }) => userId !== 'bob') });
  expect(await sealsOf(ann)).toEqual([{ epoch: 3, sealed: seal('a') }]);
  expect(await sealsOf(cid)).toEqual([{ epoch: 3, sealed: seal('o') }]);
  const later = { roomId, seals: [{ epoch: 4, sealed: seal('4') }] };
  await expect(bob.call('encryption:seal', later)).rejects.toMatchObject({ code: 'invalid', field: 'seals' });
  // A member without a device in the group has no keys; a user who is no member has no room.
  const dan = await signedIn(nodes[0], 'dan');
  await expect(dan.call('encryption:seals', { roomId })).rejects.toMatchObject({ code: 'not_found' });
  const { code } = await ann.call('invite:create', { roomId });
  await dan.call('invite:accept', { roomId, code });
  expect(await sealsOf(dan)).toEqual([]);
  await expect(
    dan.call('encryption:seal', { roomId, seals: [{ epoch: 3, sealed: seal('x') }] }),
  ).rejects.toMatchObject({ code: 'forbidden' });
});

test.each(stores)(
  '%s: of the epochs that links connect, the latest key of each user is stored',
  async (_, make) => {
    const { roomId, ann, bob, devices } = await threeDevices(make, 'all');
    const sealsOf = async (more: object = {}) =>
      (await bob.call('encryption:seals', { roomId, ...more })).seals.map(({ epoch }) => epoch);
    const sealOwn = (...epochs: number[]) =>
      bob.call('encryption:seal', {
        roomId,
        seals: epochs.map((epoch) => ({ epoch, sealed: seal(String(epoch)) })),
      });
    const commit = async (more: object) => {
      const { input, accept } = await devices.ann.prepare();
      await ann.call('encryption:commit', {
        ...input,
        ...more,
        seals: [{ userId: 'bob', sealed: seal('b') }],
      });
      accept();
    };
    const link = { link: 'x'.repeat(80) };
    // Devices have joined in 1 and 2, without a link.
    await sealOwn(0, 2, 1);
    expect(await sealsOf()).toEqual([2, 1, 0]);
    await commit(link);
    await commit(link);
    expect(await sealsOf()).toEqual([4, 1, 0]);
    // A device that comes late does not replace it.
    await sealOwn(3);
    expect(await sealsOf()).toEqual([4, 1, 0]);
    await commit({});
    expect(await sealsOf()).toEqual([5, 4, 1, 0]);
    expect(await sealsOf({ before: 4, limit: 3 })).toEqual([1, 0]);
  },
);

test.each(stores)('%s: a removed device is refused on every node at once', async (_, make) => {
  const { nodes, roomId, ann, bob, devices } = await threeDevices(make);
  const id = base64(devices.bob.device.keys.publicKey);
  const tablet = await signedIn(nodes[0], 'bob');
  await tablet.call('encryption:setAccount', account(1, 'a', [id]));
  // It is still in the group, and may change what others remove.
  await devices.bob.commit();
  await devices.ann.catchUp();
  await devices.ann.commit({ remove: [devices.ann.leafOf('bob')] });
  await expect(devices.bob.join()).rejects.toMatchObject({ code: 'forbidden', reason: 'device_removed' });
  await expect(ann.call('encryption:group', { roomId })).resolves.toMatchObject({ epoch: 4 });
  // The device of another user is a matter of that user.
  const own = await createDevice('bob', await createAccountKey());
  await devices.ann.commit({ add: [(await createKeyPackage(own, Date.now())).bytes] });
  expect((await bob.call('encryption:accounts', { roomId })).accounts).toContainEqual(
    expect.objectContaining({ userId: 'bob', revoked: [id] }),
  );
});

test('an account and its sealed keys are erased with the user', async () => {
  const storage = memoryStorage();
  const { nodes, roomId, ann, bob } = await threeDevices(() => twice(storage));
  await bob.call('encryption:setAccount', account(1, 'a'));
  await bob.call('encryption:seal', { roomId, seals: [{ epoch: 2, sealed: seal('2') }] });
  const recordsOf = async () => (await storage.timeline.recordsOf(roomId, 'bob', { limit: 10 })).records;
  expect(await recordsOf()).toHaveLength(1);
  await nodes[0].chat.eraseUser('bob');
  expect(await recordsOf()).toEqual([]);
  expect(await storage.profiles.get('bob')).toEqual({});
  expect((await ann.call('encryption:accounts', { roomId })).accounts).toEqual([]);
});
