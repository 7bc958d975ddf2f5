import type { Message } from '@chat/protocol';
import { matchesSearch } from './search-match.ts';
import type { Walk } from './page-walk.ts';
import type { SearchQuery } from '../contract/search-query.ts';

/** Looked at before anything else gets its turn. */
const batchSize = 200;

/** Searches by looking at every message, a few at a time, so that nobody else waits for it. */
export const scanMessages = async (
  { down }: Pick<Walk, 'down'>,
  query: SearchQuery,
): Promise<{ messages: Message[]; hasMore: boolean }> => {
  const { limit, visibleAfter = 0, after = 0 } = query;
  const found: Message[] = [];
  let below = query.below ?? Number.MAX_SAFE_INTEGER;
  for (;;) {
    const some = down(below, visibleAfter, batchSize);
    found.push(...some.filter((message) => matchesSearch(message, query)));
    const last = some.at(-1);
    if (found.length > limit || last === undefined || some.length < batchSize || isLongBefore(last, after))
      break;
    below = last.seq;
    await new Promise((resolve) => setImmediate(resolve));
  }
  return { messages: found.slice(0, limit), hasMore: found.length > limit };
};

/** A clock may have been set back: what was said later may be dated earlier, by less than this. */
export const clockStepMs = 3_600_000;
const isLongBefore = ({ createdAt }: Message, after: number): boolean => createdAt < after - clockStepMs;
