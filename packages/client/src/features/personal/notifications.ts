import type { Call, Input, NotificationSettings } from '@chat/protocol';

/** Notification settings and push subscriptions. */
export interface Notifications {
  /** Resolves to my settings, which apply to all my devices; with a room, also until when it is silenced. */
  settings(roomId?: string): Promise<NotificationSettings>;
  /**
   * Changes my settings, for all rooms or one (`roomId`; `level` null for the general one). Resolves to the
   * new settings.
   */
  update(change: Input<'notification:settings'>): Promise<NotificationSettings>;
  /**
   * Sends push messages to the subscription that `pushManager.subscribe` returned. Rejects with `not_found`
   * if the server sends none.
   */
  subscribe(subscription: Pick<PushSubscription, 'toJSON'>): Promise<void>;
  /** Stops push messages to this endpoint. */
  unsubscribe(endpoint: string): Promise<void>;
}

export const notifications = (call: Call): Notifications => ({
  settings: (roomId) => call('notification:settings', roomId === undefined ? {} : { roomId }),
  update: (change) => call('notification:settings', change),
  subscribe: async (subscription) => {
    const { endpoint = '', keys: { p256dh = '', auth = '' } = {} } = subscription.toJSON();
    await call('notification:subscribe', { endpoint, keys: { p256dh, auth } });
  },
  unsubscribe: async (endpoint) => void (await call('notification:unsubscribe', { endpoint })),
});
