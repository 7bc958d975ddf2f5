import type { Can } from '@chat/protocol';
import type { RoomContext } from './room-context.ts';
import { createReload } from '../state/reload.ts';
import { oneAtATime } from '../platform/one-at-a-time.ts';

/** A list for moderators. It is loaded on request, and current from then on. */
export const moderatorQueue = <Queue>(
  { sync }: RoomContext,
  touch: () => void,
  right: keyof Can,
  nothing: Queue,
  read: (shown: Queue) => Promise<Queue>,
) => {
  let queue = nothing;
  let wanted = false;
  const show = (next: Queue): void => {
    queue = next;
    touch();
  };
  const load = oneAtATime(async () => {
    wanted = true;
    show(await read(queue));
  });
  const reload = createReload(load);
  /** Loads the queue again if it was requested. Clears it if the user has lost the right to see it. */
  const refresh = (): void => {
    if (!wanted) return;
    if (sync.core.can?.[right]) return reload.run();
    reload.stop();
    show(nothing);
  };
  return { get: () => queue, show, load, refresh, close: reload.stop };
};
