import type { Feature } from '../../core/feature.ts';
import { lazyFeature } from '../../core/lazy.ts';

export const moderation: Feature = lazyFeature(
  { name: 'moderation' },
  {
    // Both members of a direct room may export the conversation.
    room: ({ room }) => room.state.get().can?.['room:export'] === true,
    memberMenus: true,
  },
  async () => (await import('./moderation.ts')).moderation,
);
