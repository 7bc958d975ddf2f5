import type { ChatRoom, Stop } from '@chat/client';

/** Calls back when the state of a room changes, except for its revision, which changes with every message. */
export const watchState = (room: ChatRoom, changed: () => void): Stop => {
  let before: unknown[] = [];
  return room.state.subscribe((state) => {
    const now = Object.values({ ...state, since: null });
    if (now.some((value, at) => value !== before[at])) changed();
    before = now;
  });
};
