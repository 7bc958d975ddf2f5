import type { Feature } from '../places.ts';
import { later } from './later.ts';

/** Its button comes beside the first view; all else with the first call. */
export const calls: Feature = later(
  {
    name: 'calls',
  },
  { room: ({ room }) => room.calls.get() !== null, item: ({ kind }) => kind === 'call' },
  async () => (await import('../features/calls.ts')).calls,
);
