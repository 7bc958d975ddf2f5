import type { Feature } from '../../core/feature.ts';
import { later } from '../../core/lazy-feature.ts';

export const reactions: Feature = later(
  { name: 'reactions' },
  {
    item: (item) => item.reactions.length > 0,
  },
  async () => (await import('./reactions.ts')).reactions,
);
