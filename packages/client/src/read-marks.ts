import type { Message } from '@chat/protocol';
import { indexOf, type MessageLog } from './message-log.ts';
import type { RoomCore } from './room-core.ts';

/** The room after I have read up to `seq`. Only grows. */
export const applyRead = (core: RoomCore, seq: number, self: string): RoomCore => {
  if (seq <= core.readSeq) return core;
  const counted = Math.max(0, core.counted - countOthers(core.log, core.readSeq, seq, self));
  return { ...core, readSeq: seq, counted, mentions: core.mentions.filter((each) => each > seq) };
};

/** Messages of others above my watermark: exact where the log reaches down to it, else as counted. */
export const unreadOf = (core: RoomCore, self: string): number =>
  core.log.loaded && core.log.from <= core.readSeq + 1
    ? countOthers(core.log, core.readSeq, Infinity, self)
    : core.counted;

/** The room after somebody else has read up to `seq`. Only grows. */
export const putReceipt = (core: RoomCore, { userId, seq }: { userId: string; seq: number }): RoomCore =>
  seq <= (core.receipts[userId] ?? 0) ? core : { ...core, receipts: { ...core.receipts, [userId]: seq } };

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
