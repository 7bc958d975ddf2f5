import type { Awaitable } from '../../async/awaitable.ts';
import { createKeyedQueue, type KeyedQueue } from '../../async/keyed-queue.ts';
import { lastKey } from '../shared/record-keys.ts';

/**
 * A durable table of JSON records. A record has a kind, a group (often a user or a room) and a key. Keys are
 * compared by code unit, as JavaScript compares strings; `orderKey` gives most databases the same order.
 */
export interface RecordTable {
  /** Returns a record, or null. */
  get(kind: string, group: string, key: string): Awaitable<object | null>;
  /** Returns the records of a group, ascending by key: the first `limit` within the range. */
  list(kind: string, group: string, range: RecordRange): Awaitable<object[]>;
  /** Writes all entries in one durable transaction, each in place of the record before. */
  write(entries: readonly RecordEntry[]): Awaitable<void>;
}

/** Keys above `above` and below `below`, both exclusive. */
export interface RecordRange {
  above: string;
  below: string;
  limit: number;
  /** Lists in descending order: the last `limit`. */
  descending: boolean;
}

export interface RecordEntry {
  kind: string;
  group: string;
  key: string;
  /** Null: removes the record. */
  record: object | null;
}

type PageRange = Partial<RecordRange> & { limit: number };

interface RecordPage<T> {
  found: T[];
  hasMore: boolean;
}

/** A record table with types, and with a queue for changes that read before they write. */
export interface Records {
  get<T>(kind: string, group: string, key: string): Promise<T | null>;
  list<T>(kind: string, group: string, range?: Partial<RecordRange>): Promise<T[]>;
  /** Returns up to `limit` records and whether there are more. */
  page<T>(kind: string, group: string, range: PageRange): Promise<RecordPage<T>>;
  write(entries: readonly RecordEntry[]): Promise<void>;
  /** Runs the changes of one subject one after the other. */
  inTurn: KeyedQueue;
}

export const openRecords = (table: RecordTable): Records => {
  const list = async <T>(kind: string, group: string, range: Partial<RecordRange> = {}): Promise<T[]> => {
    const whole = { above: '', below: lastKey, limit: Number.MAX_SAFE_INTEGER, descending: false };
    return (await table.list(kind, group, { ...whole, ...range })) as T[];
  };
  return {
    // eslint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller knows what it stored
    get: async <T>(...at: [string, string, string]) => (await table.get(...at)) as T | null,
    list,
    page: async <T>(kind: string, group: string, range: PageRange): Promise<RecordPage<T>> => {
      const { limit } = range;
      const found = await list<T>(kind, group, { ...range, limit: limit + 1 });
      return { found: found.slice(0, limit), hasMore: found.length > limit };
    },
    write: async (entries) => {
      if (entries.length > 0) await table.write(entries);
    },
    inTurn: createKeyedQueue(),
  };
};

/** Where a record is: its kind, group and key. */
export type RecordPath = readonly [kind: string, group: string, key: string];

export const entryOf = ([kind, group, key]: RecordPath, record: object | null): RecordEntry => ({
  kind,
  group,
  key,
  record,
});

/** Returns entries that remove the records at `paths`. */
export const removeFrom = (paths: readonly RecordPath[]): RecordEntry[] =>
  paths.map((path) => entryOf(path, null));

/** Returns `entries`, and removals from those of the previous paths that they do not write to. */
export const replaceIn = (
  previous: readonly RecordPath[],
  entries: readonly RecordEntry[],
): RecordEntry[] => {
  const isWritten = ([kind, group, key]: RecordPath): boolean =>
    entries.some((entry) => entry.kind === kind && entry.group === group && entry.key === key);
  return [...removeFrom(previous.filter((path) => !isWritten(path))), ...entries];
};
