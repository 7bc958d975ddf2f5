import type { DurableEvent } from '@chat/protocol';

export interface EventBuffer {
  push(event: DurableEvent): void;
  /** Returns the events with a greater `rev`, in order; null if some are no longer here. */
  after(rev: number): DurableEvent[] | null;
  /** Returns the newest event alone, if any. */
  newest(): DurableEvent[];
  /** Estimated memory of the events; 0 unless they are measured. */
  readonly bytes: number;
  /** Clears the buffer: the room continues after `rev` in another epoch. */
  renew(rev: number): void;
}

/**
 * The newest durable events of a room, for readers of the store who need what came since. `rev` is the room's
 * when this process opened it.
 */
export const createEventBuffer = (size: number, rev: number, isWeighed = false): EventBuffer => {
  let events: DurableEvent[] = [];
  let bytes = 0;
  const weigh = (event: DurableEvent): number => (isWeighed ? 2 * JSON.stringify(event).length : 0);
  let head = rev;
  return {
    push: (event) => {
      head = event.rev;
      events.push(event);
      bytes += weigh(event);
      if (events.length <= size * 2) return;
      events = events.slice(-size);
      bytes = events.reduce((sum, each) => sum + weigh(each), 0);
    },
    after: (from) => {
      if (from === head) return [];
      if (from > head) return null;
      const first = events[0];
      if (first === undefined || first.rev > from + 1) return null;
      return events.slice(from + 1 - first.rev);
    },
    get bytes() {
      return bytes;
    },
    newest: () => events.slice(-1),
    renew: (rev) => {
      head = rev;
      events = [];
      bytes = 0;
    },
  };
};
