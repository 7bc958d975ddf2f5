import * as v from 'valibot';
import { count, optionalTime } from './basics.ts';
import { schemaOf } from './schema-of.ts';
import type { ReadState, Receipt } from '../receipts.ts';

export const unreadMentions = v.pipe(
  count,
  v.description('messages of others that mention me, counted up to 100'),
);

export const readState = schemaOf<ReadState>()(
  v.object({
    seq: count,
    turn: v.pipe(count, v.description('how often the watermark has gone back')),
    unread: count,
    unreadMentions,
    mentionSeqs: v.array(count),
  }),
);

export const receipt = schemaOf<Receipt>()(
  v.object({
    userId: v.string(),
    seq: v.pipe(count, v.description('they have read up to here')),
    at: optionalTime,
    delivered: v.optional(
      v.pipe(count, v.description('up to here messages are on a device of theirs, further than read')),
    ),
  }),
);
