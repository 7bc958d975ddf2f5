import type { Feature } from '../places.ts';
import { later } from './later.ts';

export const slowMode: Feature = later(
  { name: 'slow-mode' },
  { room: ({ room }) => (room.state.get().room?.slowModeSeconds ?? 0) > 0 },
  async () => (await import('../features/slow-mode.ts')).slowMode,
);
