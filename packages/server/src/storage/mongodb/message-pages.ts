import type { Message } from '@chat/protocol';
import { isVisibleTo } from '../shared/visible-to.ts';
import { orderKey } from '../shared/id-order-key.ts';
import { pageBy } from '../shared/page-walk.ts';
import type { PageQuery, TimelineStore } from '../contract/storage.ts';
import { everyReader, parseBody, type MessageRow } from './rows.ts';
import type { Tables } from './table.ts';

const lastSeq = Number.MAX_SAFE_INTEGER;

/** Reads each page with one query, so that no reader walks past private messages of others. */
export const messagePages = (tables: Tables): TimelineStore['page'] => {
  const walk = async (
    way: 'up' | 'down',
    roomId: string,
    [start, end, count]: [number, number, number],
    { threadId, unfiltered, reader }: PageQuery,
  ): Promise<Message[]> => {
    const readers = [everyReader, ...(reader === undefined ? [] : [orderKey(reader)])];
    const whose =
      threadId !== undefined
        ? { thread: { $eq: threadId } }
        : unfiltered
          ? {}
          : { aside: false, readers: { $in: readers } };
    const rows = await tables<MessageRow>('messages').find(
      {
        room: orderKey(roomId),
        ...whose,
        seq: way === 'up' ? { $gt: start, $lte: end } : { $lt: start, $gt: end },
      },
      { sort: { seq: way === 'up' ? 1 : -1 }, limit: count, fields: ['seq', 'body'] },
    );
    return rows.map(parseBody);
  };
  /** All messages of a thread have the same readers, so either all or none are filtered out. */
  const read = async (...[way, roomId, range, asked]: Parameters<typeof walk>): Promise<Message[]> => {
    const messages = await walk(way, roomId, range, asked);
    return asked.threadId === undefined
      ? messages
      : messages.filter((message) => isVisibleTo(message, asked));
  };

  return (roomId, asked) =>
    pageBy(
      {
        down: (below, floor, count) => read('down', roomId, [below, floor, count], asked),
        up: (above, count) => read('up', roomId, [above, lastSeq, count], asked),
      },
      asked,
    );
};
