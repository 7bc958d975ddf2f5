import type { Message, RoomSummary } from '@chat/protocol';

/** A room of a list with new unread messages. */
export interface UnreadChange {
  summary: RoomSummary;
  /** The last message. */
  message: Message;
  /** A new message mentions the reader. */
  named: boolean;
}

/**
 * Returns a function that finds the rooms of a list with more unread messages than at its last call, except silenced
 * rooms. The first call finds none.
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
