import { ChatError, type Message, type ParsedSearch } from '@chat/protocol';
import { recheckAccess, hiddenFrom, type Access } from '../room/room-access.ts';
import type { Context } from '../commands/context.ts';
import { settlesWithin } from '../async/time-limit.ts';
import { retentionCutoff } from '../storage/shared/retention.ts';

/** Which part of a room to search. */
export interface SearchRange {
  limit: number;
  /** Only messages with a lower `seq`. */
  below?: number;
  /** When the search times out, ms since the epoch. */
  until: number;
}

/**
 * Searches one room for messages that the caller may see, the newest first. A room with many messages since
 * its last search may take too long; the index keeps the work done by then.
 */
export const searchRoom = async (
  context: Context,
  access: Access,
  { before, after = 0, ...question }: ParsedSearch,
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
  new ChatError('overloaded', 'the search takes too long; a retry continues it', {
    reason: 'search_slow',
    retryAfterMs: 2_000,
  });
