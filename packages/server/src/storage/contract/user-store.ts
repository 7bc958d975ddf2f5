import type { User } from '@chat/protocol';

/** A user as last seen. */
export interface StoredUser {
  user: User;
  /** When the last connection ended, ms since the epoch. */
  lastSeenAt?: number;
}

export interface UserStore {
  /** Returns the user, or null. */
  get(userId: string): Promise<StoredUser | null>;
  /** Stores the user, replacing the previous record; an absent `lastSeenAt` keeps the stored one. */
  put(record: StoredUser): Promise<void>;
  /** Removes a user. Does nothing if there is none. */
  forget(userId: string): Promise<void>;
  /** Returns several users at once, in any order; unknown ones are left out. */
  many(userIds: readonly string[]): Promise<StoredUser[]>;
  /**
   * Returns the words of names that begin with `prefix`, as `nameTokens` splits names, each with its user.
   * They are ordered by word and then by user id, in code unit order, after `after`. A user who changed their
   * name is not found by the previous one.
   */
  words(query: NameQuery): Promise<{ found: { word: string; user: User }[]; hasMore: boolean }>;
}

export interface NameQuery {
  /** One word as `nameTokens` returns it, or the beginning of one. */
  prefix: string;
  after?: { word: string; userId: string };
  limit: number;
}
