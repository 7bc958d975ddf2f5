import type { Feature } from '../../core/feature.ts';
import { isOptedIn } from '../../core/feature-filter.ts';
import { lazyFeature } from '../../core/lazy.ts';

export const burst: Feature = lazyFeature(
  { name: 'burst' },
  { room: ({ features }) => isOptedIn(features, 'burst') },
  async () => (await import('./burst.ts')).burst,
);
