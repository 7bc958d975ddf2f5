import type { Feature } from '../../core/feature.ts';
import { lazyFeature } from '../../core/lazy.ts';

export const recordings: Feature = lazyFeature(
  { name: 'recordings' },
  { room: ({ room }) => !!room.state.get().room?.recording },
  async () => (await import('./recordings.ts')).recordings,
);
