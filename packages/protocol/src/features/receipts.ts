import * as v from 'valibot';
import { command } from '../command.ts';
import { id, limit, messageId, position } from '../fields.ts';
import { count, hasMore, optionalTime, schemaOf } from '../outputs.ts';

/**
 * How far a user has read and how far messages have reached them. Only grows: others do not see it when a
 * user marks messages unread.
 */
export interface Receipt {
  userId: string;
  /** They have read up to this `seq`. */
  seq: number;
  /** When they reached it, ms since the epoch. Absent: the room was that far when they first joined. */
  at?: number;
  /**
   * One of their devices has the messages up to this `seq`; absent if that is no further than they have read.
   */
  delivered?: number;
}

export const receiptSchema = schemaOf<Receipt>()(
  v.object({
    userId: v.string(),
    seq: v.pipe(count, v.description('they have read up to here')),
    at: optionalTime,
    delivered: v.optional(
      v.pipe(count, v.description('a device of the user has messages up to here; further than read')),
    ),
  }),
);

/** Read markers by user id, in code unit order. */
export interface ReceiptPage {
  receipts: Receipt[];
  hasMore: boolean;
}

/**
 * How many users have read a message, its author not counted; of a private one, how many of its recipients.
 */
export interface ReadCount {
  read: number;
  /** The room has had more members than are counted (10,000, by user id): there may be more. */
  hasMore: boolean;
}

/** My read marker, and what is unread above it. */
export interface ReadState {
  /** The `seq` of my read marker. */
  seq: number;
  /**
   * How often the marker has moved back. Of two states the one with the higher `turn` is newer; with the same
   * `turn`, the one with the higher `seq`.
   */
  turn: number;
  /** Messages of others above the marker, counted up to 1,000. */
  unread: number;
  /** Unread messages that mention me, counted up to 100. */
  unreadMentions: number;
  /** Their `seq`, oldest first. */
  mentionSeqs: number[];
}

export const unreadMentionsSchema = v.pipe(
  count,
  v.description('messages of others that mention me, counted up to 100'),
);

export const readStateSchema = schemaOf<ReadState>()(
  v.object({
    seq: count,
    turn: v.pipe(count, v.description('how often the read marker has moved back')),
    unread: count,
    unreadMentions: unreadMentionsSchema,
    mentionSeqs: v.array(count),
  }),
);

export const receiptCommands = {
  'receipt:read': command<ReadState>()({
    http: 'PUT /rooms/:roomId/read',
    load: 'ephemeral',
    summary: 'Move my read marker forward to a seq; returns the marker as it then is',
    // turn: the one I know. What I read before I marked messages unread does not undo that.
    input: v.strictObject({ roomId: id, seq: position, turn: v.optional(position) }),
    output: readStateSchema,
  }),
  'receipt:unread': command<ReadState>()({
    http: 'PUT /rooms/:roomId/unread',
    summary: 'Mark a message and all after it unread, for me alone; without a seq the newest of another user',
    input: v.strictObject({ roomId: id, seq: v.optional(position) }),
    output: readStateSchema,
  }),
  'receipt:delivered': command<{ seq: number }>()({
    http: 'PUT /rooms/:roomId/delivered',
    load: 'ephemeral',
    summary: 'Report that a device of mine has the messages up to a seq; returns the seq as it then is',
    input: v.strictObject({ roomId: id, seq: position }),
    output: v.object({ seq: v.number() }),
  }),
  'receipt:list': command<ReceiptPage>()({
    http: 'GET /rooms/:roomId/receipts',
    summary: 'List how far the present and past members of a room have read, by user id',
    input: v.strictObject({ roomId: id, after: v.optional(id), limit }),
    output: v.object({ receipts: v.array(receiptSchema), hasMore }),
  }),
  'receipt:count': command<ReadCount>()({
    http: 'GET /rooms/:roomId/messages/:messageId/receipts',
    summary: 'Count the other users who have read a message, in rooms of any size',
    input: v.strictObject({ roomId: id, messageId }),
    output: v.object({ read: v.number(), hasMore }),
  }),
};
