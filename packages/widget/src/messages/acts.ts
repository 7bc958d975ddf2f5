import { isAside } from '@chat/protocol';
import { mayReadVersions } from '../features/versions/edited-mark.ts';
import type { MessagePlace } from '../core/feature.ts';

/** What a feature may have in the menu of a message, by the names in `features`, while the rest of it is not there. */
export const acts: Readonly<Record<string, (place: MessagePlace) => string[]>> = {
  messages: ({ item, room }) => {
    const { can } = room.state.get();
    return [
      'copy',
      ...(item.mine && can?.['message:edit'] ? ['edit'] : []),
      ...(can?.[item.mine ? 'message:delete' : 'message:moderate'] ? ['delete'] : []),
    ];
  },
  moderation: ({ item, room }) => (!item.mine && room.state.get().can?.['message:report'] ? ['report'] : []),
  pins: ({ item, room }) =>
    room.state.get().can?.['message:pin'] && !item.to && !isAside(item) ? ['pins'] : [],
  private: ({ item, room }) => (!item.mine && room.state.get().can?.['message:send'] ? ['private'] : []),
  reactions: ({ room }) => (room.state.get().can?.['reaction:add'] ? ['reactions'] : []),
  receipts: ({ item }) => [item.mine ? 'receipts' : 'unread'],
  replies: ({ room }) => (room.state.get().can?.['message:send'] ? ['reply'] : []),
  threads: ({ item, room }) =>
    item.threadId === undefined && room.state.get().can?.['message:send'] ? ['thread'] : [],
  versions: (place) => (mayReadVersions(place) ? ['versions'] : []),
};
