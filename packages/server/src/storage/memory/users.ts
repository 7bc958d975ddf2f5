import { immutable } from '../shared/immutable.ts';
import { nameTokens } from '../shared/name-tokens.ts';
import type { StoredUser, UserStore } from '../contract/storage.ts';
import type { MaybeSync } from '../shared/reject-when-closed.ts';

/** The user store as synchronous methods. */
export const memoryUsers = (): MaybeSync<UserStore> => {
  const users = new Map<string, StoredUser>();
  return {
    get: (userId) => users.get(userId) ?? null,
    put: (record) => {
      const lastSeenAt = record.lastSeenAt ?? users.get(record.user.id)?.lastSeenAt;
      users.set(record.user.id, immutable({ ...record, lastSeenAt }));
    },
    forget: (userId) => void users.delete(userId),
    many: (userIds) => [...new Set(userIds)].flatMap((userId) => users.get(userId) ?? []),
    words: ({ prefix, after, limit }) => {
      const found = [...users.values()]
        .flatMap(({ user }) => nameTokens(user.name).map((word) => ({ word, user })))
        .filter(({ word }) => word.startsWith(prefix))
        .sort(byWord);
      const rest = after
        ? found.filter((each) => byWord(each, { word: after.word, user: { id: after.userId } }) > 0)
        : found;
      return { found: rest.slice(0, limit), hasMore: rest.length > limit };
    },
  };
};

interface Named {
  word: string;
  user: { id: string };
}

const compare = (one: string, other: string): number => (one < other ? -1 : Number(one > other));
const byWord = (one: Named, other: Named): number =>
  compare(one.word, other.word) || compare(one.user.id, other.user.id);
