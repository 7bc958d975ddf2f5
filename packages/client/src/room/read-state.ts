import { mentionsCounted, type ChatEvent, type Receipt } from '@chat/protocol';
import { indexOf, type MessageLog } from '../messages/message-log.ts';
import type { RoomCore } from './room-state.ts';

/**
 * Moves my read marker. Within a `turn` it only moves forward; a higher one may move it back, and the server
 * then counts the unread messages.
 */
export const applyRead = (core: RoomCore, seq: number, turn = core.readTurn): RoomCore => {
  if (turn === core.readTurn ? seq <= core.readSeq : turn < core.readTurn) return core;
  const mentions = core.mentions.filter((each) => each > seq);
  return { ...core, readSeq: seq, readTurn: turn, mentions };
};

/** Returns whether the log has all messages above my read marker. */
export const reachesUnread = ({ log, readSeq }: RoomCore): boolean => log.loaded && log.from <= readSeq + 1;

/** Returns the number of unread messages: counted in the log, and by the server below it. */
export const unreadOf = (core: RoomCore, self: string): number =>
  reachesUnread(core)
    ? countOthers(core.log, core.readSeq, self, core.blocked)
    : core.counted + countOthers(core.log, core.countedTo, self, core.blocked);

/**
 * Returns whether the number of unread messages is unknown after an event: my marker moved back, or my blocked
 * users changed; or below the log, another page of mine has read, or a message was deleted or restored that
 * may have been counted.
 */
export const isUncounted = (before: RoomCore, core: RoomCore, event: ChatEvent): boolean =>
  core.readTurn !== before.readTurn ||
  core.blocked !== before.blocked ||
  (!reachesUnread(core) &&
    (core.readSeq !== before.readSeq ||
      event.type === 'message:expired' ||
      (event.type === 'message:deleted' && event.message.seq < core.log.from) ||
      // Whether it was counted is unknown: the counting and the restoring may have crossed.
      (event.type === 'message:updated' && event.change === 'restore')));

/** Read and delivery markers of another user. */
export interface OtherMark {
  /** They have read up to this `seq`. */
  seq: number;
  /** When they reached it, ms since the epoch; absent if they have read nothing since they first joined. */
  at?: number | undefined;
  /** One of their devices has the messages up to this `seq`. */
  delivered: number;
}

type ReceiptUpdate = Partial<Receipt> & Pick<Receipt, 'userId'>;

/** Moves the markers of others forward. */
export const putReceipts = (before: RoomCore, told: readonly ReceiptUpdate[], self: string): RoomCore =>
  told.reduce((core, { userId, seq = 0, at, delivered = seq }) => {
    const known = core.receipts[userId] ?? { seq: 0, delivered: 0 };
    if (userId === self || (seq <= known.seq && delivered <= known.delivered)) return core;
    const read = seq > known.seq ? { seq, at } : known;
    const mark = { ...read, delivered: Math.max(delivered, known.delivered) };
    return { ...core, receipts: { ...core.receipts, [userId]: mark } };
  }, before);

/** Returns the number of unread messages that mention me. */
export const mentionsOf = ({ mentions }: RoomCore): number => Math.min(mentions.length, mentionsCounted);

/** Returns how many messages of others, without blocked users, the log has above a `seq`. */
export const countOthers = (
  { items }: MessageLog,
  after: number,
  self: string,
  blocked: readonly string[],
): number =>
  items
    .slice(indexOf(items, after + 1))
    .filter(({ author: { id }, deletedAt }) => id !== self && !deletedAt && !blocked.includes(id)).length;
