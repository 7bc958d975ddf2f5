import { burstShown, fields, parseField } from '@chat/protocol';
import type { Given } from './bus-messages.ts';

const isTrue = (given: unknown): boolean => given === true;

/** What is of the moment, and told to those on other nodes as it is: nobody looks it up, and nothing of it lasts. */
export const passingReaders = {
  /** Somebody who is present in the room types, or no longer does. */
  typing: ({ roomId, userId, typing }: Given) => ({
    roomId: parseField(fields.id, roomId, 'roomId'),
    userId: parseField(fields.id, userId, 'userId'),
    typing: isTrue(typing),
  }),
  /** Emoji float up. */
  burst: ({ roomId, emoji, count }: Given) => ({
    roomId: parseField(fields.id, roomId, 'roomId'),
    emoji: parseField(fields.emoji, emoji, 'emoji'),
    count: Math.min(burstShown.count, parseField(fields.position, count, 'count')),
  }),
  /** Somebody has read; `shown`: the room is told, else their own pages alone. */
  read: ({ roomId, userId, seq, turn, at, shown }: Given) => ({
    roomId: parseField(fields.id, roomId, 'roomId'),
    userId: parseField(fields.id, userId, 'userId'),
    seq: parseField(fields.position, seq, 'seq'),
    ...(turn === undefined ? {} : { turn: parseField(fields.position, turn, 'turn') }),
    ...(at === undefined ? {} : { at: parseField(fields.time, at, 'at') }),
    shown: isTrue(shown),
  }),
  /** Messages have come to a device of somebody's. */
  delivered: ({ roomId, userId, seq }: Given) => ({
    roomId: parseField(fields.id, roomId, 'roomId'),
    userId: parseField(fields.id, userId, 'userId'),
    seq: parseField(fields.position, seq, 'seq'),
  }),
  /** Somebody has to present themselves again. */
  revoked: ({ userId }: Given) => ({ userId: parseField(fields.id, userId, 'userId') }),
};
