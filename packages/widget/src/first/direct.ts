import type { Stop } from '@chat/client';
import { html, nothing } from 'lit';
import type * as DirectRooms from '../direct-rooms.ts';
import type { Feature, RoomPlace } from '../places.ts';
import { shows } from '../shows.ts';

let rest: typeof DirectRooms | null = null;

/** Once the room is there: what nobody waits for. */
const begin = (place: RoomPlace, changed: () => void): Stop => {
  const { state } = place.room;
  let stop: Stop | null = null;
  let done = false;
  let loading = false;
  const look = (): void => {
    if (loading || done || state.get().status !== 'joined') return;
    loading = true;
    import('../direct-rooms.ts').then(
      (found) => {
        rest = found;
        if (!done) stop = found.watchDirect(place, changed);
      },
      () => (loading = false),
    );
  };
  const stopLooking = state.subscribe(look);
  look();
  return () => {
    done = true;
    stopLooking();
    stop?.();
  };
};

/** Rooms of two on a page that shows one room: a button when there are some, with what is unread in them. */
export const direct: Feature = {
  name: 'direct',
  watch: (place, changed) =>
    place.host.localName === 'chat-room' &&
    shows(place.features, 'direct') &&
    !place.host.closest('chat-rooms')
      ? [begin(place, changed)]
      : [],
  tool: (place) => rest?.directTool(place) ?? null,
  panel: {
    title: (language) => rest?.directTitle(language) ?? '',
    render: (place) => rest?.directPanel(place) ?? html`${nothing}`,
  },
};
