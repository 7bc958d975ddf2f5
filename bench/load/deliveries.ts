/** Counts the deliveries to all members of one room. */
export interface Deliveries {
  /** Takes one frame a member received. */
  take(bytes: Buffer, from: number, to: number): void;
  readonly count: number;
  /** Frames that held them. */
  readonly frames: number;
  /** The number of deliveries of each other event. */
  readonly others: readonly number[];
  /** From now on the time since each message was due is noted into it; null: no longer. */
  note(latencies: Latencies | null): void;
}

/** ms since a delivery was due, as they come. */
export interface Latencies {
  add(ms: number): void;
}

const due = Buffer.from('due=');
/** Frames longer than this are compared with the last ones before they are searched. */
const longFrame = 1_024;
const remembered = 8;

interface Known {
  bytes: Buffer;
  count: number;
  others: number[];
  dueAt: number[];
}

const occurrences = (frame: Buffer, wanted: Buffer): number => {
  let count = 0;
  for (let at = frame.indexOf(wanted); at >= 0; at = frame.indexOf(wanted, at + wanted.length)) count++;
  return count;
};

/**
 * Every member of a room receives the same frames, so a long one that was searched for one member is only compared for
 * the next: as exact, and many times cheaper. `besides` are other things that are counted.
 */
export const createDeliveries = (delivery: Buffer, besides: readonly Buffer[] = []): Deliveries => {
  const others = besides.map(() => 0);
  /** Searching a short frame is faster than comparing it, unless there are many ids to find. */
  const long = besides.length === 0 ? longFrame : 0;
  let count = 0;
  let frames = 0;
  let noting: Latencies | null = null;
  const known: Known[] = [];
  let oldest = 0;

  const search = (bytes: Buffer, from: number, to: number): Known => {
    const frame = bytes.subarray(from, to);
    const found: Known = {
      bytes: frame,
      count: 0,
      others: besides.map((wanted) => occurrences(frame, wanted)),
      dueAt: [],
    };
    for (let at = frame.indexOf(delivery); at >= 0; at = frame.indexOf(delivery, at + delivery.length)) {
      found.count++;
      if (noting === null) continue;
      const start = frame.indexOf(due, at + delivery.length);
      if (start >= 0) found.dueAt.push(Number(frame.toString('latin1', start + 4, start + 16)));
    }
    return found;
  };

  const find = (bytes: Buffer, from: number, to: number): Known => {
    const length = to - from;
    if (length < long) return search(bytes, from, to);
    for (const each of known) {
      if (each.bytes.length === length && each.bytes.compare(bytes, from, to) === 0) return each;
    }
    const fresh = search(bytes, from, to);
    fresh.bytes = Buffer.from(fresh.bytes);
    known[oldest] = fresh;
    oldest = (oldest + 1) % remembered;
    return fresh;
  };

  return {
    take: (bytes, from, to) => {
      const found = find(bytes, from, to);
      for (let which = 0; which < others.length; which++)
        others[which] = (others[which] ?? 0) + (found.others[which] ?? 0);
      if (found.count === 0) return;
      count += found.count;
      frames++;
      if (noting === null) return;
      const now = performance.now();
      for (const at of found.dueAt) noting.add(now - at);
    },
    get count() {
      return count;
    },
    get frames() {
      return frames;
    },
    others,
    note: (latencies) => {
      noting = latencies;
      known.length = 0;
      oldest = 0;
    },
  };
};
