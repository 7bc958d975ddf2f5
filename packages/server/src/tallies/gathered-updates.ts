import { ChatError } from '@chat/protocol';
import { tallyEveryMs } from '../storage/decide/tally-pace.ts';

/** Publishes tallies while votes come in: gathered, and once more as soon as votes pause. */
export interface GatheredUpdates {
  /** There is a new vote. */
  changed(roomId: string, id: string): void;
  close(): void;
}

interface GatheredUpdatesDeps {
  /** Publishes a tally. A rejection with `rate_limited` says when it is tried again. */
  publish(roomId: string, id: string): Promise<unknown>;
  /** It could not be published. */
  onFailed(error: unknown, roomId: string): void;
}

/** The updates of a room. */
interface Updates {
  /** Tallies with votes that members have not got, the longest waiting first. */
  stale: Set<string>;
  /** Whether a vote has come since the last look. */
  isBusy: boolean;
  timer?: NodeJS.Timeout;
}

/** If no vote comes for this time, members get the last ones at once. */
const quietMs = 50;
const looksPerUpdate = Math.ceil(tallyEveryMs / quietMs);

export const createGatheredUpdates = ({ publish, onFailed }: GatheredUpdatesDeps): GatheredUpdates => {
  const updates = new Map<string, Updates>();
  let closed = false;

  /** Updates the tally of the room that has waited longest. */
  const update = async (roomId: string, entry: Updates): Promise<void> => {
    const [id] = entry.stale;
    if (id === undefined) return;
    entry.stale.delete(id);
    try {
      await publish(roomId, id);
    } catch (error) {
      if (error instanceof ChatError && error.code === 'rate_limited') {
        entry.stale = new Set([id, ...entry.stale]);
        const again = (): void => void update(roomId, entry);
        if (!closed) entry.timer = setTimeout(again, error.retryAfterMs ?? tallyEveryMs).unref();
        return;
      }
      if (!closed) onFailed(error, roomId);
    }
    gather(roomId, entry, looksPerUpdate);
  };

  /** Gathers votes until the next update is due, or until no more come for a moment. */
  const gather = (roomId: string, entry: Updates, looks: number): void => {
    if (closed) return;
    const look = (): void => {
      const isOver = looks <= 1;
      const isQuiet = !entry.isBusy;
      entry.isBusy = false;
      if (entry.stale.size > 0 && (isOver || isQuiet)) void update(roomId, entry);
      else if (isOver) updates.delete(roomId);
      else gather(roomId, entry, looks - 1);
    };
    entry.timer = setTimeout(look, quietMs).unref();
  };

  return {
    changed: (roomId, id) => {
      const known = updates.get(roomId);
      if (known) {
        known.stale.add(id);
        known.isBusy = true;
        return;
      }
      if (closed) return;
      const entry: Updates = { stale: new Set([id]), isBusy: false };
      updates.set(roomId, entry);
      void update(roomId, entry);
    },
    close: () => {
      closed = true;
      for (const { timer } of updates.values()) clearTimeout(timer);
    },
  };
};
