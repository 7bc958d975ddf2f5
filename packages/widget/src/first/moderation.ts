import type { Feature } from '../places.ts';
import { later } from './later.ts';

export const moderation: Feature = later(
  { name: 'moderation' },
  {
    // Of a direct room both may take the conversation along.
    room: ({ room }) => room.state.get().can?.['room:export'] === true,
    people: true,
  },
  async () => (await import('../features/moderation.ts')).moderation,
);
