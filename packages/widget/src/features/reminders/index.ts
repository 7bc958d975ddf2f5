import type { Feature } from '../../core/feature.ts';
import { lazyFeature } from '../../core/lazy.ts';

export const reminders: Feature = lazyFeature(
  { name: 'reminders' },
  { room: ({ room }) => !!room.state.get().room?.reminded },
  async () => (await import('./reminders.ts')).reminders,
);
