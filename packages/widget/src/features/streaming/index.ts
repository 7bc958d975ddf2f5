import type { Feature } from '../../core/feature.ts';
import { later } from '../../core/lazy-feature.ts';

export const streaming: Feature = later(
  { name: 'streaming' },
  { item: (item) => (item.streamsUntil ?? 0) > Date.now() },
  async () => (await import('./streaming.ts')).streaming,
);
