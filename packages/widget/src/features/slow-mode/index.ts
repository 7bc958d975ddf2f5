import type { Feature } from '../../core/feature.ts';
import { lazyFeature } from '../../core/lazy.ts';

export const slowMode: Feature = lazyFeature(
  { name: 'slow-mode' },
  { room: ({ room }) => (room.state.get().room?.slowModeSeconds ?? 0) > 0 },
  async () => (await import('./slow-mode.ts')).slowMode,
);
