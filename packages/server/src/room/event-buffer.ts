import type { DurableEvent } from '@chat/protocol';

export interface EventBuffer {
  push(event: DurableEvent): void;
  /** Events with a greater `rev`, in order; null when some of them are no longer here. */
  after(rev: number): DurableEvent[] | null;
  /** The newest event alone, or none. */
  newest(): DurableEvent[];
  /** What the events take in memory, by a rough count; 0 unless they are weighed. */
  readonly bytes: number;
  /** Forgets all: the room goes on after `rev`, from another life. */
  renew(rev: number): void;
}

/** The newest durable events of a room, so that who has just read the store can be told what came since. `rev` is the room's when this process opened it. */
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
