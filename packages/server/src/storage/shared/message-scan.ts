import type { Message } from '@chat/protocol';
import { matchesSearch } from './search-match.ts';
import type { Walk } from './page-walk.ts';
import type { SearchQuery } from '../contract/search-query.ts';

/** Messages per step; other work runs between steps. */
const batchSize = 200;

/** Searches by reading every message, in small steps that do not block other work. */
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

/**
 * The server's clock may have been set back: a later message may have an earlier `createdAt`, by less than
 * this.
 */
export const clockStepMs = 3_600_000;
const isLongBefore = ({ createdAt }: Message, after: number): boolean => createdAt < after - clockStepMs;
