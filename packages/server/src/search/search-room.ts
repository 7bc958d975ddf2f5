import type { Input, Message } from '@chat/protocol';
import { ChatError } from '@chat/protocol';
import { recheckAccess, hiddenFrom, type Access } from '../room/room-access.ts';
import type { Context } from '../commands/context.ts';
import { settlesWithin } from '../async/time-limit.ts';
import type { SearchQuery } from '../storage/contract/search-query.ts';
import { retentionCutoff } from '../storage/shared/retention.ts';

/** What is asked, of whichever room. */
export type Question = Pick<SearchQuery, 'phrases'> &
  Omit<Input<'message:searchAll'>, 'q' | 'cursor' | 'limit'>;

/** Where in a room to look. */
export interface SearchRange {
  limit: number;
  /** Only messages with a lower `seq`. */
  below?: number;
  /** Until when the answer is of use, ms since the epoch. */
  until: number;
}

/**
 * What the caller may see in one room of what they ask for, the newest first. A room in which much was said since it was last
 * searched may take too long; what was done by then stays done.
 */
export const searchRoom = async (
  context: Context,
  access: Access,
  { before, after = 0, ...question }: Question,
  { until, ...place }: SearchRange,
): Promise<{ messages: Message[]; hasMore: boolean }> => {
  const { room } = access;
  const visibleAfter = await hiddenFrom(context, access);
  const searching = room.timeline.search(room.id, {
    ...question,
    ...place,
    ...(before === undefined ? {} : { before }),
    after: Math.max(after, retentionCutoff(room.head.room, context.now())),
    visibleAfter,
    reader: context.user.id,
  });
  if (!(await settlesWithin(searching, Math.max(1, until - context.now())))) throw tooLong();
  const page = await searching;
  await recheckAccess(context, access, page.messages);
  return page;
};

export const tooLong = (): ChatError =>
  new ChatError('overloaded', 'this is taking too long; what has been done is kept', {
    reason: 'search_slow',
    retryAfterMs: 2_000,
  });
