import * as v from 'valibot';
import { command } from './command.ts';
import { id, limit, position } from './fields.ts';

/** A read watermark: everything up to `seq` has been seen. It only grows. */
export interface Receipt {
  userId: string;
  seq: number;
}

/** Watermarks by user id, in code unit order. */
export interface ReceiptPage {
  receipts: Receipt[];
  hasMore: boolean;
}

/** Where I am, and what is left. */
export interface ReadState {
  /** The watermark as it now is. */
  seq: number;
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
    input: v.strictObject({ roomId: id, seq: position }),
  }),
  'receipt:list': command<ReceiptPage>()({
    http: 'GET /rooms/:roomId/receipts',
    summary: 'Up to where everybody has read who is or has been in a room, by user id',
    input: v.strictObject({ roomId: id, after: v.optional(id), limit }),
  }),
};
