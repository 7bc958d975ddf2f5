import type { Message, Receipt } from '@chat/protocol';
import { indexOf, type MessageLog } from './message-log.ts';
import type { RoomCore } from './room-core.ts';

/**
 * The room after I have read up to `seq`. Only grows within a turn; with the next one it may go back: what stands above it then
 * is counted by the server, when the room is looked at again.
 */
export const applyRead = (core: RoomCore, seq: number, self: string, turn = core.readTurn): RoomCore => {
  if (turn === core.readTurn ? seq <= core.readSeq : turn < core.readTurn) return core;
  const counted = Math.max(0, core.counted - countOthers(core.log, core.readSeq, seq, self));
  const mentions = core.mentions.filter((each) => each > seq);
  return { ...core, readSeq: seq, readTurn: turn, counted, mentions };
};

/** Whether the log holds all that stands above my watermark. */
export const reachesUnread = ({ log, readSeq }: RoomCore): boolean => log.loaded && log.from <= readSeq + 1;

/** Messages of others above my watermark: exact where the log reaches down to it, else as counted. */
export const unreadOf = (core: RoomCore, self: string): number =>
  reachesUnread(core) ? countOthers(core.log, core.readSeq, Infinity, self) : core.counted;

/** How far somebody else is in a room. */
export interface OtherMark {
  /** They have read up to here. */
  seq: number;
  /** When they came there, ms since the epoch, where they have moved since they first came. */
  at?: number | undefined;
  /** Up to here messages have come to a device of theirs, read or not. */
  delivered: number;
}

type Told = Partial<Receipt> & Pick<Receipt, 'userId'>;

/** The room after others have come further. Only grows. */
export const putReceipts = (before: RoomCore, told: readonly Told[], self: string): RoomCore =>
  told.reduce((core, { userId, seq = 0, at, delivered = seq }) => {
    const known = core.receipts[userId] ?? { seq: 0, delivered: 0 };
    if (userId === self || (seq <= known.seq && delivered <= known.delivered)) return core;
    const read = seq > known.seq ? { seq, at } : known;
    const mark = { ...read, delivered: Math.max(delivered, known.delivered) };
    return { ...core, receipts: { ...core.receipts, [userId]: mark } };
  }, before);

/** Messages of others in a stretch of the log. */
export const countOthers = (log: MessageLog, after: number, upTo: number, self: string): number => {
  let count = 0;
  for (let at = indexOf(log.items, after + 1); at < log.items.length; at++) {
    const message = log.items[at] as Message;
    if (message.seq > upTo) break;
    if (message.author.id !== self && message.deletedAt === undefined) count++;
  }
  return count;
};
