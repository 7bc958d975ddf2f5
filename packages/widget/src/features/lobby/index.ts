import type { Feature } from '../../core/feature.ts';
import { lazyFeature } from '../../core/lazy.ts';

export const lobby: Feature = lazyFeature(
  { name: 'lobby' },
  {
    room: ({ room }) => {
      const { room: settings, can } = room.state.get();
      return settings?.lobby === true && can?.['lobby:admit'] === true;
    },
  },
  async () => (await import('./lobby.ts')).lobby,
);
