import type { Feature } from '../places.ts';
import { later } from './later.ts';

export const dataRights: Feature = later(
  { name: 'export' },
  {
    // Elsewhere those who may do so find it among the settings.
    room: ({ room }) => room.state.get().room?.type === 'direct',
  },
  async () => (await import('../features/data-rights.ts')).dataRights,
);
