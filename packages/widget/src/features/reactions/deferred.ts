import type { Feature } from '../../core/feature.ts';

export const reactionsDeferred: Partial<Feature> = {
  actionNames: ({ room }) => {
    const { can, room: settings } = room.state.get();
    const mayReact = can?.['reaction:add'] && settings?.allowedReactions?.length !== 0;
    return mayReact ? ['reactions'] : [];
  },
};
