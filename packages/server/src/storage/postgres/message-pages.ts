import type { Message } from '@chat/protocol';
import { isVisibleTo } from '../shared/visible-to.ts';
import type { PageQuery, TimelineStore } from '../contract/storage.ts';
import { orderKey } from '../shared/id-order-key.ts';
import { pageBy } from '../shared/page-walk.ts';
import type { Run } from './database.ts';
import { parseBody, type BodyRow } from './rows.ts';

const key = '(SELECT key FROM {s}.timelines WHERE room_id = $1)';
const lastSeq = Number.MAX_SAFE_INTEGER;

type MessageRow = BodyRow<Message> & { seq: number };

/** Statements that walk up (`>`) or down (`<`) from `$2`, within `$3` at the other end, at most `$4`. */
const walks = (way: 'up' | 'down') => {
  const range = way === 'up' ? 'seq > $2 AND seq <= $3' : 'seq < $2 AND seq > $3';
  const order = `ORDER BY seq ${way === 'up' ? 'ASC' : 'DESC'} LIMIT $4`;
  const from = (where: string) =>
    `SELECT seq, body FROM {s}.messages WHERE room = ${key} AND ${range} AND ${where} ${order}`;
  const open = from('NOT private AND NOT aside');
  return {
    all: from('TRUE'),
    open,
    thread: from('thread = $5'),
    // Each half uses its own index, so that no reader walks past private messages of others.
    reader: `SELECT * FROM (
      (${open})
      UNION ALL
      (SELECT seq, body FROM {s}.private_readers JOIN {s}.messages USING (room, seq)
        WHERE room = ${key} AND reader = $5 AND ${range} AND NOT aside ${order})
    ) AS both_kinds ${order}`,
  };
};
const up = walks('up');
const down = walks('down');

/** Reads each page with one statement, so that it shows one moment. */
export const messagePages = (run: Run): TimelineStore['page'] => {
  const walk = async (
    statements: typeof up,
    roomId: string,
    [start, end, count]: [number, number, number],
    asked: PageQuery,
  ): Promise<Message[]> => {
    const { threadId, unfiltered, reader } = asked;
    const range = [orderKey(roomId), start, end, count];
    if (threadId !== undefined) {
      const rows = await run<MessageRow>(statements.thread, [...range, threadId]);
      // All messages of a thread have the same readers, so either all or none are filtered out.
      return rows.map(parseBody).filter((message) => isVisibleTo(message, asked));
    }
    if (unfiltered) return (await run<MessageRow>(statements.all, range)).map(parseBody);
    if (reader === undefined) return (await run<MessageRow>(statements.open, range)).map(parseBody);
    return (await run<MessageRow>(statements.reader, [...range, orderKey(reader)])).map(parseBody);
  };

  return (roomId, asked) =>
    pageBy(
      {
        down: (below, floor, count) => walk(down, roomId, [below, floor, count], asked),
        up: (above, count) => walk(up, roomId, [above, lastSeq, count], asked),
      },
      asked,
    );
};
