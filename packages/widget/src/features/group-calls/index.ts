import type { Feature } from '../../core/feature.ts';
import { later } from '../../core/lazy-feature.ts';

/** All of it comes where the server has an engine for it. */
export const groupCalls: Feature = later(
  { name: 'groupcalls' },
  {
    room: ({ room, client }) => !!client.limits?.maxCallPeople && room.state.get().room?.type !== 'direct',
    item: ({ groupCall }) => !!groupCall,
  },
  async () => (await import('./group-calls.ts')).groupCalls,
);
