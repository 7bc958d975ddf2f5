import type { Room } from '@chat/protocol';

/**
 * A directory of rooms: a projection of the timelines' heads, so that an application can list and store rooms
 * where it wants.
 */
export interface RoomStore {
  /** Returns the room, or null. */
  get(roomId: string): Promise<Room | null>;
  /** Stores the room, replacing the previous record entirely. */
  put(room: Room): Promise<void>;
  /** Returns rooms by id, in code unit order, after `after`. */
  list(query: { after?: string; limit: number }): Promise<{ rooms: Room[]; hasMore: boolean }>;
  /**
   * Returns rooms that start at or after `from` and before `before`, ms since the epoch, by start and then by
   * id, in code unit order, after the room `after`.
   */
  starting(query: StartingQuery): Promise<{ rooms: Room[]; hasMore: boolean }>;
}

export interface StartingQuery {
  from: number;
  before: number;
  /** The last room of the previous page. */
  after?: { startsAt: number; roomId: string };
  limit: number;
}
