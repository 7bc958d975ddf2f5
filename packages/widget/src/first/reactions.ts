import type { Feature } from '../places.ts';
import { later } from './later.ts';

export const reactions: Feature = later(
  { name: 'reactions' },
  {
    item: (item) => item.reactions.length > 0,
  },
  async () => (await import('../features/reactions.ts')).reactions,
);
