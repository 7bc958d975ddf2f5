import type { DatabaseSync } from 'node:sqlite';
import type { User } from '@chat/protocol';
import { nameTokens } from '../shared/name-tokens.ts';
import { applyProfileChange, type ProfileChange, type StoredProfile } from '../contract/profile-store.ts';
import type { StoredUser, UserStore } from '../contract/storage.ts';
import { idOf, orderKey } from '../shared/id-order-key.ts';
import { readQueries, writeQueries as sql } from './queries.ts';
import { parseBody, query, type BodyRow } from './query.ts';

type UserRow = BodyRow<User> & { lastSeenAt: number | null };

export const toStoredUser = (row: UserRow): StoredUser => {
  const { lastSeenAt } = row;
  return { user: parseBody(row), ...(lastSeenAt === null ? {} : { lastSeenAt }) };
};

/** Sorts after every continuation of a word: letters and digits, as `orderKey` returns them. */
const above = '\u{10FFFF}\u{10FFFF}';

export const sqliteUserReads = (database: DatabaseSync): Pick<UserStore, 'many' | 'words'> => {
  const user = query<UserRow>(database, readQueries.user);
  const words = query<BodyRow<User> & { word: string }>(database, readQueries.nameWords);
  return {
    many: async (userIds) =>
      [...new Set(userIds)].flatMap((userId) => {
        const row = user.first(orderKey(userId));
        return row === undefined ? [] : toStoredUser(row);
      }),
    words: async ({ prefix, after, limit }) => {
      const from = [orderKey(after?.word ?? prefix), orderKey(after?.userId ?? '')] as const;
      const rows = words.all(...from, `${orderKey(prefix)}${above}`, limit + 1);
      return {
        found: rows.slice(0, limit).map((row) => ({ word: idOf(row.word), user: parseBody(row) })),
        hasMore: rows.length > limit,
      };
    },
  };
};

/** Writes for users; the caller begins and commits the transaction. */
export interface UserWrites {
  putUser: (record: StoredUser) => void;
  forgetUser: (userId: string) => void;
  changeProfile: (userId: string, change: ProfileChange) => StoredProfile;
  forgetProfile: (userId: string) => void;
}

export const userWrites = (database: DatabaseSync): UserWrites => {
  const user = query<UserRow>(database, readQueries.user);
  const putUser = query(database, sql.putUser);
  const addNameWord = query(database, sql.addNameWord);
  const removeNameWords = query(database, sql.removeNameWords);
  const profile = query<BodyRow<StoredProfile>>(database, readQueries.profile);
  const forgetUser = query(database, sql.forgetUser);
  const forgetProfile = query(database, sql.forgetProfile);
  const putProfile = query(database, sql.putProfile);
  return {
    putUser: ({ user: given, lastSeenAt }) => {
      const key = orderKey(given.id);
      const before = user.first(key);
      // Connecting is frequent, changing a name is rare.
      if (before === undefined || parseBody(before).name !== given.name) {
        removeNameWords.run(key);
        for (const word of nameTokens(given.name)) addNameWord.run(orderKey(word), key);
      }
      putUser.run(key, lastSeenAt ?? null, JSON.stringify(given));
    },
    forgetUser: (userId) => {
      removeNameWords.run(orderKey(userId));
      forgetUser.run(orderKey(userId));
    },
    forgetProfile: (userId) => void forgetProfile.run(orderKey(userId)),
    changeProfile: (userId, change) => {
      const key = orderKey(userId);
      const before = profile.first(key);
      const changed = applyProfileChange(before === undefined ? {} : parseBody(before), change);
      putProfile.run(key, JSON.stringify(changed));
      return changed;
    },
  };
};
