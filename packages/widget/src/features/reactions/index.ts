import type { Feature } from '../../core/feature.ts';
import { lazyFeature } from '../../core/lazy.ts';

export const reactions: Feature = lazyFeature(
  { name: 'reactions' },
  {
    item: (item) => item.reactions.length > 0,
  },
  async () => (await import('./reactions.ts')).reactions,
);
