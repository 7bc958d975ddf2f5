import type { ApprovalChange, LobbyChange } from '../room/commit-message.ts';
import { ownRecords, type OwnRecordName } from '../storage/decide/personal/own-records.ts';
import {
  fields,
  parseField,
  callCommands,
  captionCommands,
  captionLimits,
  groupCallCommands,
  burstShown,
  type Caption,
} from '@chat/protocol';

/** A bus message that has not been validated. */
export type RawBusMessage = Readonly<Record<string, unknown>>;

const { signal: signalOf, device: deviceOf } = callCommands['call:signal'].input.entries;
const { device: groupDevice } = groupCallCommands['groupcall:join'].input.entries;

/** Messages about calls. The durable state of a call is in its message; who is in it now is ephemeral. */
const callReaders = {
  /** The message of a call has changed. */
  call: ({ roomId, callId }: RawBusMessage) => ({
    roomId: parseField(fields.id, roomId, 'roomId'),
    callId: parseField(fields.messageId, callId, 'callId'),
  }),
  /** A seat in a call; `nodeId`: where its device is connected, absent: nowhere. */
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
  /** A signal of one user for the device of the other. */
  signal: ({ callId, from, signal }: RawBusMessage) => ({
    callId: parseField(fields.messageId, callId, 'callId'),
    from: parseField(fields.id, from, 'from'),
    signal: parseField(signalOf, signal, 'signal'),
  }),
  /** A user is in a group call with this device, through the node that reports it. */
  held: ({ callId, userId, device }: RawBusMessage) => ({
    callId: parseField(fields.messageId, callId, 'callId'),
    userId: parseField(fields.id, userId, 'userId'),
    device: parseField(groupDevice, device, 'device'),
  }),
};

const ownRecordName = (given: unknown): OwnRecordName => {
  if (typeof given === 'string' && Object.hasOwn(ownRecords, given)) return given as OwnRecordName;
  throw new TypeError('name must be that of a record');
};
const captionFields = captionCommands['caption:send'].input.entries;

const captionIn = (given: unknown): Caption => {
  if (typeof given !== 'object' || given === null) throw new TypeError('a caption must be an object');
  const { captionId, text, speaker, language, final, at } = given as RawBusMessage;
  return {
    captionId: parseField(fields.id, captionId, 'captionId'),
    text: parseField(captionFields.text, text, 'text'),
    ...(speaker === undefined ? {} : { speaker: parseField(fields.name, speaker, 'speaker') }),
    ...(language === undefined ? {} : { language: parseField(fields.language, language, 'language') }),
    final: isTrue(final),
    at: parseField(fields.time, at, 'at'),
  };
};

const captionsIn = (given: unknown): Caption[] => {
  if (!Array.isArray(given) || given.length > captionLimits.atOnce)
    throw new TypeError(`captions must be at most ${captionLimits.atOnce}`);
  return given.map(captionIn);
};

const isTrue = (given: unknown): boolean => given === true;

/** Ephemeral events, sent to other nodes as they happen. They are never stored. */
const ephemeralReaders = {
  /** A user who is present in the room is typing, or has stopped. */
  typing: ({ roomId, userId, typing }: RawBusMessage) => ({
    roomId: parseField(fields.id, roomId, 'roomId'),
    userId: parseField(fields.id, userId, 'userId'),
    typing: isTrue(typing),
  }),
  /** A burst of emoji. */
  burst: ({ roomId, emoji, count }: RawBusMessage) => ({
    roomId: parseField(fields.id, roomId, 'roomId'),
    emoji: parseField(fields.emoji, emoji, 'emoji'),
    count: Math.min(burstShown.count, parseField(fields.position, count, 'count')),
  }),
  /** Captions of a room. */
  captions: ({ roomId, captions }: RawBusMessage) => ({
    roomId: parseField(fields.id, roomId, 'roomId'),
    captions: captionsIn(captions),
  }),
  /** A user has read; `shown`: broadcast to the room, else to the user's own connections. */
  read: ({ roomId, userId, seq, turn, at, shown }: RawBusMessage) => ({
    roomId: parseField(fields.id, roomId, 'roomId'),
    userId: parseField(fields.id, userId, 'userId'),
    seq: parseField(fields.position, seq, 'seq'),
    ...(turn === undefined ? {} : { turn: parseField(fields.position, turn, 'turn') }),
    ...(at === undefined ? {} : { at: parseField(fields.time, at, 'at') }),
    shown: isTrue(shown),
  }),
  /** Messages have been delivered to a device of a user. */
  delivered: ({ roomId, userId, seq }: RawBusMessage) => ({
    roomId: parseField(fields.id, roomId, 'roomId'),
    userId: parseField(fields.id, userId, 'userId'),
    seq: parseField(fields.position, seq, 'seq'),
  }),
  /** A message waits for approval, or no longer does. */
  approval: ({ roomId, messageId, userId, outcome }: RawBusMessage): ApprovalChange => ({
    roomId: parseField(fields.id, roomId, 'roomId'),
    messageId: parseField(fields.messageId, messageId, 'messageId'),
    userId: parseField(fields.id, userId, 'userId'),
    ...(outcome === 'approved' || outcome === 'rejected' ? { outcome } : {}),
  }),
  /** The lobby of a room has changed for a user. */
  lobby: ({ roomId, userId }: RawBusMessage): LobbyChange => ({
    roomId: parseField(fields.id, roomId, 'roomId'),
    userId: parseField(fields.id, userId, 'userId'),
  }),
  /** A record that a user keeps for themselves has changed. */
  personal: ({ name, roomId, messageId, userId }: RawBusMessage) => ({
    name: ownRecordName(name),
    roomId: parseField(fields.id, roomId, 'roomId'),
    messageId: messageId === '' ? '' : parseField(fields.messageId, messageId, 'messageId'),
    userId: parseField(fields.id, userId, 'userId'),
  }),
  /** A user has to authenticate again. */
  revoked: ({ userId }: RawBusMessage) => ({ userId: parseField(fields.id, userId, 'userId') }),
};

/**
 * The messages that nodes exchange, by kind, each with the function that reads it from the bus, where anyone
 * with access may have written it. A reader returns new objects of validated fields only, and throws if one
 * is invalid. Durable data is never taken from a bus message: it says where to look, and the store has the
 * data.
 *
 * To add a kind, add its reader here; `BusMessages` and the bus then know it. Nodes of other versions ignore
 * unknown kinds.
 */
export const busMessageReaders = {
  /** A room is at `rev` in its `epoch`. `users`: users whose room lists it may have entered or left. */
  changed: ({ roomId, epoch, rev, users }: RawBusMessage) => ({
    roomId: parseField(fields.id, roomId, 'roomId'),
    epoch: parseField(fields.id, epoch, 'epoch'),
    rev: parseField(fields.position, rev, 'rev'),
    ...(users === undefined ? {} : { users: idsIn(users, 'users') }),
  }),
  /** The store has a node's presence up to this version. */
  present: ({ nodeId, version }: RawBusMessage) => ({
    nodeId: parseField(fields.id, nodeId, 'nodeId'),
    version: parseField(fields.position, version, 'version'),
  }),
  /** A user's profile or status has changed. */
  profile: ({ userId }: RawBusMessage) => ({ userId: parseField(fields.id, userId, 'userId') }),
  /** A user has blocked or unblocked another one. */
  blocked: ({ userId }: RawBusMessage) => ({ userId: parseField(fields.id, userId, 'userId') }),
  ...ephemeralReaders,
  ...callReaders,
};

/** Maximum number of ids in one list of a message. */
export const maxIdsPerMessage = 500;

export const idsIn = (given: unknown, field: string): string[] => {
  if (!Array.isArray(given) || given.length > maxIdsPerMessage)
    throw new TypeError(`${field} must be at most ${maxIdsPerMessage} ids`);
  return given.map((each) => parseField(fields.id, each, field));
};

export type BusMessageKind = keyof typeof busMessageReaders;
/** The content of each kind of message. */
export type BusMessages = { [K in BusMessageKind]: ReturnType<(typeof busMessageReaders)[K]> };
