import type { Stop } from '@chat/client';
import { icons } from '../icons.ts';
import type { Feature, RoomPlace } from '../places.ts';
import { shows } from '../shows.ts';
import { later } from './later.ts';

/** What tells the reader is loaded when there is something to tell. */
const watchArrivals = (place: RoomPlace): Stop =>
  place.room.on('message:created', ({ message }) => {
    const { ownerDocument: page } = place.host;
    if (page.visibilityState === 'visible' && page.hasFocus()) return;
    void import('../arrivals.ts').then(({ arrived }) => arrived(place, message)).catch(() => {});
  });

/** A note of the system was chosen: the worker says which, or the address of a page that it opened. */
const watchNotes = (place: RoomPlace): Stop => {
  // Pages without TLS have none.
  const worker = navigator.serviceWorker as ServiceWorkerContainer | undefined;
  const opened = ({ data }: MessageEvent): void => {
    if (data?.type === 'chat-open')
      void import('../opened-note.ts').then(({ openNote }) => openNote(place, data)).catch(() => {});
  };
  if (location.hash.startsWith('#chat='))
    void import('../opened-note.ts').then(({ openFromAddress }) => openFromAddress(place)).catch(() => {});
  worker?.addEventListener('message', opened);
  return () => worker?.removeEventListener('message', opened);
};

/** What the reader hears of while they look elsewhere: a count in the title, a sound, a note of the system. */
export const notifications: Feature = later(
  {
    name: 'notifications',
    // The room's frame alone: its list and its composer see the same messages.
    watch: (place) =>
      place.host.localName === 'chat-room' && shows(place.features, 'notifications')
        ? [watchArrivals(place), watchNotes(place)]
        : [],
    tool: ({ language }) => ({ label: language.text('notifications'), icon: icons.bell }),
  },
  {},
  async () => (await import('../features/notifications.ts')).notifications,
);
