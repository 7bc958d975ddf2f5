import { fields, parseField, callCommands, groupCallCommands, burstShown } from '@chat/protocol';

/** What was said, before anybody has looked at it. */
export type RawBusMessage = Readonly<Record<string, unknown>>;

const { signal: signalOf, device: deviceOf } = callCommands['call:signal'].input.entries;
const { device: groupDevice } = groupCallCommands['groupcall:join'].input.entries;

/** What nodes tell each other of calls. What a call is stands in its message; who is in it now is of the moment. */
const callReaders = {
  /** The message of a call has changed: look at it. */
  call: ({ roomId, callId }: RawBusMessage) => ({
    roomId: parseField(fields.id, roomId, 'roomId'),
    callId: parseField(fields.messageId, callId, 'callId'),
  }),
  /** Somebody's place in a call; `nodeId`: where their device is connected, absent: it is not. */
  seat: ({ callId, userId, device, nodeId, recording }: RawBusMessage) => {
    const name = parseField(deviceOf, device, 'device');
    return {
      callId: parseField(fields.messageId, callId, 'callId'),
      userId: parseField(fields.id, userId, 'userId'),
      ...(name === undefined ? {} : { device: name }),
      ...(nodeId === undefined ? {} : { nodeId: parseField(fields.id, nodeId, 'nodeId') }),
      recording: recording === true,
    };
  },
  /** A signal of one for the device of the other. */
  signal: ({ callId, from, signal }: RawBusMessage) => ({
    callId: parseField(fields.messageId, callId, 'callId'),
    from: parseField(fields.id, from, 'from'),
    signal: parseField(signalOf, signal, 'signal'),
  }),
  /** Somebody is in a call for many with this device, through the node that says so. */
  held: ({ callId, userId, device }: RawBusMessage) => ({
    callId: parseField(fields.messageId, callId, 'callId'),
    userId: parseField(fields.id, userId, 'userId'),
    device: parseField(groupDevice, device, 'device'),
  }),
};

const isTrue = (given: unknown): boolean => given === true;

/** What is of the moment, and told to those on other nodes as it is: nobody looks it up, and nothing of it lasts. */
const ephemeralReaders = {
  /** Somebody who is present in the room types, or no longer does. */
  typing: ({ roomId, userId, typing }: RawBusMessage) => ({
    roomId: parseField(fields.id, roomId, 'roomId'),
    userId: parseField(fields.id, userId, 'userId'),
    typing: isTrue(typing),
  }),
  /** Emoji float up. */
  burst: ({ roomId, emoji, count }: RawBusMessage) => ({
    roomId: parseField(fields.id, roomId, 'roomId'),
    emoji: parseField(fields.emoji, emoji, 'emoji'),
    count: Math.min(burstShown.count, parseField(fields.position, count, 'count')),
  }),
  /** Somebody has read; `shown`: the room is told, else their own pages alone. */
  read: ({ roomId, userId, seq, turn, at, shown }: RawBusMessage) => ({
    roomId: parseField(fields.id, roomId, 'roomId'),
    userId: parseField(fields.id, userId, 'userId'),
    seq: parseField(fields.position, seq, 'seq'),
    ...(turn === undefined ? {} : { turn: parseField(fields.position, turn, 'turn') }),
    ...(at === undefined ? {} : { at: parseField(fields.time, at, 'at') }),
    shown: isTrue(shown),
  }),
  /** Messages have come to a device of somebody's. */
  delivered: ({ roomId, userId, seq }: RawBusMessage) => ({
    roomId: parseField(fields.id, roomId, 'roomId'),
    userId: parseField(fields.id, userId, 'userId'),
    seq: parseField(fields.position, seq, 'seq'),
  }),
  /** Somebody has to present themselves again. */
  revoked: ({ userId }: RawBusMessage) => ({ userId: parseField(fields.id, userId, 'userId') }),
};

/**
 * What nodes say to each other, by kind: each kind with how it is read from what the bus brought, which anybody may have said
 * who reaches the bus. A reader answers fresh objects of what it has checked and nothing else, and throws on what is wrong.
 * What lasts is never taken from a note: the note says where to look, and the store says what there is.
 *
 * To add a kind, add its reader here; `Notes` and the bus know it then. Nodes of other versions ignore kinds they do not know.
 */
export const busMessageReaders = {
  /** A room is at `rev` in its life `epoch`. `users`: whose lists of rooms it may have come into, or gone from. */
  changed: ({ roomId, epoch, rev, users }: RawBusMessage) => ({
    roomId: parseField(fields.id, roomId, 'roomId'),
    epoch: parseField(fields.id, epoch, 'epoch'),
    rev: parseField(fields.position, rev, 'rev'),
    ...(users === undefined ? {} : { users: idsIn(users, 'users') }),
  }),
  /** The store has what a node says of who is there, up to this version. */
  present: ({ nodeId, version }: RawBusMessage) => ({
    nodeId: parseField(fields.id, nodeId, 'nodeId'),
    version: parseField(fields.position, version, 'version'),
  }),
  /** Somebody is shown otherwise, or says something else of themselves. */
  profile: ({ userId }: RawBusMessage) => ({ userId: parseField(fields.id, userId, 'userId') }),
  ...ephemeralReaders,
  ...callReaders,
};

/** At most so many ids stand in one list of a note. */
export const maxIdsPerMessage = 500;

export const idsIn = (given: unknown, field: string): string[] => {
  if (!Array.isArray(given) || given.length > maxIdsPerMessage)
    throw new TypeError(`${field} must be at most ${maxIdsPerMessage} ids`);
  return given.map((each) => parseField(fields.id, each, field));
};

export type BusMessageKind = keyof typeof busMessageReaders;
/** What a note of each kind says. */
export type BusMessages = { [K in BusMessageKind]: ReturnType<(typeof busMessageReaders)[K]> };
