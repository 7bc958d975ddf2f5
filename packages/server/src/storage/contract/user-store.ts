import type { User } from '@chat/protocol';

/** A user as last seen. */
export interface StoredUser {
  user: User;
  /** When the last connection ended, ms since the epoch. */
  lastSeenAt?: number;
}

export interface UserStore {
  /** The user, or null. */
  get(userId: string): Promise<StoredUser | null>;
  /** Stores the user, in place of what was there; an absent `lastSeenAt` keeps the stored one. */
  put(record: StoredUser): Promise<void>;
  /** Forgets a user. Harmless when there is none. */
  forget(userId: string): Promise<void>;
  /** Several users at once, in any order; without those who are not there. */
  many(userIds: readonly string[]): Promise<StoredUser[]>;
  /**
   * Words of names that begin with `prefix`, as `nameWords` folds names, each with whose it is. By word, then by user id, in
   * code unit order, after `after`. Who goes by another name now is not found by the one before.
   */
  words(query: NameQuery): Promise<{ found: { word: string; user: User }[]; hasMore: boolean }>;
}

export interface NameQuery {
  /** One folded word, or its beginning. */
  prefix: string;
  after?: { word: string; userId: string };
  limit: number;
}
