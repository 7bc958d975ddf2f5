import type { NotificationLevel, QuietHours } from '@chat/protocol';

/** A device that can be notified while the page is closed: a push subscription of a browser. */
export interface PushSubscription {
  /** The address of the browser's push service. */
  endpoint: string;
  /** Keys that encrypt notifications, so that only the browser can read them; base64url. */
  keys: { p256dh: string; auth: string };
  /** ms since the epoch. */
  createdAt: number;
}

/** A user's notification settings. */
export interface StoredNotificationSettings {
  level: NotificationLevel;
  /** By room id. */
  rooms: Record<string, NotificationLevel>;
  quiet?: QuietHours;
  /** Which unread messages the user gets e-mail about; absent: the server's default. */
  email?: NotificationLevel;
}

export interface NotificationStore {
  /** Returns the settings of a user, or null. */
  settings(userId: string): Promise<StoredNotificationSettings | null>;
  /** Stores the settings, replacing the previous ones entirely. */
  putSettings(userId: string, settings: StoredNotificationSettings): Promise<void>;
  /** Stores a subscription. An endpoint belongs to one user: the last one to subscribe it. */
  subscribe(userId: string, subscription: PushSubscription): Promise<void>;
  /**
   * Removes a subscription and returns whether there was one; a subscription of another user is not removed.
   */
  unsubscribe(userId: string, endpoint: string): Promise<boolean>;
  /** Returns the subscriptions of a user, oldest first. */
  subscriptions(userId: string): Promise<PushSubscription[]>;
  /** Adds the user to the followers of a room. Following it again changes nothing. */
  follow(roomId: string, userId: string): Promise<void>;
  /** Removes the user from the followers of a room. */
  unfollow(roomId: string, userId: string): Promise<void>;
  /** Returns the ids of users who follow a room, in code unit order, after `after`. */
  followers(
    roomId: string,
    query: { after?: string; limit: number },
  ): Promise<{ userIds: string[]; hasMore: boolean }>;
  /** Removes the settings and subscriptions of a user, who then follows no room. */
  forget(userId: string): Promise<void>;
}
