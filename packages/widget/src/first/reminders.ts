import type { Feature } from '../places.ts';
import { later } from './later.ts';

export const reminders: Feature = later(
  { name: 'reminders' },
  { room: ({ room }) => !!room.state.get().room?.reminded },
  async () => (await import('../features/reminders.ts')).reminders,
);
