import type { Feature } from '../../core/feature.ts';
import { lazyFeature } from '../../core/lazy.ts';

/** Group calls load if the server has an engine. */
export const groupCalls: Feature = lazyFeature(
  { name: 'groupcalls' },
  {
    room: ({ room, client }) => !!client.limits?.maxCallPeople && room.state.get().room?.type !== 'direct',
    item: ({ groupCall }) => !!groupCall,
  },
  async () => (await import('./group-calls.ts')).groupCalls,
);
