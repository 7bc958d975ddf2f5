import type { Stop } from '@chat/client';
import { html } from 'lit';
import { icons } from '../icons.ts';
import { openPanel } from '../panel-state.ts';
import type { Feature, RoomPlace } from '../places.ts';
import { shows } from '../shows.ts';

const load = (): void => void import('../chat-notification-settings.ts');

/** Loaded beside the first view, which does not need it. */
const laterWatch = (place: RoomPlace): Stop => {
  let stop: Stop | null = null;
  let over = false;
  void import('../arrivals.ts').then(({ watchArrivals }) => {
    if (!over) stop = watchArrivals(place);
  });
  return () => {
    over = true;
    stop?.();
  };
};

/** What the reader hears of while they look elsewhere: a count in the title, a sound, a note of the system. */
export const notifications: Feature = {
  name: 'notifications',
  // The room's frame alone: its list and its composer see the same messages.
  watch: (place) =>
    place.host.localName === 'chat-room' && shows(place.features, 'notifications') ? [laterWatch(place)] : [],
  header: ({ language }, open) =>
    html`<button
      type="button"
      class="icon-button"
      aria-label=${language.text('notifications')}
      title=${language.text('notifications')}
      aria-expanded=${open?.name === 'notifications' ? 'true' : 'false'}
      @click=${(event: Event) => openPanel(event.currentTarget as HTMLElement, 'notifications')}
    >
      ${icons.bell}
    </button>`,
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
