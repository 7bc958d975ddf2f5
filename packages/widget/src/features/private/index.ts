import type { Feature } from '../../core/feature.ts';
import { later } from '../../core/lazy-feature.ts';

export const privately: Feature = later(
  { name: 'private' },
  {
    item: (item) => item.to !== undefined,
    people: true,
  },
  async () => (await import('./private.ts')).privately,
);
