import type { Stop } from '@chat/client';
import { onDevice } from '../../dom/browser-storage.ts';
import type { Feature, RoomContext } from '../../core/feature.ts';
import { shows } from '../../core/feature-filter.ts';
import { defaultAddress } from '../../core/server-address.ts';
import { isFocused, announceFocus } from './tab-focus.ts';

/** What tells the reader is loaded when there is something to tell. */
const watchArrivals = (place: RoomContext): Stop =>
  place.room.on('message:created', ({ message }) => {
    if (isFocused(place.host)) return;
    void import('./incoming-alerts.ts')
      .then(({ alertIncoming }) => alertIncoming(place, message))
      .catch(() => {});
  });

/** Where somebody wants to be told while nobody looks, that is looked after. */
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

/** A note of the system was chosen: the worker says which, or the address of a page that it opened. */
const watchNotes = (place: RoomContext): Stop => {
  // Pages without TLS have none.
  const worker = navigator.serviceWorker as ServiceWorkerContainer | undefined;
  const opened = ({ data }: MessageEvent): void => {
    if (data?.type === 'chat-open')
      void import('./notification-click.ts')
        .then(({ openNotification }) => openNotification(place, data))
        .catch(() => {});
  };
  if (location.hash.startsWith('#chat='))
    void import('./notification-click.ts')
      .then(({ openFromAddress }) => openFromAddress(place))
      .catch(() => {});
  worker?.addEventListener('message', opened);
  return () => worker?.removeEventListener('message', opened);
};

const watch: NonNullable<Feature['watch']> = (place) =>
  // The room's frame alone: its list and its composer see the same messages.
  place.host.localName === 'chat-room' && shows(place.features, 'notifications')
    ? [announceFocus(place), watchArrivals(place), watchNotes(place), watchDevice(place)]
    : [];

export const notificationsDeferred = {
  watch,
  onArrival: (place, message, about) =>
    void import('./incoming-alerts.ts')
      .then(({ alertIncoming }) => alertIncoming(place, message, about))
      .catch(() => {}),
} satisfies Partial<Feature>;
