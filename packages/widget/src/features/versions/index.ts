import type { Feature } from '../../core/feature.ts';
import { later } from '../../core/lazy-feature.ts';

export const versions: Feature = later(
  { name: 'versions' },
  {},
  async () => (await import('./versions.ts')).versions,
);
