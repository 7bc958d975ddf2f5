import type { Feature } from '../../core/feature.ts';
import { lazyFeature } from '../../core/lazy.ts';

/** Loads for hosts. A direct room is no event. */
export const overlay: Feature = lazyFeature(
  { name: 'overlay' },
  {
    room: ({ room }) => {
      const { room: settings, can } = room.state.get();
      return settings?.type !== 'direct' && can?.['overlay:create'] === true;
    },
  },
  async () => (await import('./overlay.ts')).overlay,
);
