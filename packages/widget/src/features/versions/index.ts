import type { Feature } from '../../core/feature.ts';
import { lazyFeature } from '../../core/lazy.ts';

export const versions: Feature = lazyFeature(
  { name: 'versions' },
  {},
  async () => (await import('./versions.ts')).versions,
);
