import type { Message, User } from '@chat/protocol';
import type { StoredMember, StoredRecord } from './records.ts';

/** A message of an export with everything that became of it, without what the commit adds. */
export interface ImportedMessage extends Omit<
  Message,
  'roomId' | 'seq' | 'rev' | 'author' | 'createdAt' | 'thread' | 'reactions'
> {
  /** The users of each reaction. */
  reactors: { emoji: string; userIds: string[] }[];
  /** Earlier texts, oldest first, each with the time when the message got it, ms since the epoch. */
  versions: { text: string; at: number }[];
  /** Records of features that belong to it, such as the votes of a poll. */
  records?: StoredRecord[];
}

/** A change that brings what an export has. No rights are checked. */
export type ImportChange =
  /**
   * A message; `actor` is its author, `at` when it was sent. Rooms are in the order of time: `notBefore` is
   * that of the newest message before the import, ms since the epoch.
   */
  | { kind: 'import-message'; message: ImportedMessage; notBefore: number }
  /** A membership, unless the user has one. `actor` and `user` are the same. */
  | { kind: 'import-member'; user: User; member: Omit<StoredMember, 'user' | 'rev'> };
