import type { Feature } from '../../core/feature.ts';

export const threadsDeferred: Partial<Feature> = {
  actionNames: ({ item, room }) =>
    item.threadId === undefined && room.state.get().can?.['message:send'] ? ['thread'] : [],
};
