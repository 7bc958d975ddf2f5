import type { Feature } from '../places.ts';
import { later } from './later.ts';

export const messages: Feature = later(
  { name: 'messages' },
  {
    acts: ({ item, room }) => {
      const { can } = room.state.get();
      return [
        'copy',
        ...(item.mine && can?.['message:edit'] ? ['edit'] : []),
        ...(can?.[item.mine ? 'message:delete' : 'message:moderate'] ? ['delete'] : []),
      ];
    },
  },
  async () => (await import('../features/messages.ts')).messages,
);
