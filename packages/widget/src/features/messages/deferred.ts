import type { Feature } from '../../core/feature.ts';

export const messagesDeferred: Partial<Feature> = {
  actionNames: ({ item, room }) => {
    const { can } = room.state.get();
    return [
      'copy',
      ...(item.mine && can?.['message:edit'] ? ['edit'] : []),
      ...(can?.[item.mine ? 'message:delete' : 'message:moderate'] ? ['delete'] : []),
    ];
  },
};
