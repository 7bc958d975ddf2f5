import type { Feature } from '../places.ts';
import { later } from './later.ts';

export const dataRights: Feature = later(
  { name: 'export' },
  {
    // Elsewhere those who may do so find it among the settings.
    room: ({ room }) => {
      const { room: shown, can } = room.state.get();
      return shown?.type === 'direct' && can?.['room:export'] === true;
    },
  },
  async () => (await import('../features/data-rights.ts')).dataRights,
);
