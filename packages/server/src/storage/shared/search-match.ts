import { isFound, type Message } from '@chat/protocol';
import { isVisibleTo } from './visible-to.ts';
import type { SearchQuery } from '../contract/search-query.ts';

/** Whether a message matches a search: the single definition of `TimelineStore.search` for every store. */
export const matchesSearch = (message: Message, query: SearchQuery): boolean => {
  const { below = Infinity, visibleAfter = 0 } = query;
  if (!isVisibleTo(message, query) || message.seq <= visibleAfter || message.seq >= below) return false;
  return isFound(message, query);
};
