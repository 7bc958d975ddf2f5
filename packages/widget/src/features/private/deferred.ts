import type { Feature } from '../../core/feature.ts';

export const privateDeferred: Partial<Feature> = {
  actionNames: ({ item, room }) => (!item.mine && room.state.get().can?.['message:send'] ? ['private'] : []),
};
