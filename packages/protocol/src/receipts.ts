import * as v from 'valibot';
import { command } from './command.ts';
import { id, limit, messageId, position } from './fields.ts';

/** How far somebody has read and been reached. It only grows: marking something unread is nobody else's business. */
export interface Receipt {
  userId: string;
  /** They have read up to here. */
  seq: number;
  /** When they came there, ms since the epoch. Absent: it is how far the room was when they first came. */
  at?: number;
  /** Up to here messages have come to a device of theirs; absent when that is no further than they have read. */
  delivered?: number;
}

/** Watermarks by user id, in code unit order. */
export interface ReceiptPage {
  receipts: Receipt[];
  hasMore: boolean;
}

/** How many have read a message, its author aside; of a private one, of those who have it. */
export interface ReadCount {
  read: number;
  /** The room has had more people than are looked at (10,000, by user id): there may be more. */
  hasMore: boolean;
}

/** Where I am, and what is left. */
export interface ReadState {
  /** My watermark as it now is. */
  seq: number;
  /** How often it has gone back. Of two states that with the higher turn is newer; of the same turn that with the higher `seq`. */
  turn: number;
  /** Messages of others above it, counted up to 1,000. */
  unread: number;
  /** Of these, those that mention me, counted up to 100. */
  unreadMentions: number;
  /** Their `seq`, oldest first. */
  mentionSeqs: number[];
}

export const receiptCommands = {
  'receipt:read': command<ReadState>()({
    http: 'PUT /rooms/:roomId/read',
    summary: 'Say that I have read up to a seq; answers the watermark as it now is',
    // turn: as I know it. What was read before something was marked unread does not undo that.
    input: v.strictObject({ roomId: id, seq: position, turn: v.optional(position) }),
  }),
  'receipt:unread': command<ReadState>()({
    http: 'PUT /rooms/:roomId/unread',
    summary: 'Mark a message and all after it as unread, for me alone; without a seq: the newest of others',
    input: v.strictObject({ roomId: id, seq: v.optional(position) }),
  }),
  'receipt:delivered': command<{ seq: number }>()({
    http: 'PUT /rooms/:roomId/delivered',
    summary: 'Say that messages up to a seq have come to a device of mine; answers up to where they now have',
    input: v.strictObject({ roomId: id, seq: position }),
  }),
  'receipt:list': command<ReceiptPage>()({
    http: 'GET /rooms/:roomId/receipts',
    summary: 'Up to where everybody has read who is or has been in a room, by user id',
    input: v.strictObject({ roomId: id, after: v.optional(id), limit }),
  }),
  'receipt:count': command<ReadCount>()({
    http: 'GET /rooms/:roomId/messages/:messageId/receipts',
    summary: 'How many others have read a message, in rooms of any size',
    input: v.strictObject({ roomId: id, messageId }),
  }),
};
