import type { Feature } from '../../core/feature.ts';

export const reactionsDeferred: Partial<Feature> = {
  actionNames: ({ room }) => (room.state.get().can?.['reaction:add'] ? ['reactions'] : []),
};
