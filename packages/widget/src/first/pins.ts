import type { Feature } from '../places.ts';
import { shows } from '../shows.ts';
import { later } from './later.ts';

export const pins: Feature = later(
  {
    name: 'pins',
    watch: ({ room, host, features }, changed) => {
      if (host.localName !== 'chat-room' || !shows(features, 'pins')) return [];
      void room.pins.load();
      return [room.pins.subscribe(changed)];
    },
  },
  {
    room: ({ room }) => room.pins.get().items.length > 0,
    item: (item) => item.pinnedAt !== undefined,
  },
  async () => (await import('../features/pins.ts')).pins,
);
