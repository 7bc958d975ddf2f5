import type { PageQuery, TimelineStore } from '../contract/storage.ts';

interface Room {
  id: string;
  head: { seq: number };
  timeline: Pick<TimelineStore, 'page'>;
}

/**
 * Returns a `seq` above all visible messages from before `time`, by a binary search: messages are numbered in the order of
 * their times, but for clocks that were set back.
 */
export const seqAtTime = async (
  { id, head, timeline }: Room,
  time: number,
  scope: Pick<PageQuery, 'threadId' | 'visibleAfter' | 'reader'>,
): Promise<number> => {
  let low = scope.visibleAfter ?? 0;
  let high = head.seq;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const { messages } = await timeline.page(id, { ...scope, after: middle, limit: 1 });
    const [next] = messages;
    if (next && next.createdAt < time) low = next.seq;
    else high = middle;
  }
  return low + 1;
};
