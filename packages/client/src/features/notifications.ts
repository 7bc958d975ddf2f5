import type { Call, Input, NotificationSettings } from '@chat/protocol';

/** What I am told of while I am away. */
export interface Notifications {
  /** What holds now, on all my devices; with a room, also until when I have silenced it. */
  settings(roomId?: string): Promise<NotificationSettings>;
  /** Changes it, everywhere or in one room (`roomId`; its `level` null for the general one); answers what holds then. */
  update(change: Input<'notification:settings'>): Promise<NotificationSettings>;
  /** Tells this device from now on: what `pushManager.subscribe` answered. `not_found` when the server sends no pushes. */
  subscribe(subscription: Pick<PushSubscription, 'toJSON'>): Promise<void>;
  /** Tells the device of this address no more. */
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
