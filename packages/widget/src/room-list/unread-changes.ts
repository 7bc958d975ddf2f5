import type { Message, RoomSummary } from '@chat/protocol';

/** A room of a list in which something was said that is not read. */
export interface UnreadChange {
  summary: RoomSummary;
  /** What was said last. */
  message: Message;
  /** Some of it names the reader. */
  named: boolean;
}

/**
 * Looks at a list again and again, and finds the rooms in which more is unread than the time before, but for those that are
 * silenced. The first look finds none.
 */
export const createUnreadTracker = (): ((items: readonly RoomSummary[]) => UnreadChange[]) => {
  let seen: ReadonlyMap<string, RoomSummary> | null = null;
  return (items) => {
    const before = seen;
    seen = new Map(items.map((summary) => [summary.room.id, summary]));
    if (!before) return [];
    return items.flatMap((summary): UnreadChange[] => {
      const { room, unread, unreadMentions, lastMessage, silencedUntil = 0 } = summary;
      const was = before.get(room.id);
      if (!lastMessage || unread <= (was?.unread ?? 0) || silencedUntil > Date.now()) return [];
      return [{ summary, message: lastMessage, named: unreadMentions > (was?.unreadMentions ?? 0) }];
    });
  };
};
