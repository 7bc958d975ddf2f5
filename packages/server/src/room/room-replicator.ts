import type { DurableEvent } from '@chat/protocol';
import type { Head } from '../storage/contract/records.ts';
import type { TimelineStore } from '../storage/contract/storage.ts';
import { eventsSince, type EventsSince } from './catch-up-events.ts';

/** Keeps one room as this process serves it level with a store that others write to. */
export interface RoomReplicator {
  /** The room is said to be at this `rev` of this life. What is known here already costs nothing; anything else is looked up. */
  onRemoteRev(epoch: string, rev: number): void;
  /** What was committed here and does not follow on what is known here: resolves when it has been told, each in its place. */
  addOwn(events: readonly DurableEvent[]): Promise<void>;
  /** Reads what the store holds now. Resolves when that has been told, or could not be read. */
  look(): Promise<void>;
  close(): void;
}

export interface RoomReplicatorDeps {
  timeline: Pick<TimelineStore, 'changes' | 'head'>;
  roomId: string;
  head(): Head;
  /** More changes than this are not told one by one. */
  most: number;
  /** The next events of the room, to be told now. */
  onEvents(read: EventsSince, own: ReadonlyMap<number, DurableEvent>): void;
  /** What is known here is not what leads to what the store holds: everybody has to begin anew. Null: it holds no such room. */
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
  /** Committed here, and not told yet. */
  const own = new Map<number, DurableEvent>();
  let waiting: { rev: number; epoch: string; resolve(): void }[] = [];
  let running: Promise<void> | null = null;
  /** What is read now may have been read before this was asked for. */
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
      // Committed and told here meanwhile, it may lie behind.
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
    // Others who are not told yet hear of it when heads are compared; who waits here waits for this.
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
