import type { Feature } from '../../core/feature.ts';
import { later } from '../../core/lazy-feature.ts';

export const reminders: Feature = later(
  { name: 'reminders' },
  { room: ({ room }) => !!room.state.get().room?.reminded },
  async () => (await import('./reminders.ts')).reminders,
);
