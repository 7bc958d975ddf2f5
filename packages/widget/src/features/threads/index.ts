import type { Feature } from '../../core/feature.ts';
import { later } from '../../core/lazy-feature.ts';

export const threads: Feature = later(
  { name: 'threads' },
  {
    item: ({ thread, threadId }) => thread !== undefined || threadId !== undefined,
  },
  async () => (await import('./threads.ts')).threads,
);
