import type { DurableEvent } from '@chat/protocol';
import type { Head } from '../storage/contract/records.ts';
import type { TimelineStore } from '../storage/contract/storage.ts';
import { eventsSince, type EventsSince } from './catch-up-events.ts';

/** Keeps one room of this process in sync with a store that others write to. */
export interface RoomReplicator {
  /** The room is said to be at this `rev` of this epoch. Known revisions cost nothing; others are read. */
  onRemoteRev(epoch: string, rev: number): void;
  /**
   * Adds changes committed here that do not follow on the known `rev`. Resolves when they have been
   * published, in order.
   */
  addOwn(events: readonly DurableEvent[]): Promise<void>;
  /** Reads the store. Resolves when its changes are published, or could not be read. */
  look(): Promise<void>;
  close(): void;
}

export interface RoomReplicatorDeps {
  timeline: Pick<TimelineStore, 'changes' | 'head'>;
  roomId: string;
  head(): Head;
  /** If there are more changes than this, everyone joins again instead. */
  most: number;
  /** Publishes the next events of the room. */
  onEvents(read: EventsSince, own: ReadonlyMap<number, DurableEvent>): void;
  /**
   * The known state does not lead to the store's: everyone has to join again. Null: the store has no such
   * room.
   */
  onReset(head: Head | null): void;
  onError(error: unknown): void;
}

const firstRetryMs = 50;
const longestRetryMs = 3_000;

export const createRoomReplicator = ({
  timeline,
  roomId,
  head,
  most,
  ...deps
}: RoomReplicatorDeps): RoomReplicator => {
  /** Committed here, and not published yet. */
  const own = new Map<number, DurableEvent>();
  let waiting: { rev: number; epoch: string; resolve(): void }[] = [];
  let running: Promise<void> | null = null;
  /** The running read may have started before this request. */
  let again = false;
  let retry: NodeJS.Timeout | null = null;
  let retryMs = firstRetryMs;
  let closed = false;

  const settle = (): void => {
    const { rev, epoch } = head();
    for (const each of own.keys()) if (each <= rev) own.delete(each);
    const isPublished = (each: { rev: number; epoch: string }): boolean =>
      closed || each.rev <= rev || each.epoch !== epoch;
    for (const each of waiting) if (isPublished(each)) each.resolve();
    waiting = waiting.filter((each) => !isPublished(each));
  };

  const begin = (next: Head | null): void => {
    own.clear();
    for (const { resolve } of waiting) resolve();
    waiting = [];
    deps.onReset(next);
  };

  const read = async (): Promise<void> => {
    const before = head();
    const changes = await timeline.changes(roomId, before.rev, most, { unfiltered: true });
    if (closed || head().epoch !== before.epoch) return;
    if (changes === null) {
      const stored = await timeline.head(roomId);
      if (closed || head().epoch !== before.epoch) return;
      // Commits published here meanwhile may be ahead of what was read.
      if (stored?.epoch !== before.epoch || stored.rev < before.rev || stored.rev > head().rev) begin(stored);
      return;
    }
    if (changes.head.epoch !== before.epoch || changes.head.rev < before.rev) return begin(changes.head);
    if (changes.head.rev > head().rev) deps.onEvents(eventsSince(changes, head(), own), own);
    settle();
  };

  const run = async (): Promise<void> => {
    while (again && !closed) {
      again = false;
      try {
        await read();
        retryMs = firstRetryMs;
      } catch (error) {
        deps.onError(error);
        break;
      }
    }
    running = null;
    // Other nodes find out by head polling; commits that wait here need a retry.
    if (waiting.length === 0 || closed || retry) return;
    retry = setTimeout(() => {
      retry = null;
      void look();
    }, retryMs).unref();
    retryMs = Math.min(longestRetryMs, retryMs * 2);
  };

  const look = (): Promise<void> => {
    again = true;
    return (running ??= run());
  };

  return {
    onRemoteRev: (epoch, rev) => {
      const known = head();
      if (epoch !== known.epoch || rev > known.rev) void look();
    },
    addOwn: (events) =>
      new Promise((resolve) => {
        for (const event of events) own.set(event.rev, event);
        waiting.push({ rev: events.at(-1)?.rev ?? 0, epoch: head().epoch, resolve });
        void look();
      }),
    look,
    close: () => {
      closed = true;
      if (retry) clearTimeout(retry);
      settle();
    },
  };
};
