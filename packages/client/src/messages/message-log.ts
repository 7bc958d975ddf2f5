import type { Message, MessagePage } from '@chat/protocol';

/** A gap of messages that are not loaded, between the `seq` `after` and `before`. */
export interface Gap {
  after: number;
  before: number;
}

/** Loaded messages far above the newest ones, complete and current, with a gap between the two. */
export interface Island {
  from: number;
  to: number;
  /** Older messages exist on the server. */
  hasOlder: boolean;
}

/**
 * The loaded messages of a room. Immutable: every function returns another log, or the same one if nothing
 * changed. From `from` on it is complete and current; older items, if any, were left by a reset and have to
 * be loaded again.
 */
export interface MessageLog {
  /** Ascending by `seq`, tombstones included. */
  items: readonly Message[];
  from: number;
  /** Messages older than `from` exist on the server. */
  hasOlder: boolean;
  island: Island | null;
  /** The first page has arrived. */
  loaded: boolean;
  /** Recent changes of messages below `from`: a page may arrive that was read before them. */
  lateChanges: readonly Message[];
  /** I may not read messages up to this `seq`. */
  hidden: number;
}

const maxLateChanges = 100;

export const emptyLog: MessageLog = {
  items: [],
  from: 0,
  hasOlder: false,
  island: null,
  loaded: false,
  lateChanges: [],
  hidden: 0,
};

/** Returns the index of the first item whose `seq` is at least `seq`. */
export const indexOf = (items: readonly Message[], seq: number): number => {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((items[middle] as Message).seq < seq) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** Puts a message into the log at its `seq`, unless the log has a later revision. */
export const putMessage = (log: MessageLog, message: Message): MessageLog => {
  if (message.seq <= log.hidden) return log;
  const at = indexOf(log.items, message.seq);
  const known = log.items[at];
  if (known?.seq === message.seq) {
    return known.rev >= message.rev ? log : { ...log, items: log.items.with(at, message) };
  }
  if (message.seq < log.from) {
    if (log.lateChanges.some(({ id, rev }) => id === message.id && rev >= message.rev)) return log;
    return { ...log, lateChanges: [...log.lateChanges, message].slice(-maxLateChanges) };
  }
  return { ...log, items: log.items.toSpliced(at, 0, message) };
};

/**
 * Returns the log after a snapshot or reset, with the newest page. With `keep`, older items stay until they
 * are reloaded.
 */
export const resetLog = (log: MessageLog, page: MessagePage, keep: boolean): MessageLog => {
  const from = startOf(page);
  const items = log.island === null ? log.items : newestOf(log);
  const stale = keep ? items.slice(0, indexOf(items, from)) : [];
  return {
    items: [...stale, ...page.messages],
    from,
    hasOlder: page.hasMore,
    island: null,
    loaded: true,
    lateChanges: [],
    hidden: 0,
  };
};

/** Returns the items from `from` on. */
export const newestOf = ({ items, from }: MessageLog): readonly Message[] =>
  items.slice(indexOf(items, from));

/** Removes messages that I may not read, now and when they arrive. */
export const hideUpTo = (log: MessageLog, seq = 0): MessageLog => ({
  ...log,
  items: log.items.slice(indexOf(log.items, seq + 1)),
  island: log.island !== null && log.island.to > seq ? log.island : null,
  hidden: seq,
});

/** Removes messages created before a time, which retention has deleted. */
export const forgetBefore = (log: MessageLog, before = 0): MessageLog => {
  const items = log.items.filter(({ createdAt }) => createdAt >= before);
  if (items.length === log.items.length) return log;
  // A gap among the remaining messages still has to be loaded.
  const hasGap = (items[0]?.seq ?? Infinity) < log.from;
  return hasGap ? { ...log, items } : { ...log, items, from: 0, hasOlder: false };
};

export const hasStale = (log: MessageLog): boolean =>
  log.island === null && (log.items[0]?.seq ?? log.from) < log.from;

/** Returns the gaps between loaded messages. */
export const gapsOf = (log: MessageLog): Gap[] => {
  if (log.island === null && !hasStale(log)) return [];
  const after = log.items[indexOf(log.items, log.from) - 1]?.seq ?? 0;
  return after + 1 < log.from ? [{ after, before: log.from }] : [];
};

/** Returns the `seq` from which a log with this page is complete. */
export const startOf = (page: MessagePage): number => (page.hasMore ? (page.messages[0]?.seq ?? 0) : 0);
