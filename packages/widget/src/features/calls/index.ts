import type { Feature } from '../../core/feature.ts';
import { lazyFeature } from '../../core/lazy.ts';

/** The button is deferred; the rest loads with the first call. */
export const calls: Feature = lazyFeature(
  {
    name: 'calls',
  },
  { room: ({ room }) => room.calls.get() !== null, item: ({ kind }) => kind === 'call' },
  async () => (await import('./calls.ts')).calls,
);
