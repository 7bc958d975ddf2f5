import type { Feature } from '../../core/feature.ts';
import { later } from '../../core/lazy-feature.ts';

export const replies: Feature = later(
  { name: 'replies' },
  {
    item: (item) => item.replyTo !== undefined,
  },
  async () => (await import('./replies.ts')).replies,
);
