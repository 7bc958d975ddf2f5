import type { Feature } from '../places.ts';
import { later } from './later.ts';

export const threads: Feature = later(
  { name: 'threads' },
  {
    item: ({ thread, threadId }) => thread !== undefined || threadId !== undefined,
  },
  async () => (await import('../features/threads.ts')).threads,
);
