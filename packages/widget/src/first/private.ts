import type { Feature } from '../places.ts';
import { later } from './later.ts';

export const privately: Feature = later(
  { name: 'private' },
  {
    item: (item) => item.to !== undefined,
    acts: ({ item, room }) => (!item.mine && room.state.get().can?.['message:send'] ? ['private'] : []),
    people: true,
  },
  async () => (await import('../features/private.ts')).privately,
);
