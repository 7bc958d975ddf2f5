import type { Feature } from '../../core/feature.ts';
import { named } from '../../core/feature-filter.ts';
import { later } from '../../core/lazy-feature.ts';

export const burst: Feature = later(
  { name: 'burst' },
  { room: ({ features }) => named(features, 'burst') },
  async () => (await import('./burst.ts')).burst,
);
