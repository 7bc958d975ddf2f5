import type { User } from '@chat/protocol';
import { nameTokens } from '../shared/name-tokens.ts';
import { applyProfileChange, type ProfileStore, type StoredProfile } from '../contract/profile-store.ts';
import { idOf, orderKey } from '../shared/id-order-key.ts';
import type { PreferenceStore, StoredUser, UserStore } from '../contract/storage.ts';
import { writeMany, type Database, type Run } from './database.ts';
import { pageOf, parseBody, type BodyRow } from './rows.ts';

type UserRow = BodyRow<User> & { lastSeenAt: number | null };

const columns = 'body, last_seen_at AS "lastSeenAt"';
/** Sorts after every continuation of a word: letters and digits, as `orderKey` returns them. */
const above = '\u{10FFFF}\u{10FFFF}';

const toStoredUser = (row: UserRow): StoredUser => ({
  user: parseBody(row),
  ...(row.lastSeenAt === null ? {} : { lastSeenAt: row.lastSeenAt }),
});

export const postgresUsers = ({ run, write }: Database): UserStore => {
  const many = async (userIds: readonly string[]): Promise<StoredUser[]> => {
    const sql = `SELECT ${columns} FROM {s}.users WHERE user_id = ANY ($1)`;
    return (await run<UserRow>(sql, [userIds.map(orderKey)])).map(toStoredUser);
  };

  const named = async (within: Run, key: string): Promise<string | undefined> => {
    const sql = 'SELECT body FROM {s}.users WHERE user_id = $1 FOR UPDATE';
    const [row] = await within<BodyRow<User>>(sql, [key]);
    return row && parseBody(row).name;
  };

  return {
    get: async (userId) => (await many([userId]))[0] ?? null,
    many,
    put: ({ user, lastSeenAt }) =>
      write(async (within) => {
        const key = orderKey(user.id);
        const before = await named(within, key);
        await within(
          `INSERT INTO {s}.users AS known (user_id, last_seen_at, body) VALUES ($1, $2, $3) ON CONFLICT (user_id)
            DO UPDATE SET body = excluded.body, last_seen_at = coalesce(excluded.last_seen_at, known.last_seen_at)`,
          [key, lastSeenAt ?? null, JSON.stringify(user)],
        );
        // Connecting is frequent, changing a name is rare.
        if (before === user.name) return;
        await within('DELETE FROM {s}.name_words WHERE user_id = $1', [key]);
        await writeMany(within, key)(
          'INSERT INTO {s}.name_words (user_id, word) SELECT $1, * FROM unnest($2::text[]) ON CONFLICT DO NOTHING',
          nameTokens(user.name).map((word) => [orderKey(word)]),
        );
      }),
    forget: async (userId) =>
      void (await run('DELETE FROM {s}.users WHERE user_id = $1', [orderKey(userId)])),
    words: async ({ prefix, after, limit }) => {
      const sql = `SELECT word, body FROM {s}.name_words JOIN {s}.users USING (user_id)
        WHERE (word, user_id) > ($1, $2) AND word < $3 ORDER BY word, user_id LIMIT $4`;
      const from = [orderKey(after?.word ?? prefix), orderKey(after?.userId ?? '')];
      const all = await run<BodyRow<User> & { word: string }>(sql, [
        ...from,
        `${orderKey(prefix)}${above}`,
        limit + 1,
      ]);
      const { rows, hasMore } = pageOf(all, limit);
      return { found: rows.map((row) => ({ word: idOf(row.word), user: parseBody(row) })), hasMore };
    },
  };
};

export const postgresProfiles = ({ run, write }: Database): ProfileStore => ({
  get: async (userId) => {
    const sql = 'SELECT body FROM {s}.profiles WHERE user_id = $1';
    const [row] = await run<BodyRow<StoredProfile>>(sql, [orderKey(userId)]);
    return row === undefined ? {} : parseBody(row);
  },
  change: (userId, change) =>
    write(async (within) => {
      const key = orderKey(userId);
      const made = `INSERT INTO {s}.profiles (user_id, body) VALUES ($1, '{}') ON CONFLICT DO NOTHING`;
      await within(made, [key]);
      const sql = 'SELECT body FROM {s}.profiles WHERE user_id = $1 FOR UPDATE';
      const [row] = await within<BodyRow<StoredProfile>>(sql, [key]);
      const changed = applyProfileChange(row === undefined ? {} : parseBody(row), change);
      await within('UPDATE {s}.profiles SET body = $2 WHERE user_id = $1', [key, JSON.stringify(changed)]);
      return changed;
    }),
  forget: async (userId) =>
    void (await run('DELETE FROM {s}.profiles WHERE user_id = $1', [orderKey(userId)])),
});

export const postgresPreferences = ({ run }: Database): PreferenceStore => ({
  get: async (userId, roomId) => {
    const sql = 'SELECT body FROM {s}.wishes WHERE user_id = $1 AND room_id = $2';
    const [row] = await run<BodyRow<object>>(sql, [orderKey(userId), orderKey(roomId)]);
    return row === undefined ? {} : parseBody(row);
  },
  put: async (userId, roomId, preferences) =>
    void (await run(
      `INSERT INTO {s}.wishes (user_id, room_id, body) VALUES ($1, $2, $3)
        ON CONFLICT (user_id, room_id) DO UPDATE SET body = excluded.body`,
      [orderKey(userId), orderKey(roomId), JSON.stringify(preferences)],
    )),
  forget: async (userId) => void (await run('DELETE FROM {s}.wishes WHERE user_id = $1', [orderKey(userId)])),
});
