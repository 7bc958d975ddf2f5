import type { Feature } from '../../core/feature.ts';

export const repliesDeferred: Partial<Feature> = {
  actionNames: ({ room }) => (room.state.get().can?.['message:send'] ? ['reply'] : []),
};
