import type { DatabaseSync } from 'node:sqlite';
import type {
  NotificationStore,
  PushSubscription,
  StoredNotificationSettings,
} from '../contract/notification-store.ts';
import type { WriteQueue } from './write-queue.ts';
import { idOf, orderKey } from '../shared/id-order-key.ts';
import { parseBody, query, type BodyRow } from './query.ts';

/** All statements that read. */
export const notificationReads = {
  notificationSettings: 'SELECT body FROM notification_settings WHERE user_id = ?',
  subscriptions: 'SELECT body FROM push_subscriptions WHERE user_id = ? ORDER BY created_at, endpoint',
  followers:
    'SELECT user_id AS key FROM followers WHERE room_id = ? AND user_id > ? ORDER BY user_id LIMIT ?',
} as const;

/** All statements that write. */
export const notificationWrites = {
  putNotificationSettings: `INSERT INTO notification_settings (user_id, body) VALUES (?, ?)
    ON CONFLICT (user_id) DO UPDATE SET body = excluded.body`,
  subscribe: `INSERT INTO push_subscriptions (endpoint, user_id, created_at, body) VALUES (?, ?, ?, ?)
    ON CONFLICT (endpoint) DO UPDATE SET user_id = excluded.user_id, created_at = excluded.created_at, body = excluded.body`,
  unsubscribe: 'DELETE FROM push_subscriptions WHERE endpoint = ? AND user_id = ?',
  follow: 'INSERT INTO followers (room_id, user_id) VALUES (?, ?) ON CONFLICT DO NOTHING',
  unfollow: 'DELETE FROM followers WHERE room_id = ? AND user_id = ?',
  forgetNotificationSettings: 'DELETE FROM notification_settings WHERE user_id = ?',
  forgetDevices: 'DELETE FROM push_subscriptions WHERE user_id = ?',
  followNothing: 'DELETE FROM followers WHERE user_id = ?',
} as const;

/** Writes for notifications; the caller begins and commits the transaction. */
export interface NotificationWrites {
  putNotificationSettings: (userId: string, settings: StoredNotificationSettings) => void;
  subscribe: (userId: string, subscription: PushSubscription) => void;
  unsubscribe: (userId: string, endpoint: string) => boolean;
  follow: (roomId: string, userId: string) => void;
  unfollow: (roomId: string, userId: string) => void;
  forgetNotifications: (userId: string) => void;
}

export const createNotificationWrites = (database: DatabaseSync): NotificationWrites => {
  const putSettings = query(database, notificationWrites.putNotificationSettings);
  const subscribe = query(database, notificationWrites.subscribe);
  const unsubscribe = query(database, notificationWrites.unsubscribe);
  const follow = query(database, notificationWrites.follow);
  const unfollow = query(database, notificationWrites.unfollow);
  const { forgetNotificationSettings, forgetDevices, followNothing } = notificationWrites;
  const forget = [forgetNotificationSettings, forgetDevices, followNothing].map((sql) =>
    query(database, sql),
  );
  return {
    putNotificationSettings: (userId, settings) =>
      void putSettings.run(orderKey(userId), JSON.stringify(settings)),
    subscribe: (userId, subscription) =>
      void subscribe.run(
        subscription.endpoint,
        orderKey(userId),
        subscription.createdAt,
        JSON.stringify(subscription),
      ),
    unsubscribe: (userId, endpoint) => unsubscribe.run(endpoint, orderKey(userId)) > 0,
    follow: (roomId, userId) => void follow.run(orderKey(roomId), orderKey(userId)),
    forgetNotifications: (userId) => {
      for (const each of forget) each.run(orderKey(userId));
    },
    unfollow: (roomId, userId) => void unfollow.run(orderKey(roomId), orderKey(userId)),
  };
};

export const sqliteNotifications = (database: DatabaseSync, { run }: WriteQueue): NotificationStore => {
  const settings = query<BodyRow<StoredNotificationSettings>>(
    database,
    notificationReads.notificationSettings,
  );
  const subscriptions = query<BodyRow<PushSubscription>>(database, notificationReads.subscriptions);
  const followers = query<{ key: string }>(database, notificationReads.followers);
  return {
    settings: async (userId) => {
      const row = settings.first(orderKey(userId));
      return row === undefined ? null : parseBody(row);
    },
    putSettings: (userId, given) => run('putNotificationSettings', userId, given),
    subscribe: (userId, subscription) => run('subscribe', userId, subscription),
    unsubscribe: (userId, endpoint) => run('unsubscribe', userId, endpoint),
    subscriptions: async (userId) => subscriptions.all(orderKey(userId)).map(parseBody),
    follow: (roomId, userId) => run('follow', roomId, userId),
    forget: (userId) => run('forgetNotifications', userId),
    unfollow: (roomId, userId) => run('unfollow', roomId, userId),
    followers: async (roomId, { after = '', limit }) => {
      const rows = followers.all(orderKey(roomId), orderKey(after), limit + 1);
      return {
        userIds: rows.slice(0, limit).map(({ key }) => idOf(key)),
        hasMore: rows.length > limit,
      };
    },
  };
};
