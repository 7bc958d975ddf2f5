import type { Feature } from '../../core/feature.ts';
import { lazyFeature } from '../../core/lazy.ts';

export const streaming: Feature = lazyFeature(
  { name: 'streaming' },
  { item: (item) => (item.streamsUntil ?? 0) > Date.now() },
  async () => (await import('./streaming.ts')).streaming,
);
