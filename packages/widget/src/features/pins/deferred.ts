import { isThreadOnly } from '@chat/protocol';
import type { Feature } from '../../core/feature.ts';

export const pinsDeferred: Partial<Feature> = {
  actionNames: ({ item, room }) =>
    room.state.get().can?.['message:pin'] && !item.to && !isThreadOnly(item) ? ['pins'] : [],
};
