import type { Feature } from '../places.ts';
import { later } from './later.ts';

export const moderation: Feature = later(
  { name: 'moderation' },
  {
    room: ({ room }) => room.state.get().can?.['report:resolve'] === true,
    acts: ({ item, room }) => (!item.mine && room.state.get().can?.['message:report'] ? ['report'] : []),
    people: true,
  },
  async () => (await import('../features/moderation.ts')).moderation,
);
