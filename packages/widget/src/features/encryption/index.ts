import type { Feature } from '../../core/feature.ts';
import { lazyFeature } from '../../core/lazy.ts';

export const encryption: Feature = lazyFeature(
  { name: 'encryption' },
  { room: ({ room }) => room.state.get().room?.encryption !== undefined },
  async () => (await import('./encryption.ts')).encryption,
);
