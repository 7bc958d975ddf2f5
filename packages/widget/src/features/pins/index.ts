import type { Feature } from '../../core/feature.ts';
import { shows } from '../../core/feature-filter.ts';
import { lazyFeature } from '../../core/lazy.ts';

export const pins: Feature = lazyFeature(
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
  async () => (await import('./pins.ts')).pins,
);
