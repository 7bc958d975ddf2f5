import type { Erasure, Message } from '@chat/protocol';
import type { ReactionOf } from './storage.ts';

/** The part of the timeline by which everything of one user is found, and goes. */
export interface ErasureStore {
  /**
   * Ids of rooms that hold anything of a user, in code unit order, after `after`: they did something there, or something was
   * done to them, or they have a mark. None in which they were forgotten since.
   */
  traces(
    userId: string,
    query: { after?: string; limit: number },
  ): Promise<{ roomIds: string[]; hasMore: boolean }>;

  /** Messages of a user, private ones and tombstones too, ascending by `seq`, above `after`. */
  authored(
    roomId: string,
    userId: string,
    query: { after?: number; limit: number },
  ): Promise<{ messages: Message[]; hasMore: boolean }>;

  /** Reactions of a user in a room, each once, in an order of the store's own, after `after`. */
  reactions(
    roomId: string,
    userId: string,
    query: { after?: ReactionOf; limit: number },
  ): Promise<{ reactions: ReactionOf[]; hasMore: boolean }>;

  /** Forgets a user's mark, and puts `erasedAuthor` in their place in the audit and the reports of a room, where their words go too. */
  forget(roomId: string, userId: string): Promise<void>;

  /**
   * Begins the erasure of a user, or answers the one that was begun. From then on every change of theirs is refused as `forbidden` / `erased`.
   * Who would make anything of them, a member above all, is refused as `not_found`.
   */
  erase(userId: string, at: number): Promise<Erasure>;

  /** The erasure of a user, or null. */
  erasure(userId: string): Promise<Erasure | null>;

  /** Erasures that are not done, at most `limit`. */
  erasures(limit: number): Promise<Erasure[]>;

  /** Nothing is left of the user: their erasure is done. */
  erased(userId: string, doneAt: number): Promise<void>;
}
