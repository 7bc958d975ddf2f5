import { mentionsCounted, type ChatEvent, type Receipt } from '@chat/protocol';
import { indexOf, type MessageLog } from '../messages/message-log.ts';
import type { RoomCore } from './room-state.ts';

/**
 * The room after I have read up to `seq`. Only grows within a turn; with the next one it may go back: what stands above it then
 * is counted by the server, when the room is looked at again.
 */
export const applyRead = (core: RoomCore, seq: number, turn = core.readTurn): RoomCore => {
  if (turn === core.readTurn ? seq <= core.readSeq : turn < core.readTurn) return core;
  const mentions = core.mentions.filter((each) => each > seq);
  return { ...core, readSeq: seq, readTurn: turn, mentions };
};

/** Whether the log holds all that stands above my watermark. */
export const reachesUnread = ({ log, readSeq }: RoomCore): boolean => log.loaded && log.from <= readSeq + 1;

/** Messages of others above my watermark: those in the log, and where it does not reach down to it, as counted below it. */
export const unreadOf = (core: RoomCore, self: string): number =>
  reachesUnread(core)
    ? countOthers(core.log, core.readSeq, self)
    : core.counted + countOthers(core.log, core.countedTo, self);

/**
 * Whether an event leaves unknown how many are unread: my mark went back; or, below what is held, another page of mine has
 * read, or a message is gone that may have been deleted before.
 */
export const isUncounted = (before: RoomCore, core: RoomCore, event: ChatEvent): boolean =>
  core.readTurn !== before.readTurn ||
  (!reachesUnread(core) &&
    (core.readSeq !== before.readSeq ||
      event.type === 'message:expired' ||
      ('message' in event && !!event.message.deletedAt && event.message.seq < core.log.from)));

/** How far somebody else is in a room. */
export interface OtherMark {
  /** They have read up to here. */
  seq: number;
  /** When they came there, ms since the epoch, where they have moved since they first came. */
  at?: number | undefined;
  /** Up to here messages have come to a device of theirs, read or not. */
  delivered: number;
}

type ReceiptUpdate = Partial<Receipt> & Pick<Receipt, 'userId'>;

/** The room after others have come further. Only grows. */
export const putReceipts = (before: RoomCore, told: readonly ReceiptUpdate[], self: string): RoomCore =>
  told.reduce((core, { userId, seq = 0, at, delivered = seq }) => {
    const known = core.receipts[userId] ?? { seq: 0, delivered: 0 };
    if (userId === self || (seq <= known.seq && delivered <= known.delivered)) return core;
    const read = seq > known.seq ? { seq, at } : known;
    const mark = { ...read, delivered: Math.max(delivered, known.delivered) };
    return { ...core, receipts: { ...core.receipts, [userId]: mark } };
  }, before);

/** Unread messages that mention me, as they are counted. */
export const mentionsOf = ({ mentions }: RoomCore): number => Math.min(mentions.length, mentionsCounted);

/** Messages of others in the log above a `seq`. */
export const countOthers = ({ items }: MessageLog, after: number, self: string): number =>
  items.slice(indexOf(items, after + 1)).filter(({ author, deletedAt }) => author.id !== self && !deletedAt)
    .length;
