import type { Feature } from '../../core/feature.ts';
import { lazyFeature } from '../../core/lazy.ts';

export const moderation: Feature = lazyFeature(
  { name: 'moderation' },
  {
    // Of a direct room both may take the conversation along.
    room: ({ room }) => room.state.get().can?.['room:export'] === true,
    memberMenus: true,
  },
  async () => (await import('./moderation.ts')).moderation,
);
