import type { Feature } from '../places.ts';
import { later } from './later.ts';

export const replies: Feature = later(
  { name: 'replies' },
  {
    item: (item) => item.replyTo !== undefined,
  },
  async () => (await import('../features/replies.ts')).replies,
);
