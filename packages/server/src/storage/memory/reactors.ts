import type { ReactionMark } from '../record.ts';

/** Everybody who reacted in one room. */
export interface Reactors {
  has(messageId: string, emoji: string, userId: string): boolean;
  /** The first of them by id, in code unit order, after `after`. */
  page(messageId: string, emoji: string, query: { after?: string; limit: number }): string[];
  put(mark: ReactionMark): void;
  /** A message has none any more. */
  forget(messageId: string): void;
}

export const createReactors = (): Reactors => {
  const byMessage = new Map<string, Map<string, Set<string>>>();

  const of = (messageId: string, emoji: string) => byMessage.get(messageId)?.get(emoji);

  const madeFor = (messageId: string, emoji: string): Set<string> => {
    const reactions = byMessage.get(messageId) ?? new Map<string, Set<string>>();
    byMessage.set(messageId, reactions);
    const users = reactions.get(emoji) ?? new Set();
    reactions.set(emoji, users);
    return users;
  };

  return {
    has: (messageId, emoji, userId) => of(messageId, emoji)?.has(userId) ?? false,
    page: (messageId, emoji, { after, limit }) =>
      [...(of(messageId, emoji) ?? [])]
        .filter((userId) => after === undefined || userId > after)
        .sort((a, b) => (a < b ? -1 : 1))
        .slice(0, limit),
    put: ({ messageId, emoji, userId, added }) => {
      if (added) madeFor(messageId, emoji).add(userId);
      else of(messageId, emoji)?.delete(userId);
    },
    forget: (messageId) => void byMessage.delete(messageId),
  };
};
