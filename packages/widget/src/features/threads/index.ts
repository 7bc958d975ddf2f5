import type { Feature } from '../../core/feature.ts';
import { lazyFeature } from '../../core/lazy.ts';

export const threads: Feature = lazyFeature(
  { name: 'threads' },
  {
    item: ({ thread, threadId }) => thread !== undefined || threadId !== undefined,
  },
  async () => (await import('./threads.ts')).threads,
);
