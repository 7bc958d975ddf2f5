import type { Feature } from '../../core/feature.ts';
import { lazyFeature } from '../../core/lazy.ts';

export const approval: Feature = lazyFeature(
  { name: 'approval' },
  {
    room: ({ room }) => (room.state.get().room?.approval ?? 'off') !== 'off' || room.approval.get().count > 0,
    item: ({ status, error }) => status === 'pending' || error?.reason === 'not_approved',
  },
  async () => (await import('./approval.ts')).approval,
);
