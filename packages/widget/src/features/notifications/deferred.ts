import type { Stop } from '@chat/client';
import { onDevice } from '../../dom/browser-storage.ts';
import type { Feature, RoomContext } from '../../core/feature.ts';
import { shows } from '../../core/feature-filter.ts';
import { defaultAddress } from '../../core/server-address.ts';
import { isFocused, announceFocus } from './tab-focus.ts';

/** Loads the code for alerts when the first message arrives out of focus. */
const watchArrivals = (context: RoomContext): Stop =>
  context.room.on('message:created', ({ message }) => {
    if (isFocused(context.host)) return;
    void import('./incoming-alerts.ts')
      .then(({ alertIncoming }) => alertIncoming(context, message))
      .catch(() => {});
  });

/** Renews the push subscription of this device if the user wants notifications on it. */
const watchDevice = ({ client }: RoomContext): Stop => {
  const keep = (): void => {
    if (onDevice.get('notes') === 'on')
      void import('../../core/push-subscription.ts')
        .then(({ keepSubscribed }) => keepSubscribed(client, defaultAddress()))
        .catch(() => {}); // another visit tries again
  };
  if (client.user) keep();
  return client.on('hello', keep);
};

/** Handles a click on a system notification, reported by the service worker. */
const watchNotes = (context: RoomContext): Stop => {
  // Pages without TLS have none.
  const worker = navigator.serviceWorker as ServiceWorkerContainer | undefined;
  const opened = ({ data }: MessageEvent): void => {
    if (data?.type === 'chat-open')
      void import('../../ui/open-address.ts')
        .then(({ openNotification }) => openNotification(context, data))
        .catch(() => {});
  };
  worker?.addEventListener('message', opened);
  return () => worker?.removeEventListener('message', opened);
};

const watch: NonNullable<Feature['watch']> = (context) =>
  // Only the room's frame: its list and its composer have the same messages.
  context.host.localName === 'chat-room' && shows(context.features, 'notifications')
    ? [announceFocus(context), watchArrivals(context), watchNotes(context), watchDevice(context)]
    : [];

export const notificationsDeferred = {
  watch,
  onArrival: (context, message, about) =>
    void import('./incoming-alerts.ts')
      .then(({ alertIncoming }) => alertIncoming(context, message, about))
      .catch(() => {}),
} satisfies Partial<Feature>;
