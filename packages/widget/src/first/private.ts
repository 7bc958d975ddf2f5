import type { Feature } from '../places.ts';
import { later } from './later.ts';

export const privately: Feature = later(
  { name: 'private' },
  {
    item: (item) => item.to !== undefined,
    people: true,
  },
  async () => (await import('../features/private.ts')).privately,
);
