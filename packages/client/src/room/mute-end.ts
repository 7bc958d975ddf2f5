import { capabilities, type Member } from '@chat/protocol';
import { createTimer } from '../platform/timer.ts';
import type { RoomContext } from './room-context.ts';
import { withRights } from './room-state.ts';

const longestTimerMs = 2 ** 31 - 1;

/** Works out my rights again when my mute ends: no event says so. */
export const watchMuteEnd = ({ sync, user, now }: RoomContext): { look: () => void; stop: () => void } => {
  const timer = createTimer();
  let watched: Member | null = null;
  const update = () => {
    const self = user();
    if (self !== null)
      sync.change((core) => withRights(core, { user: self, now: now(), rights: capabilities }));
  };
  return {
    look: () => {
      const { me } = sync.core;
      if (me === watched) return;
      watched = me;
      timer.stop();
      if (me?.mutedUntil === undefined) return;
      const wait = me.mutedUntil - now();
      // By our clock it is over already: no timer would ever take back what the server's clock has said.
      if (wait <= 0) update();
      else if (wait < longestTimerMs) timer.start(wait + 1, update);
    },
    stop: timer.stop,
  };
};
