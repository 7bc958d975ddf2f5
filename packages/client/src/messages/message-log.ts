import type { Message, MessagePage } from '@chat/protocol';

/** Stands where messages are missing and could not be fetched: `after` and `before` are the `seq` on both sides. */
export interface Gap {
  after: number;
  before: number;
}

/** A part far above the newest messages that is held too, complete and current; between the two lies a gap. */
export interface Island {
  from: number;
  to: number;
  /** Older messages exist on the server. */
  hasOlder: boolean;
}

/**
 * The stored messages of a room that this client holds. Pure: every function answers another log, or the same one when
 * nothing changed. From `from` on it is complete and current; older items, if any, were left by a reset and are to be
 * fetched again before they can be trusted.
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
  /** Late changes of messages below `from`: a page read before them may arrive after them. */
  lateChanges: readonly Message[];
  /** What was said up to this `seq` is closed to me. */
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

/** The index of the first item whose `seq` is not below `seq`. */
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

/** The log with a message as it now is: in its place by `seq`, unless a later revision of it is there. */
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

/** The log after a snapshot or reset: the newest page is current; what was older stays, not trusted, if `keep`. */
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

/** What is held from `from` on. */
export const newestOf = ({ items, from }: MessageLog): readonly Message[] =>
  items.slice(indexOf(items, from));

/** The log without what is closed to me, now and from now on. */
export const hideUpTo = (log: MessageLog, seq = 0): MessageLog => ({
  ...log,
  items: log.items.slice(indexOf(log.items, seq + 1)),
  island: log.island !== null && log.island.to > seq ? log.island : null,
  hidden: seq,
});

/** The log without what was created before a moment and is no longer kept: of what is older nothing is left either. */
export const forgetBefore = (log: MessageLog, before = 0): MessageLog => {
  const items = log.items.filter(({ createdAt }) => createdAt >= before);
  if (items.length === log.items.length) return log;
  // A gap above what is left has still to be filled.
  const hasGap = (items[0]?.seq ?? Infinity) < log.from;
  return hasGap ? { ...log, items } : { ...log, items, from: 0, hasOlder: false };
};

export const hasStale = (log: MessageLog): boolean =>
  log.island === null && (log.items[0]?.seq ?? log.from) < log.from;

/** Where messages are missing between those held. */
export const gapsOf = (log: MessageLog): Gap[] => {
  if (log.island === null && !hasStale(log)) return [];
  const after = log.items[indexOf(log.items, log.from) - 1]?.seq ?? 0;
  return after + 1 < log.from ? [{ after, before: log.from }] : [];
};

/** Where what is complete begins with a page that is. */
export const startOf = (page: MessagePage): number => (page.hasMore ? (page.messages[0]?.seq ?? 0) : 0);
