import type { NotificationLevel, QuietHours } from '@chat/protocol';

/** A device that can be reached while nobody looks: a browser's push subscription. */
export interface PushSubscription {
  /** Where the browser's maker takes messages for it. */
  endpoint: string;
  /** What they are sealed with, so that only the browser can read them; base64url. */
  keys: { p256dh: string; auth: string };
  /** ms since the epoch. */
  createdAt: number;
}

/** What somebody wants to be told of. */
export interface StoredNotificationSettings {
  level: NotificationLevel;
  /** By room id. */
  rooms: Record<string, NotificationLevel>;
  quiet?: QuietHours;
}

export interface NotificationStore {
  /** The settings of a user, or null. */
  settings(userId: string): Promise<StoredNotificationSettings | null>;
  /** Stores the settings whole, in place of what was there. */
  putSettings(userId: string, settings: StoredNotificationSettings): Promise<void>;
  /** Stores a subscription. An endpoint belongs to one user, the last who subscribed it. */
  subscribe(userId: string, subscription: PushSubscription): Promise<void>;
  /** Forgets a subscription and answers whether there was one; of another user than `userId` nothing is forgotten. */
  unsubscribe(userId: string, endpoint: string): Promise<boolean>;
  /** The subscriptions of a user, oldest first. */
  subscriptions(userId: string): Promise<PushSubscription[]>;
  /** The user wants to be told of this room. Once is enough. */
  follow(roomId: string, userId: string): Promise<void>;
  /** The user does not any more. */
  unfollow(roomId: string, userId: string): Promise<void>;
  /** Ids of those who follow a room, in code unit order, after `after`. */
  followers(
    roomId: string,
    query: { after?: string; limit: number },
  ): Promise<{ userIds: string[]; hasMore: boolean }>;
  /** Forgets the settings and devices of a user, who follows no room any more. */
  forget(userId: string): Promise<void>;
}
