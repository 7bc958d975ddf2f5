import type { Feature } from '../places.ts';
import { later } from './later.ts';

export const reactions: Feature = later(
  { name: 'reactions' },
  {
    item: (item) => item.reactions.length > 0,
    acts: ({ room }) => (room.state.get().can?.['reaction:add'] ? ['reactions'] : []),
  },
  async () => (await import('../features/reactions.ts')).reactions,
);
