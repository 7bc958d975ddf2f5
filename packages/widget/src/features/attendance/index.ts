import type { Feature } from '../../core/feature.ts';
import { lazyFeature } from '../../core/lazy.ts';

export const attendance: Feature = lazyFeature(
  { name: 'attendance' },
  { room: ({ room }) => room.state.get().room?.attendance === true },
  async () => (await import('./attendance.ts')).attendance,
);
