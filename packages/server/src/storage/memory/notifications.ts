import { immutable } from '../shared/immutable.ts';
import type {
  NotificationStore,
  PushSubscription,
  StoredNotificationSettings,
} from '../contract/notification-store.ts';
import { pageOfKeys } from './sorted.ts';
import type { MaybeSync } from '../shared/reject-when-closed.ts';

/** The notification store as synchronous methods. */
export const memoryNotifications = (): MaybeSync<NotificationStore> => {
  const settings = new Map<string, StoredNotificationSettings>();
  const devices = new Map<string, { userId: string; subscription: PushSubscription }>();
  const followers = new Map<string, Set<string>>();

  return {
    settings: (userId) => settings.get(userId) ?? null,
    putSettings: (userId, given) => void settings.set(userId, immutable(given)),
    subscribe: (userId, subscription) => {
      // Deleted first, so that the map is in the order of subscription.
      devices.delete(subscription.endpoint);
      devices.set(subscription.endpoint, { userId, subscription: immutable(subscription) });
    },
    unsubscribe: (userId, endpoint) => devices.get(endpoint)?.userId === userId && devices.delete(endpoint),
    subscriptions: (userId) =>
      [...devices.values()]
        .filter((device) => device.userId === userId)
        .map(({ subscription }) => subscription)
        .sort((one, other) => one.createdAt - other.createdAt),
    follow: (roomId, userId) => void followers.set(roomId, (followers.get(roomId) ?? new Set()).add(userId)),
    unfollow: (roomId, userId) => void followers.get(roomId)?.delete(userId),
    followers: (roomId, query) => {
      const { keys, hasMore } = pageOfKeys(followers.get(roomId) ?? [], query);
      return { userIds: keys, hasMore };
    },
    forget: (userId) => {
      settings.delete(userId);
      for (const [endpoint, device] of devices) if (device.userId === userId) devices.delete(endpoint);
      for (const users of followers.values()) users.delete(userId);
    },
  };
};
