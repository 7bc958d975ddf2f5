import type { Feature } from '../../core/feature.ts';
import { later } from '../../core/lazy-feature.ts';

export const moderation: Feature = later(
  { name: 'moderation' },
  {
    // Of a direct room both may take the conversation along.
    room: ({ room }) => room.state.get().can?.['room:export'] === true,
    people: true,
  },
  async () => (await import('./moderation.ts')).moderation,
);
