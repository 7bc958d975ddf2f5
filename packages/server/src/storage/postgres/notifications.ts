import type {
  NotificationStore,
  PushSubscription,
  StoredNotificationSettings,
} from '../contract/notification-store.ts';
import { idOf, orderKey } from '../shared/id-order-key.ts';
import type { Database } from './database.ts';
import { pageOf, parseBody, type BodyRow } from './rows.ts';

export const postgresNotifications = ({ run, write }: Database): NotificationStore => ({
  settings: async (userId) => {
    const sql = 'SELECT body FROM {s}.notification_settings WHERE user_id = $1';
    const [row] = await run<BodyRow<StoredNotificationSettings>>(sql, [orderKey(userId)]);
    return row === undefined ? null : parseBody(row);
  },
  putSettings: async (userId, settings) =>
    void (await run(
      `INSERT INTO {s}.notification_settings (user_id, body) VALUES ($1, $2)
        ON CONFLICT (user_id) DO UPDATE SET body = excluded.body`,
      [orderKey(userId), JSON.stringify(settings)],
    )),
  subscribe: async (userId, subscription) =>
    void (await run(
      `INSERT INTO {s}.push_subscriptions (endpoint, user_id, created_at, body) VALUES ($1, $2, $3, $4)
        ON CONFLICT (endpoint) DO UPDATE
          SET user_id = excluded.user_id, created_at = excluded.created_at, body = excluded.body`,
      [subscription.endpoint, orderKey(userId), subscription.createdAt, JSON.stringify(subscription)],
    )),
  unsubscribe: async (userId, endpoint) => {
    const sql = 'DELETE FROM {s}.push_subscriptions WHERE endpoint = $1 AND user_id = $2 RETURNING endpoint';
    return (await run(sql, [endpoint, orderKey(userId)])).length > 0;
  },
  subscriptions: async (userId) => {
    const sql = 'SELECT body FROM {s}.push_subscriptions WHERE user_id = $1 ORDER BY created_at, endpoint';
    return (await run<BodyRow<PushSubscription>>(sql, [orderKey(userId)])).map(parseBody);
  },
  follow: async (roomId, userId) =>
    void (await run('INSERT INTO {s}.followers (room_id, user_id) VALUES ($1, $2) ON CONFLICT DO NOTHING', [
      orderKey(roomId),
      orderKey(userId),
    ])),
  unfollow: async (roomId, userId) =>
    void (await run('DELETE FROM {s}.followers WHERE room_id = $1 AND user_id = $2', [
      orderKey(roomId),
      orderKey(userId),
    ])),
  followers: async (roomId, { after = '', limit }) => {
    const sql = `SELECT user_id AS key FROM {s}.followers
      WHERE room_id = $1 AND user_id > $2 ORDER BY user_id LIMIT $3`;
    const all = await run<{ key: string }>(sql, [orderKey(roomId), orderKey(after), limit + 1]);
    const { rows, hasMore } = pageOf(all, limit);
    return { userIds: rows.map(({ key }) => idOf(key)), hasMore };
  },
  forget: (userId) =>
    write(async (within) => {
      for (const table of ['notification_settings', 'push_subscriptions', 'followers'])
        await within(`DELETE FROM {s}.${table} WHERE user_id = $1`, [orderKey(userId)]);
    }),
});
