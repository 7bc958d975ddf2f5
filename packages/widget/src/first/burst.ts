import type { Feature } from '../places.ts';
import { named } from '../shows.ts';
import { later } from './later.ts';

export const burst: Feature = later(
  { name: 'burst' },
  { room: ({ features }) => named(features, 'burst') },
  async () => (await import('../features/burst.ts')).burst,
);
