import type {
  NotificationStore,
  PushSubscription,
  StoredNotificationSettings,
} from '../contract/notification-store.ts';
import { idOf, orderKey } from '../shared/id-order-key.ts';
import type { Database } from './database.ts';
import { keyOf, pageOf, parseBody, type BodyRow } from './rows.ts';
import { put, type Row } from './table.ts';

type SettingsRow = BodyRow<StoredNotificationSettings>;

interface SubscriptionRow extends BodyRow<PushSubscription> {
  user: string;
  createdAt: number;
}

interface FollowerRow extends Row {
  room: string;
  user: string;
}

export const mongodbNotifications = ({ tables, write }: Database): NotificationStore => {
  const followerId = (roomId: string, userId: string): string => keyOf(orderKey(roomId), orderKey(userId));

  return {
    settings: async (userId) => {
      const row = await tables<SettingsRow>('notificationSettings').get(orderKey(userId));
      return row && parseBody(row);
    },
    putSettings: (userId, settings) =>
      tables<SettingsRow>('notificationSettings').bulk([
        put<SettingsRow>({ _id: orderKey(userId), body: JSON.stringify(settings) }),
      ]),
    subscribe: (userId, subscription) =>
      tables<SubscriptionRow>('pushSubscriptions').bulk([
        put<SubscriptionRow>({
          _id: subscription.endpoint,
          user: orderKey(userId),
          createdAt: subscription.createdAt,
          body: JSON.stringify(subscription),
        }),
      ]),
    unsubscribe: async (userId, endpoint) => {
      const theirs = { _id: { $eq: endpoint }, user: orderKey(userId) };
      return (await tables<SubscriptionRow>('pushSubscriptions').remove(theirs)) > 0;
    },
    subscriptions: async (userId) => {
      const theirs = { user: orderKey(userId) };
      const rows = await tables<SubscriptionRow>('pushSubscriptions').find(theirs, {
        sort: { createdAt: 1, _id: 1 },
      });
      return rows.map(parseBody);
    },
    follow: (roomId, userId) =>
      tables<FollowerRow>('followers').bulk([
        put<FollowerRow>({
          _id: followerId(roomId, userId),
          room: orderKey(roomId),
          user: orderKey(userId),
        }),
      ]),
    unfollow: async (roomId, userId) =>
      void (await tables<FollowerRow>('followers').remove({ _id: followerId(roomId, userId) })),
    followers: async (roomId, { after = '', limit }) => {
      const all = await tables<FollowerRow>('followers').find(
        { room: orderKey(roomId), user: { $gt: orderKey(after) } },
        { sort: { user: 1 }, limit: limit + 1 },
      );
      const { rows, hasMore } = pageOf(all, limit);
      return { userIds: rows.map(({ user }) => idOf(user)), hasMore };
    },
    forget: (userId) =>
      write(async (within) => {
        const user = orderKey(userId);
        await within.tables<SettingsRow>('notificationSettings').remove({ _id: user });
        await within.tables<SubscriptionRow>('pushSubscriptions').remove({ user });
        await within.tables<FollowerRow>('followers').remove({ user });
      }),
  };
};
