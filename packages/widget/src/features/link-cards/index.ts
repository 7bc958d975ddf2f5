import type { Feature } from '../../core/feature.ts';
import { lazyFeature } from '../../core/lazy.ts';

export const linkCards: Feature = lazyFeature(
  { name: 'link-cards' },
  { item: ({ card }) => card !== undefined },
  async () => (await import('./link-cards.ts')).linkCards,
);
