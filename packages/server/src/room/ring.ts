import type { DurableEvent } from '@chat/protocol';

export interface Ring {
  push(event: DurableEvent): void;
  /** Events with a greater `rev`, in order; null when some of them are no longer here. */
  after(rev: number, head: number): DurableEvent[] | null;
}

/** The newest durable events of a room, so that who has just read the store can be told what came since. */
export const createRing = (size: number): Ring => {
  let events: DurableEvent[] = [];
  return {
    push: (event) => {
      events.push(event);
      if (events.length > size * 2) events = events.slice(-size);
    },
    after: (rev, head) => {
      if (rev >= head) return [];
      const first = events[0];
      if (first === undefined || first.rev > rev + 1) return null;
      return events.slice(rev + 1 - first.rev);
    },
  };
};
