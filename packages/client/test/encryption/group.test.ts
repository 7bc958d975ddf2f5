// The MLS group of a room, through the functions that the rest of the client uses.
import { createCommit, joinGroupExternal } from 'ts-mls/createCommit.js';
import { decodeMlsMessage, encodeMlsMessage } from 'ts-mls/message.js';
import { expect, test } from 'vitest';
import { pinAccountKeys } from '../../src/encryption/account-pins.ts';
import { cipherSuite } from '../../src/encryption/cipher-suite.ts';
import { createAccountKey, createDevice, type Device } from '../../src/encryption/device-credential.ts';
import {
  applyCommit,
  commitChanges,
  createGroup,
  createKeyPackage,
  decodeGroup,
  devicesOf,
  encodeGroup,
  epochOf,
  exportGroupInfo,
  exportSecret,
  isActive,
  joinByExternalCommit,
  joinByWelcome,
  type Group,
} from '../../src/encryption/group.ts';

const now = Date.now();
const groupId = new TextEncoder().encode('room-1');
const newDevice = async (userId: string): Promise<Device> => createDevice(userId, await createAccountKey());
const secretOf = (group: Group) => exportSecret(group, 'chat.room-key.v1', groupId, 32);
const usersIn = (group: Group) => devicesOf(group).map(({ userId }) => userId);

/** Ann's group, with a device of Bob that joined by a welcome. */
const annAndBob = async () => {
  const [ann, bob] = [await newDevice('ann'), await newDevice('bob')];
  const published = await createKeyPackage(bob, now);
  const added = await commitChanges(await createGroup(groupId, ann, now), { add: [published.bytes] });
  return {
    ann,
    bob,
    annGroup: added.group,
    bobGroup: await joinByWelcome(added.welcome as Uint8Array, published),
  };
};

test('a device joins by a welcome, and all derive the same secret', async () => {
  const { annGroup, bobGroup, bob } = await annAndBob();
  expect(usersIn(bobGroup)).toEqual(['ann', 'bob']);
  expect(devicesOf(annGroup)[1]?.deviceKey).toEqual(bob.keys.publicKey);
  expect(epochOf(bobGroup)).toBe(1);
  expect(await secretOf(bobGroup)).toEqual(await secretOf(annGroup));
  expect(await exportSecret(annGroup, 'another label', groupId, 32)).not.toEqual(await secretOf(annGroup));
});

test('a device joins by an external commit, and replaces its own leaf if it joins again', async () => {
  const { annGroup, bobGroup } = await annAndBob();
  const cid = await newDevice('cid');
  const first = await joinByExternalCommit(groupId, await exportGroupInfo(annGroup), cid, now);
  const [ann, bob] = [await applyCommit(annGroup, first.commit), await applyCommit(bobGroup, first.commit)];
  expect(await secretOf(bob)).toEqual(await secretOf(first.group));
  const again = await joinByExternalCommit(groupId, await exportGroupInfo(bob), cid, now);
  const after = await applyCommit(ann, again.commit);
  expect(usersIn(after)).toEqual(['ann', 'bob', 'cid']);
  expect(epochOf(after)).toBe(3);
  expect(await secretOf(after)).toEqual(await secretOf(again.group));
});

test('a device that joins again in a leaf that has become free is the one that it was', async () => {
  const { annGroup } = await annAndBob();
  const cid = await newDevice('cid');
  const first = await joinByExternalCommit(groupId, await exportGroupInfo(annGroup), cid, now);
  const removed = await commitChanges(await applyCommit(annGroup, first.commit), { remove: [1] });
  const again = await joinByExternalCommit(groupId, await exportGroupInfo(removed.group), cid, now);
  expect(devicesOf(again.group).map(({ leafIndex }) => leafIndex)).toEqual([0, 1]);
  const ann = await applyCommit(removed.group, again.commit);
  expect(usersIn(ann)).toEqual(['ann', 'cid']);
  expect(await secretOf(ann)).toEqual(await secretOf(again.group));
});

test('a removed device has no later secret', async () => {
  const { annGroup, bobGroup } = await annAndBob();
  const removed = await commitChanges(annGroup, { remove: [1] });
  const bob = await applyCommit(bobGroup, removed.commit);
  expect(isActive(bob)).toBe(false);
  expect(isActive(removed.group)).toBe(true);
  expect(await secretOf(removed.group)).not.toEqual(await secretOf(bob));
  const later = await commitChanges(removed.group, {});
  await expect(applyCommit(bob, later.commit)).rejects.toThrow('verify');
});

test('two commits of the same epoch: the loser applies the other one and tries again', async () => {
  const { annGroup, bobGroup } = await annAndBob();
  const winner = await commitChanges(annGroup, {});
  const loser = await commitChanges(bobGroup, {});
  const bob = await applyCommit(bobGroup, winner.commit);
  await expect(applyCommit(winner.group, loser.commit)).rejects.toThrow('epoch too old');
  const again = await commitChanges(bob, {});
  expect(await secretOf(await applyCommit(winner.group, again.commit))).toEqual(await secretOf(again.group));
});

test('a group outlives its process', async () => {
  const { annGroup, bobGroup } = await annAndBob();
  const { commit, group } = await commitChanges(annGroup, {});
  const restored = decodeGroup(encodeGroup(bobGroup));
  expect(await secretOf(await applyCommit(restored, commit))).toEqual(await secretOf(group));
  expect(() => decodeGroup(encodeGroup(bobGroup).slice(1))).toThrow('not a group');
});

test('a changed commit, welcome or group information is rejected', async () => {
  const { annGroup, bobGroup } = await annAndBob();
  const flip = (bytes: Uint8Array, index: number) =>
    bytes.map((byte, at) => (at === index ? byte ^ 1 : byte));
  const { commit } = await commitChanges(annGroup, {});
  for (const index of [12, Math.floor(commit.length / 2), commit.length - 1])
    await expect(applyCommit(bobGroup, flip(commit, index))).rejects.toThrow(/verify|epoch|group/i);
  const info = await exportGroupInfo(annGroup);
  const cid = await newDevice('cid');
  await expect(joinByExternalCommit(groupId, flip(info, info.length - 1), cid, now)).rejects.toThrow(
    'verify',
  );
});

test('a device whose account did not sign it is let into no group', async () => {
  const { annGroup, bobGroup } = await annAndBob();
  const [mallory, carl] = [await newDevice('mallory'), await newDevice('carl')];
  // Carl's credential with a key of Mallory's.
  const forged: Device = { ...carl, keys: mallory.keys };
  const published = await createKeyPackage(forged, now);
  await expect(commitChanges(annGroup, { add: [published.bytes] })).rejects.toThrow(/credential/);
  const joined = await joinByExternalCommit(groupId, await exportGroupInfo(bobGroup), forged, now);
  await expect(applyCommit(bobGroup, joined.commit)).rejects.toThrow(/credential/);
});

test('a member cannot replace the device of its leaf', async () => {
  const { annGroup, bobGroup } = await annAndBob();
  const other = await newDevice('ann');
  const ratchetTree = annGroup.ratchetTree.map((node, index) =>
    index === 0 && node?.nodeType === 'leaf'
      ? {
          ...node,
          leaf: { ...node.leaf, credential: other.credential, signaturePublicKey: other.keys.publicKey },
        }
      : node,
  );
  const suite = await cipherSuite();
  // Its leaf is signed by the new key, the commit by the old one.
  const sign = (key: Uint8Array, message: Uint8Array) =>
    suite.signature.sign(
      new TextDecoder().decode(message).includes('LeafNodeTBS') ? other.keys.signKey : key,
      message,
    );
  const { commit } = await createCommit(
    {
      state: { ...annGroup, ratchetTree },
      cipherSuite: { ...suite, signature: { ...suite.signature, sign } },
    },
    { wireAsPublicMessage: true },
  );
  await expect(applyCommit(bobGroup, encodeMlsMessage(commit))).rejects.toThrow('replaces the device');
});

test('an external commit removes no device of a different user', async () => {
  const { annGroup, bobGroup } = await annAndBob();
  const cid = await newDevice('cid');
  const [message] = decodeMlsMessage(await exportGroupInfo(annGroup), 0) ?? [];
  if (message?.wireformat !== 'mls_group_info') throw new Error('no group information');
  const { publicPackage, privatePackage } = await createKeyPackage(cid, now);
  // As a client would that takes the first leaf for its own.
  const keyPackageEqualityConfig = {
    compareKeyPackages: () => false,
    compareKeyPackageToLeafNode: () => true,
  };
  const joined = await joinGroupExternal(
    message.groupInfo,
    publicPackage,
    privatePackage,
    true,
    await cipherSuite(),
    undefined,
    { ...annGroup.clientConfig, keyPackageEqualityConfig },
  );
  const commit = encodeMlsMessage({
    version: 'mls10',
    wireformat: 'mls_public_message',
    publicMessage: joined.publicMessage,
  });
  await expect(applyCommit(bobGroup, commit)).rejects.toThrow('a different user');
});

test('an account key is pinned at first sight, and a different one is noticed', async () => {
  const { annGroup, bobGroup } = await annAndBob();
  const first = pinAccountKeys({}, devicesOf(annGroup));
  expect(first.changed).toEqual([]);
  expect(Object.keys(first.pins)).toEqual(['ann', 'bob']);
  // A server that adds a device of its own under Bob's id.
  const intruder = await newDevice('bob');
  const { commit } = await joinByExternalCommit(groupId, await exportGroupInfo(bobGroup), intruder, now);
  const second = pinAccountKeys(first.pins, devicesOf(await applyCommit(annGroup, commit)));
  expect(second.changed).toEqual(['bob']);
  expect(pinAccountKeys(second.pins, devicesOf(annGroup)).changed).toEqual([]);
});
