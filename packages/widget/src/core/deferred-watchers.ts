import type { Stop } from '@chat/client';
import { callTool } from '../features/calls/call-button.ts';
import { knowPeople } from '../features/calls/load-callee.ts';
import { calls } from '../features/calls/index.ts';
import { direct } from '../features/direct/index.ts';
import { notifications } from '../features/notifications/index.ts';
import { isLooking, sayLooking } from '../features/notifications/tab-focus.ts';
import type { Feature, RoomPlace } from './feature.ts';
import { onDevice } from '../dom/browser-storage.ts';
import { defaultAddress } from './server-address.ts';
import { shows } from './feature-filter.ts';

/** What tells the reader is loaded when there is something to tell. */
const watchArrivals = (place: RoomPlace): Stop =>
  place.room.on('message:created', ({ message }) => {
    if (isLooking(place.host)) return;
    void import('../features/notifications/incoming-alerts.ts')
      .then(({ arrived }) => arrived(place, message))
      .catch(() => {});
  });

/** Where somebody wants to be told while nobody looks, that is looked after. */
const watchDevice = ({ client }: RoomPlace): Stop => {
  const keep = (): void => {
    if (onDevice.get('notes') === 'on')
      void import('../features/notifications/push-subscription.ts')
        .then(({ keepSubscribed }) => keepSubscribed(client, defaultAddress()))
        .catch(() => {}); // another visit tries again
  };
  if (client.user) keep();
  return client.on('hello', keep);
};

/** A note of the system was chosen: the worker says which, or the address of a page that it opened. */
const watchNotes = (place: RoomPlace): Stop => {
  // Pages without TLS have none.
  const worker = navigator.serviceWorker as ServiceWorkerContainer | undefined;
  const opened = ({ data }: MessageEvent): void => {
    if (data?.type === 'chat-open')
      void import('../features/notifications/notification-click.ts')
        .then(({ openNote }) => openNote(place, data))
        .catch(() => {});
  };
  if (location.hash.startsWith('#chat='))
    void import('../features/notifications/notification-click.ts')
      .then(({ openFromAddress }) => openFromAddress(place))
      .catch(() => {});
  worker?.addEventListener('message', opened);
  return () => worker?.removeEventListener('message', opened);
};

/** Rooms of two. All of it comes beside the rest. */
const watchDirect: NonNullable<Feature['watch']> = (place, changed) => {
  let stops: Stop[] | undefined = [];
  import('../features/direct/direct.ts').then(
    ({ watchDirect: watchRooms, ...whole }) => {
      Object.assign(direct, whole.direct);
      stops &&= watchRooms(place, changed);
    },
    () => {},
  );
  return [
    () => {
      for (const stop of stops ?? []) stop();
      stops = undefined;
    },
  ];
};

const watchNotifications: NonNullable<Feature['watch']> = (place) =>
  // The room's frame alone: its list and its composer see the same messages.
  place.host.localName === 'chat-room' && shows(place.features, 'notifications')
    ? [sayLooking(place), watchArrivals(place), watchNotes(place), watchDevice(place)]
    : [];

const watchCalls: NonNullable<Feature['watch']> = (place, changed) =>
  place.host.localName === 'chat-room' && shows(place.features, 'calls')
    ? [place.room.calls.subscribe(changed), knowPeople(place)]
    : [];

/** For those who watched before this came. */
export const watch: NonNullable<Feature['watch']> = (place, changed) => [
  ...watchCalls(place, changed),
  ...watchNotifications(place, changed),
  ...watchDirect(place, changed),
];

Object.assign(notifications, { watch: watchNotifications });
Object.assign(direct, { watch: watchDirect });
Object.assign(calls, { watch: watchCalls, ...(calls.later ? { tool: callTool } : {}) });
