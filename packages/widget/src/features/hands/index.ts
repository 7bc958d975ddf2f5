import type { Feature } from '../../core/feature.ts';
import { lazyFeature } from '../../core/lazy.ts';

export const hands: Feature = lazyFeature(
  { name: 'hands' },
  { room: ({ room }) => room.state.get().room?.hands === true },
  async () => (await import('./hands.ts')).hands,
);
