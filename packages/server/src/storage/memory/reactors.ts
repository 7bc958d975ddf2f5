import type { ReactionChange } from '../contract/records.ts';
import type { ReactionOf } from '../contract/storage.ts';

/** The users behind the reactions of one room. */
export interface Reactors {
  has(messageId: string, emoji: string, userId: string): boolean;
  /** Returns users by id, in code unit order, after `after`. */
  page(messageId: string, emoji: string, query: { after?: string; limit: number }): string[];
  put(mark: ReactionChange): void;
  /** Returns the reactions of a user after `after`, ordered by message and emoji. */
  of(userId: string, after: ReactionOf | undefined, count: number): ReactionOf[];
  /** Removes all reactions of a message. */
  forget(messageId: string): void;
}

export const createReactors = (): Reactors => {
  const byMessage = new Map<string, Map<string, Set<string>>>();

  const usersOf = (messageId: string, emoji: string) => byMessage.get(messageId)?.get(emoji);

  const usersFor = (messageId: string, emoji: string): Set<string> => {
    const reactions = byMessage.get(messageId) ?? new Map<string, Set<string>>();
    byMessage.set(messageId, reactions);
    const users = reactions.get(emoji) ?? new Set();
    reactions.set(emoji, users);
    return users;
  };

  return {
    has: (messageId, emoji, userId) => usersOf(messageId, emoji)?.has(userId) ?? false,
    page: (messageId, emoji, { after, limit }) =>
      [...(usersOf(messageId, emoji) ?? [])]
        .filter((userId) => after === undefined || userId > after)
        .sort((a, b) => (a < b ? -1 : 1))
        .slice(0, limit),
    put: ({ messageId, emoji, userId, added }) => {
      if (added) usersFor(messageId, emoji).add(userId);
      else usersOf(messageId, emoji)?.delete(userId);
    },
    of: (userId, after, count) => {
      const theirs = [...byMessage].flatMap(([messageId, reactions]) =>
        [...reactions].flatMap(([emoji, users]) => (users.has(userId) ? [{ messageId, emoji }] : [])),
      );
      const sorted = theirs.sort((a, b) => (isBefore(a, b) ? -1 : 1));
      return sorted.filter((each) => after === undefined || isBefore(after, each)).slice(0, count);
    },
    forget: (messageId) => void byMessage.delete(messageId),
  };
};

const isBefore = (a: ReactionOf, b: ReactionOf): boolean =>
  a.messageId === b.messageId ? a.emoji < b.emoji : a.messageId < b.messageId;
