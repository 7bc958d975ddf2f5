import type { Feature } from '../../core/feature.ts';
import { lazyFeature } from '../../core/lazy.ts';

export const replies: Feature = lazyFeature(
  { name: 'replies' },
  {
    item: (item) => item.replyTo !== undefined,
  },
  async () => (await import('./replies.ts')).replies,
);
