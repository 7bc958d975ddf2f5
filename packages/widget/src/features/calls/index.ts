import type { Feature } from '../../core/feature.ts';
import { lazyFeature } from '../../core/lazy.ts';

/** Its button comes beside the first view; all else with the first call. */
export const calls: Feature = lazyFeature(
  {
    name: 'calls',
  },
  { room: ({ room }) => room.calls.get() !== null, item: ({ kind }) => kind === 'call' },
  async () => (await import('./calls.ts')).calls,
);
