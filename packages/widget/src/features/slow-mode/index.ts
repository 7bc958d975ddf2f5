import type { Feature } from '../../core/feature.ts';
import { later } from '../../core/lazy-feature.ts';

export const slowMode: Feature = later(
  { name: 'slow-mode' },
  { room: ({ room }) => (room.state.get().room?.slowModeSeconds ?? 0) > 0 },
  async () => (await import('./slow-mode.ts')).slowMode,
);
