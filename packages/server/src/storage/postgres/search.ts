import type { Message } from '@chat/protocol';
import { matchesSearch } from '../shared/search-match.ts';
import { orderKey } from '../shared/id-order-key.ts';
import type { TimelineStore } from '../contract/storage.ts';
import type { Run } from './database.ts';
import { searchExpression } from './lexemes.ts';
import { parseBody, type BodyRow } from './rows.ts';

const lastSeq = Number.MAX_SAFE_INTEGER;

const found = `SELECT seq, body FROM {s}.message_words JOIN {s}.messages AS said USING (room, seq)
  WHERE room = $1 AND seq > $2 AND seq < $3 AND created_at >= $4 AND created_at < $5
    AND words @@ $6::tsquery
    AND (NOT private OR $7 OR EXISTS (
      SELECT 1 FROM {s}.private_readers AS mine
        WHERE mine.room = said.room AND mine.seq = said.seq AND mine.reader = $8))
  ORDER BY seq DESC LIMIT $9`;

/**
 * Search terms are written with the message, in its transaction. The index finds messages with all words;
 * phrases are checked afterwards.
 */
export const searchBy =
  (run: Run): TimelineStore['search'] =>
  async (roomId, asked) => {
    const { limit, visibleAfter = 0, after = 0, before = lastSeq, reader, unfiltered = false } = asked;
    const [room] = await run<{ key: number }>('SELECT key FROM {s}.timelines WHERE room_id = $1', [
      orderKey(roomId),
    ]);
    if (room === undefined) return { messages: [], hasMore: false };
    const messages: Message[] = [];
    const question = searchExpression(room.key, asked);
    for (let below = asked.below ?? lastSeq; messages.length <= limit;) {
      const range = [room.key, visibleAfter, below, after, Math.min(before, lastSeq)];
      const who = [unfiltered, reader === undefined ? null : orderKey(reader)];
      const rows = await run<BodyRow<Message> & { seq: number }>(found, [
        ...range,
        question,
        ...who,
        limit + 1,
      ]);
      messages.push(...rows.map(parseBody).filter((message) => matchesSearch(message, asked)));
      if (rows.length <= limit) break;
      below = rows.at(-1)?.seq ?? 0;
    }
    return { messages: messages.slice(0, limit), hasMore: messages.length > limit };
  };
