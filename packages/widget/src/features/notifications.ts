import type { Stop } from '@chat/client';
import { html } from 'lit';
import { icons } from '../icons.ts';
import type { Feature, RoomPlace } from '../places.ts';
import { shows } from '../shows.ts';

const load = (): void => void import('../chat-notification-settings.ts');

/** What tells the reader is loaded when there is something to tell. */
const watchArrivals = (place: RoomPlace): Stop =>
  place.room.on('message:created', ({ message }) => {
    const { ownerDocument: page } = place.host;
    if (page.visibilityState === 'visible' && page.hasFocus()) return;
    void import('../arrivals.ts').then(({ arrived }) => arrived(place, message)).catch(() => {});
  });

/** What the reader hears of while they look elsewhere: a count in the title, a sound, a note of the system. */
export const notifications: Feature = {
  name: 'notifications',
  // The room's frame alone: its list and its composer see the same messages.
  watch: (place) =>
    place.host.localName === 'chat-room' && shows(place.features, 'notifications')
      ? [watchArrivals(place)]
      : [],
  tool: ({ language }) => ({ label: language.text('notifications'), icon: icons.bell }),
  panel: {
    title: (language) => language.text('notifications'),
    render: ({ room, client, language }) => {
      load();
      return html`<chat-notification-settings
        lang=${language.tag}
        .client=${client}
        .room=${room.id}
      ></chat-notification-settings>`;
    },
  },
};
