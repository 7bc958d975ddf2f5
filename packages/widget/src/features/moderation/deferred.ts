import type { Feature } from '../../core/feature.ts';

export const moderationDeferred: Partial<Feature> = {
  actionNames: ({ item, room }) => (!item.mine && room.state.get().can?.['message:report'] ? ['report'] : []),
};
