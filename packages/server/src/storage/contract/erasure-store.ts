import type { Erasure, Message } from '@chat/protocol';
import type { StoredRecord } from './records.ts';
import type { ReactionOf } from './storage.ts';

/** The part of the timeline that finds and erases the data of one user. */
export interface ErasureStore {
  /**
   * Returns the ids of rooms that hold data of a user, in code unit order, after `after`: rooms in which the
   * user acted, was acted upon, or has a read marker. Rooms in which `anonymize` was called since then are
   * left out.
   */
  roomsWithDataOf(
    userId: string,
    query: { after?: string; limit: number },
  ): Promise<{ roomIds: string[]; hasMore: boolean }>;

  /**
   * Returns the messages of a user, private ones and tombstones included, ascending by `seq`, above `after`.
   */
  messagesBy(
    roomId: string,
    userId: string,
    query: { after?: number; limit: number },
  ): Promise<{ messages: Message[]; hasMore: boolean }>;

  /**
   * Returns the reactions of a user in a room, each once, in an order that the store chooses, after `after`.
   */
  reactionsBy(
    roomId: string,
    userId: string,
    query: { after?: ReactionOf; limit: number },
  ): Promise<{ reactions: ReactionOf[]; hasMore: boolean }>;

  /** Returns records of a user in a room, by kind and key, in code unit order, after `after`. */
  recordsOf(
    roomId: string,
    userId: string,
    query: { after?: Pick<StoredRecord, 'kind' | 'key'>; limit: number },
  ): Promise<{ records: StoredRecord[]; hasMore: boolean }>;

  /**
   * Removes the read marker of a user, and replaces the user by `erasedAuthor` in the audit log and the
   * reports of a room; the reasons that the user gave go too.
   */
  anonymize(roomId: string, userId: string): Promise<void>;

  /**
   * Begins the erasure of a user and returns it, or returns the one that was begun before. From then on,
   * every change by the user is refused as `forbidden` / `erased`. A change by others that would involve the
   * user, such as adding a member, is refused as `not_found`.
   */
  beginErasure(userId: string, at: number): Promise<Erasure>;

  /** Returns the erasure of a user, or null. */
  erasure(userId: string): Promise<Erasure | null>;

  /** Returns erasures that are not finished, at most `limit`. */
  erasures(limit: number): Promise<Erasure[]>;

  /** Marks the erasure of a user as finished. */
  finishErasure(userId: string, doneAt: number): Promise<void>;
}
