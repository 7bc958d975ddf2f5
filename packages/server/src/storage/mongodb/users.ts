import type { User } from '@chat/protocol';
import { nameTokens } from '../shared/name-tokens.ts';
import { idOf, orderKey } from '../shared/id-order-key.ts';
import { applyProfileChange, type ProfileStore, type StoredProfile } from '../contract/profile-store.ts';
import type { RoomPreferences, PreferenceStore, StoredUser, UserStore } from '../contract/storage.ts';
import type { Database } from './database.ts';
import { keyOf, pageOf, parseBody, type BodyRow } from './rows.ts';
import { put, type Row } from './table.ts';

interface UserRow extends BodyRow<User> {
  /** The name whose words are indexed. */
  name: string;
  lastSeenAt?: number;
}

interface NameWordRow extends Row {
  word: string;
  user: string;
}

/** Sorts after every continuation of a word: letters and digits, as `orderKey` returns them. */
const above = '\u{10FFFF}\u{10FFFF}';

const toStoredUser = (row: UserRow): StoredUser => ({
  user: parseBody(row),
  ...(row.lastSeenAt === undefined ? {} : { lastSeenAt: row.lastSeenAt }),
});

export const mongodbUsers = ({ tables, write }: Database): UserStore => {
  const many = async (userIds: readonly string[]): Promise<StoredUser[]> =>
    (await tables<UserRow>('users').byIds(userIds.map(orderKey))).map(toStoredUser);

  return {
    get: async (userId) => (await many([userId]))[0] ?? null,
    many,
    put: async ({ user, lastSeenAt }) => {
      const key = orderKey(user.id);
      const record = {
        name: user.name,
        body: JSON.stringify(user),
        ...(lastSeenAt === undefined ? {} : { lastSeenAt }),
      };
      // Connecting is frequent, changing a name is rare.
      if (await tables<UserRow>('users').update({ _id: key, name: { $eq: user.name } }, { $set: record }))
        return;
      await write(async (within) => {
        await within.tables<UserRow>('users').upsert(key, { $set: record });
        const words = within.tables<NameWordRow>('nameWords');
        await words.remove({ user: key });
        await words.bulk(
          nameTokens(user.name).map((word) =>
            put<NameWordRow>({ _id: keyOf(orderKey(word), key), word: orderKey(word), user: key }),
          ),
        );
      });
    },
    forget: (userId) =>
      write(async (within) => {
        await within.tables<UserRow>('users').remove({ _id: orderKey(userId) });
        await within.tables<NameWordRow>('nameWords').remove({ user: orderKey(userId) });
      }),
    words: async ({ prefix, after, limit }) => {
      const end = `${orderKey(prefix)}${above}`;
      const from = orderKey(after?.word ?? prefix);
      const [all, users] = [
        await tables<NameWordRow>('nameWords').find(
          after === undefined
            ? { word: { $gte: from, $lt: end } }
            : {
                $or: [
                  { word: from, user: { $gt: orderKey(after.userId) } },
                  { word: { $gt: from, $lt: end } },
                ],
              },
          { sort: { word: 1, user: 1 }, limit: limit + 1 },
        ),
        tables<UserRow>('users'),
      ];
      const { rows, hasMore } = pageOf(all, limit);
      const found = new Map((await users.byIds(rows.map(({ user }) => user))).map((row) => [row._id, row]));
      return {
        found: rows.flatMap(({ word, user }) => {
          const row = found.get(user);
          return row === undefined ? [] : [{ word: idOf(word), user: parseBody(row) }];
        }),
        hasMore,
      };
    },
  };
};

export const mongodbProfiles = ({ tables }: Database): ProfileStore => {
  const profiles = tables<BodyRow<StoredProfile>>('profiles');
  return {
    get: async (userId) => {
      const row = await profiles.get(orderKey(userId));
      return row === null ? {} : parseBody(row);
    },
    change: async (userId, change) => {
      const key = orderKey(userId);
      // Replaces the profile if it is unchanged since it was read; else starts again from the current one.
      for (;;) {
        const before = await profiles
          .upsert(key, { $setOnInsert: { body: '{}' } })
          .catch(() => profiles.get(key));
        if (before === null) continue;
        const changed = applyProfileChange(parseBody(before), change);
        if (
          await profiles.update({ _id: key, body: before.body }, { $set: { body: JSON.stringify(changed) } })
        )
          return changed;
      }
    },
    forget: async (userId) => void (await profiles.remove({ _id: orderKey(userId) })),
  };
};

type PreferencesRow = BodyRow<RoomPreferences> & { user: string };

export const mongodbPreferences = ({ tables }: Database): PreferenceStore => ({
  get: async (userId, roomId) => {
    const row = await tables<PreferencesRow>('wishes').get(keyOf(orderKey(userId), orderKey(roomId)));
    return row === null ? {} : parseBody(row);
  },
  put: async (userId, roomId, preferences) =>
    tables<PreferencesRow>('wishes').bulk([
      put<PreferencesRow>({
        _id: keyOf(orderKey(userId), orderKey(roomId)),
        user: orderKey(userId),
        body: JSON.stringify(preferences),
      }),
    ]),
  forget: async (userId) => void (await tables<PreferencesRow>('wishes').remove({ user: orderKey(userId) })),
});
