import type { Feature } from '../../core/feature.ts';
import { lazyFeature } from '../../core/lazy.ts';

/** All of it comes where the server has an engine for it. */
export const groupCalls: Feature = lazyFeature(
  { name: 'groupcalls' },
  {
    room: ({ room, client }) => !!client.limits?.maxCallPeople && room.state.get().room?.type !== 'direct',
    item: ({ groupCall }) => !!groupCall,
  },
  async () => (await import('./group-calls.ts')).groupCalls,
);
