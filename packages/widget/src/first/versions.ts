import type { Feature } from '../places.ts';
import { later } from './later.ts';

export const versions: Feature = later(
  { name: 'versions' },
  {
    acts: ({ item, room }) =>
      item.editedAt !== undefined && (item.mine || room.state.get().can?.['message:moderate'])
        ? ['versions']
        : [],
  },
  async () => (await import('../features/versions.ts')).versions,
);
