import { capabilities, type Member } from '@chat/protocol';
import { createTimer } from '../platform/timer.ts';
import type { RoomContext } from './room-context.ts';
import { withRights } from './room-state.ts';

const longestTimerMs = 2 ** 31 - 1;

/** Updates my rights when my mute ends, for which there is no event. */
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
      // Over already by the clock of this device, in which case no timer would update the rights.
      if (wait <= 0) update();
      else if (wait < longestTimerMs) timer.start(wait + 1, update);
    },
    stop: timer.stop,
  };
};
