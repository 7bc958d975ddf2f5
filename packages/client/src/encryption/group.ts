// The MLS group of a room (RFC 9420), over `ts-mls`.
import type { ClientState, KeyPackage, MLSMessage, PrivateKeyPackage, Proposal, RatchetTree } from 'ts-mls';
import {
  createCommit,
  createGroupInfoWithExternalPubAndRatchetTree,
  joinGroupExternal,
} from 'ts-mls/createCommit.js';
import {
  createGroup as createMlsGroup,
  decodeGroupState,
  encodeGroupState,
  joinGroup,
} from 'ts-mls/clientState.js';
import { defaultClientConfig } from 'ts-mls/clientConfig.js';
import { ratchetTreeFromExtension } from 'ts-mls/groupInfo.js';
import { generateKeyPackageWithKey } from 'ts-mls/keyPackage.js';
import { mlsExporter } from 'ts-mls/keySchedule.js';
import { decodeMlsMessage, encodeMlsMessage } from 'ts-mls/message.js';
import { processPublicMessage } from 'ts-mls/processMessages.js';
import { emptyPskIndex } from 'ts-mls/pskIndex.js';
import { cipherSuite } from './cipher-suite.ts';
import { isSame } from './encoding.ts';
import {
  authenticationService,
  readCredential,
  type Device,
  type DeviceIdentity,
} from './device-credential.ts';

/** A device's state of a group in one epoch. It does not change: each function returns the next one. */
export type Group = ClientState;

/** A device in a group. */
export interface GroupDevice extends DeviceIdentity {
  leafIndex: number;
  /** Its public key, which no other device in the group has. */
  deviceKey: Uint8Array;
}

/** A key package to publish, and what its device keeps to join with it. */
export interface OwnKeyPackage {
  /** For the server: an MLSMessage. */
  bytes: Uint8Array;
  publicPackage: KeyPackage;
  privatePackage: PrivateKeyPackage;
}

/** The proposals of a commit, by value. */
export interface Changes {
  /** Key packages of devices. */
  add?: readonly Uint8Array[];
  /** Leaf indexes. */
  remove?: readonly number[];
}

/** A commit, and the state of the device that made it once the commit is accepted. */
export interface Commit {
  group: Group;
  commit: Uint8Array;
  /** For the added devices. */
  welcome: Uint8Array | null;
}

const config = { ...defaultClientConfig, authService: authenticationService };
const daySeconds = 86_400n;
/** A key package is valid for 28 days. Afterwards its device joins by an external commit. */
const packageDays = 28n;

const capabilities = {
  versions: ['mls10' as const],
  ciphersuites: ['MLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519' as const],
  extensions: [],
  proposals: [],
  credentials: ['basic' as const],
};

const decode = <Format extends MLSMessage['wireformat']>(bytes: Uint8Array, wireformat: Format) => {
  const [message, length] = decodeMlsMessage(bytes, 0) ?? [];
  if (message?.wireformat !== wireformat || length !== bytes.length)
    throw new Error(`not an MLS message: ${wireformat}`);
  return message as Extract<MLSMessage, { wireformat: Format }>;
};

/** Returns a new key package of a device. `now` is in milliseconds. */
export const createKeyPackage = async (device: Device, now: number): Promise<OwnKeyPackage> => {
  const seconds = BigInt(Math.floor(now / 1000));
  // A day earlier: clocks differ.
  const lifetime = { notBefore: seconds - daySeconds, notAfter: seconds + packageDays * daySeconds };
  const suite = await cipherSuite();
  const pair = await generateKeyPackageWithKey(
    device.credential,
    capabilities,
    lifetime,
    [],
    device.keys,
    suite,
  );
  const message = {
    version: 'mls10',
    wireformat: 'mls_key_package',
    keyPackage: pair.publicPackage,
  } as const;
  return { ...pair, bytes: encodeMlsMessage(message) };
};

/** Returns a new group in epoch 0 with one device. */
export const createGroup = async (groupId: Uint8Array, device: Device, now: number): Promise<Group> => {
  const { publicPackage, privatePackage } = await createKeyPackage(device, now);
  return createMlsGroup(groupId, publicPackage, privatePackage, [], await cipherSuite(), config);
};

/** For comparisons. */
const keyOf = (bytes: Uint8Array): string => bytes.join();

const leavesOf = (tree: RatchetTree): GroupDevice[] =>
  tree.flatMap((node, index) => {
    if (node?.nodeType !== 'leaf') return [];
    const identity = readCredential(node.leaf.credential);
    return identity ? [{ ...identity, leafIndex: index / 2, deviceKey: node.leaf.signaturePublicKey }] : [];
  });

/** Returns the devices in a group. Each of them reads what is encrypted in its epoch. */
export const devicesOf = (group: Group): GroupDevice[] => leavesOf(group.ratchetTree);

/** Returns the epoch of a group. */
export const epochOf = (group: Group): number => Number(group.groupContext.epoch);

/** Returns a commit that changes the devices of a group and its keys. Without changes it only replaces the keys. */
export const commitChanges = async (group: Group, { add = [], remove = [] }: Changes): Promise<Commit> => {
  const extraProposals: Proposal[] = [
    ...remove.map((removed) => ({ proposalType: 'remove' as const, remove: { removed } })),
    ...add.map((bytes) => ({
      proposalType: 'add' as const,
      add: { keyPackage: decode(bytes, 'mls_key_package').keyPackage },
    })),
  ];
  const options = { wireAsPublicMessage: true, ratchetTreeExtension: true, extraProposals };
  const { newState, commit, welcome } = await createCommit(
    { state: group, cipherSuite: await cipherSuite() },
    options,
  );
  return {
    group: newState,
    commit: encodeMlsMessage(commit),
    welcome: welcome ? encodeMlsMessage({ version: 'mls10', wireformat: 'mls_welcome', welcome }) : null,
  };
};

/** Joins the group that a commit has added this device to. */
export const joinByWelcome = async (welcome: Uint8Array, own: OwnKeyPackage): Promise<Group> => {
  const { publicPackage, privatePackage } = own;
  const message = decode(welcome, 'mls_welcome').welcome;
  return joinGroup(
    message,
    publicPackage,
    privatePackage,
    emptyPskIndex,
    await cipherSuite(),
    undefined,
    undefined,
    config,
  );
};

/** Returns the devices in a group by its information, of which nothing is verified. */
export const devicesIn = (groupInfo: Uint8Array): GroupDevice[] =>
  leavesOf(ratchetTreeFromExtension(decode(groupInfo, 'mls_group_info').groupInfo) ?? []);

/**
 * Joins a group by a commit of its own, from a group information that a member has stored. Replaces the device's earlier leaf.
 * Rejects the information of another group: its devices are those of another room.
 */
export const joinByExternalCommit = async (
  groupId: Uint8Array,
  groupInfo: Uint8Array,
  device: Device,
  now: number,
): Promise<Commit> => {
  const info = decode(groupInfo, 'mls_group_info').groupInfo;
  if (!isSame(info.groupContext.groupId, groupId)) throw new Error('the information of another group');
  const { publicPackage, privatePackage } = await createKeyPackage(device, now);
  const own = keyOf(device.keys.publicKey);
  const isInGroup = devicesIn(groupInfo).some(({ deviceKey }) => keyOf(deviceKey) === own);
  const suite = await cipherSuite();
  const joined = await joinGroupExternal(
    info,
    publicPackage,
    privatePackage,
    isInGroup,
    suite,
    undefined,
    config,
  );
  const message = {
    version: 'mls10',
    wireformat: 'mls_public_message',
    publicMessage: joined.publicMessage,
  } as const;
  return { group: joined.newState, commit: encodeMlsMessage(message), welcome: null };
};

type Applied = { proposal: Proposal }[];

/**
 * Rejects a commit that the protocol of MLS allows but a room does not: other proposals than to add, remove and join; a leaf that
 * changes its device; an external commit that removes the device of a different user.
 */
const requireFair = (before: Group, after: Group, isExternal: boolean, applied: Applied): void => {
  const removed = new Set(
    applied.flatMap(({ proposal }) => ('remove' in proposal ? [proposal.remove.removed] : [])),
  );
  const earlier = new Map(devicesOf(before).map((device) => [device.leafIndex, device]));
  const later = devicesOf(after);
  for (const { leafIndex, userId, deviceKey } of later) {
    const same = removed.has(leafIndex) ? undefined : earlier.get(leafIndex);
    if (same && (same.userId !== userId || keyOf(same.deviceKey) !== keyOf(deviceKey)))
      throw new Error('a commit replaces the device of a leaf');
  }
  if (!isExternal) return;
  // A device that joins again has its key of before, perhaps in another leaf.
  const joined = later.find(({ leafIndex }) => removed.has(leafIndex) || !earlier.has(leafIndex));
  if ([...removed].some((leafIndex) => earlier.get(leafIndex)?.userId !== joined?.userId))
    throw new Error('an external commit removes a device of a different user');
};

const allowed = new Set<Proposal['proposalType']>(['add', 'remove', 'external_init']);

/** Applies a commit of another device. Rejects if it is not valid, or not for this epoch. */
export const applyCommit = async (group: Group, commit: Uint8Array): Promise<Group> => {
  const { publicMessage } = decode(commit, 'mls_public_message');
  if (publicMessage.content.contentType !== 'commit') throw new Error('not a commit');
  let isExternal = false;
  let applied: Applied = [];
  const { newState, actionTaken } = await processPublicMessage(
    group,
    publicMessage,
    emptyPskIndex,
    await cipherSuite(),
    (incoming) => {
      if (incoming.kind !== 'commit') return 'reject';
      applied = incoming.proposals;
      isExternal = incoming.senderLeafIndex === undefined;
      return applied.every(({ proposal }) => allowed.has(proposal.proposalType)) ? 'accept' : 'reject';
    },
  );
  if (actionTaken === 'reject') throw new Error('a commit with proposals that a room does not have');
  requireFair(group, newState, isExternal, applied);
  return newState;
};

/** Returns the devices that a commit removes, if it is by another device of the same user. */
export const removedByOwner = (before: Group, after: Group, commit: Uint8Array): GroupDevice[] => {
  const { sender } = decode(commit, 'mls_public_message').publicMessage.content;
  if (sender.senderType !== 'member') return [];
  const owner = devicesOf(before).find(({ leafIndex }) => leafIndex === sender.leafIndex)?.userId;
  const left = new Set(devicesOf(after).map(({ deviceKey }) => keyOf(deviceKey)));
  return devicesOf(before).filter(({ userId, deviceKey }) => userId === owner && !left.has(keyOf(deviceKey)));
};

/** Returns whether this device is still in the group: a commit may have removed it. */
export const isActive = (group: Group): boolean => group.groupActiveState.kind === 'active';

/** Returns what other devices need to join by an external commit. */
export const exportGroupInfo = async (group: Group): Promise<Uint8Array> => {
  const groupInfo = await createGroupInfoWithExternalPubAndRatchetTree(group, [], await cipherSuite());
  return encodeMlsMessage({ version: 'mls10', wireformat: 'mls_group_info', groupInfo });
};

/** Returns a secret that all devices of this epoch, and only they, derive: the exporter of MLS. */
export const exportSecret = async (
  group: Group,
  label: string,
  context: Uint8Array,
  length: number,
): Promise<Uint8Array> =>
  mlsExporter(group.keySchedule.exporterSecret, label, context, length, await cipherSuite());

/** Returns a group as bytes, with its private keys. */
export const encodeGroup = (group: Group): Uint8Array => encodeGroupState(group);

/** Reads what `encodeGroup` wrote. */
export const decodeGroup = (bytes: Uint8Array): Group => {
  const [state, length] = decodeGroupState(bytes, 0) ?? [];
  if (!state || length !== bytes.length) throw new Error('not a group');
  return { ...state, clientConfig: config };
};
