import type { Message } from '@chat/protocol';
import { matchesSearch } from '../shared/search-match.ts';
import { orderKey } from '../shared/id-order-key.ts';
import type { TimelineStore } from '../contract/storage.ts';
import { searchConditions } from './lexemes.ts';
import { everyReader, parseBody, type MessageRow } from './rows.ts';
import type { Tables } from './table.ts';

const lastSeq = Number.MAX_SAFE_INTEGER;

/**
 * Search terms are written with the message, in its transaction. An index finds messages with the rarest
 * word; phrases and other words are checked afterwards.
 */
export const searchBy =
  (tables: Tables): TimelineStore['search'] =>
  async (roomId, asked) => {
    const { limit, visibleAfter = 0, after = 0, before = lastSeq, reader, unfiltered = false } = asked;
    const readers = [everyReader, ...(reader === undefined ? [] : [orderKey(reader)])];
    const messages: Message[] = [];
    for (let below = asked.below ?? lastSeq; messages.length <= limit;) {
      const rows = await tables<MessageRow>('messages').find(
        {
          room: orderKey(roomId),
          $and: searchConditions(asked),
          seq: { $gt: visibleAfter, $lt: below },
          createdAt: { $gte: after, $lt: Math.min(before, lastSeq) },
          ...(unfiltered ? {} : { readers: { $in: readers } }),
        },
        { sort: { seq: -1 }, limit: limit + 1, fields: ['seq', 'body'] },
      );
      messages.push(...rows.map(parseBody).filter((message) => matchesSearch(message, asked)));
      if (rows.length <= limit) break;
      below = rows.at(-1)?.seq ?? 0;
    }
    return { messages: messages.slice(0, limit), hasMore: messages.length > limit };
  };
