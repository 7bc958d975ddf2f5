// What the server reads of MLS messages: which devices are in a group, and which a commit adds and removes. It has no
// keys, and leaves signatures to the devices.
import { ChatError, decodeDeviceIdentity } from '@chat/protocol';
import type { CommitContent, StoredDevice } from '../storage/contract/change.ts';
import { TlsReader } from './tls-reader.ts';

const mls10 = 1;
/** MLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519. */
const suite = 1;
const wireFormats = { publicMessage: 1, groupInfo: 4 };
const extensions = { ratchetTree: 2, externalPub: 4 };
const senders = { member: 1, newMemberCommit: 4 };
const proposals = { add: 1, remove: 3, externalInit: 6 };
const commitContent = 3;

const demand = (isRight: boolean, rule: string): void => {
  if (!isRight) throw new RangeError(rule);
};

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');

type Device = Omit<StoredDevice, 'leafIndex'>;

/** Reads a LeafNode. */
const leafNode = (reader: TlsReader): Device => {
  reader.vector(); // encryption key
  const deviceKey = base64(reader.vector());
  demand(reader.number(2) === 1, 'not a basic credential');
  const identity = decodeDeviceIdentity(reader.vector());
  if (!identity) throw new RangeError('not the identity of a device');
  for (let list = 0; list < 5; list += 1) reader.vector(); // capabilities
  const source = reader.number(1);
  if (source === 1)
    reader.bytes(16); // lifetime
  else if (source === 3)
    reader.vector(); // parent hash
  else demand(source === 2, 'no such source of a leaf');
  reader.vector(); // extensions
  reader.vector(); // signature
  return { userId: identity.userId, deviceKey };
};

/** Reads a node of a ratchet tree; null for a parent. */
const node = (reader: TlsReader): Device | null => {
  const type = reader.number(1);
  if (type === 1) return leafNode(reader);
  demand(type === 2, 'no such node');
  for (let part = 0; part < 3; part += 1) reader.vector(); // key, parent hash, unmerged leaves
  return null;
};

const ratchetTree = (bytes: Uint8Array): StoredDevice[] =>
  new TlsReader(bytes)
    .list((reader) => reader.optional(node))
    .flatMap((device, index) => (device ? [{ leafIndex: index / 2, ...device }] : []));

const header = (reader: TlsReader, wireFormat: number): void => {
  demand(reader.number(2) === mls10, 'not MLS 1.0');
  demand(reader.number(2) === wireFormat, 'not the expected message');
};

const read = <T>(field: string, text: string, parse: (reader: TlsReader) => T): T => {
  const reader = new TlsReader(Buffer.from(text, 'base64url'));
  try {
    const value = parse(reader);
    demand(reader.isAtEnd, 'has bytes after its end');
    return value;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new ChatError('invalid', `${field} is not a valid MLS message: ${error.message}`, { field });
  }
};

const groupOf = (reader: TlsReader, roomId: string, epoch: number): void => {
  demand(Buffer.from(reader.vector()).toString() === roomId, 'is of a different room');
  demand(reader.number(8) === epoch, 'is of a different epoch');
};

/** Returns the devices in the group of a GroupInfo, which is for this room and epoch. Throws `invalid` otherwise. */
export const readGroupInfo = (text: string, roomId: string, epoch: number): StoredDevice[] =>
  read('groupInfo', text, (reader) => {
    header(reader, wireFormats.groupInfo);
    demand(reader.number(2) === mls10, 'not MLS 1.0');
    demand(reader.number(2) === suite, 'not cipher suite 1');
    groupOf(reader, roomId, epoch);
    for (let part = 0; part < 3; part += 1) reader.vector(); // hashes and extensions of the group
    const found = new Map(reader.list((each) => [each.number(2), each.vector()] as const));
    reader.vector(); // confirmation tag
    const signer = reader.number(4);
    reader.vector(); // signature
    const tree = found.get(extensions.ratchetTree);
    if (!tree || !found.has(extensions.externalPub))
      throw new RangeError('has no ratchet tree or external key');
    const devices = ratchetTree(tree);
    demand(
      devices.some(({ leafIndex }) => leafIndex === signer),
      'has no signer',
    );
    demand(new Set(devices.map(({ deviceKey }) => deviceKey)).size === devices.length, 'has a device twice');
    return devices;
  });

/** Reads a ProposalOrRef. Returns the leaf that it removes, or null. */
const proposal = (reader: TlsReader): number | null => {
  demand(reader.number(1) === 1, 'refers to proposals');
  const type = reader.number(2);
  if (type === proposals.remove) return reader.number(4);
  if (type === proposals.externalInit) reader.vector();
  else if (type === proposals.add) {
    reader.bytes(4); // version and suite
    reader.vector(); // init key
    leafNode(reader);
    reader.vector(); // extensions
    reader.vector(); // signature
  } else throw new RangeError('has a proposal that a room does not have');
  return null;
};

/** Reads a commit that ends this epoch of this room. Throws `invalid` if it is none. */
export const readCommit = (text: string, roomId: string, epoch: number): CommitContent =>
  read('commit', text, (reader) => {
    header(reader, wireFormats.publicMessage);
    groupOf(reader, roomId, epoch);
    const senderType = reader.number(1);
    demand(senderType === senders.member || senderType === senders.newMemberCommit, 'no such sender');
    const sender = senderType === senders.member ? reader.number(4) : null;
    reader.vector(); // authenticated data
    demand(reader.number(1) === commitContent, 'not a commit');
    const removed = reader.list(proposal).filter((leafIndex) => leafIndex !== null);
    const path = reader.optional((each) => {
      const leaf = leafNode(each);
      each.vector(); // nodes
      return leaf;
    });
    reader.vector(); // signature
    reader.vector(); // confirmation tag
    if (sender !== null)
      reader.vector(); // membership tag
    else demand(path !== null, 'joins without a key');
    return { message: text, sender, removed, ...(sender === null && path ? { joined: path.deviceKey } : {}) };
  });
