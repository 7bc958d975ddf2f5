import type { Room } from '@chat/protocol';

/** A directory of rooms: a projection of the timelines' heads, so that rooms can be listed and kept where an application wants them. */
export interface RoomStore {
  /** The room, or null. */
  get(roomId: string): Promise<Room | null>;
  /** Stores the room whole, in place of what was there. */
  put(room: Room): Promise<void>;
  /** Rooms by id, in code unit order, after `after`. */
  list(query: { after?: string; limit: number }): Promise<{ rooms: Room[]; hasMore: boolean }>;
  /**
   * Rooms that start at or after `from` and before `before`, ms since the epoch, by their start; those of one start by id, in
   * code unit order. After the room `after`.
   */
  starting(query: StartingQuery): Promise<{ rooms: Room[]; hasMore: boolean }>;
}

export interface StartingQuery {
  from: number;
  before: number;
  /** Where the page before has ended. */
  after?: { startsAt: number; roomId: string };
  limit: number;
}
