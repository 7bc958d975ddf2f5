import type { PresenceChanges } from '../storage/contract/presence-store.ts';

/** A copy of one other node's presence, read from the store. */
export interface PresenceReplica {
  /** Reads what is missing up to this version. */
  reach(version: number): void;
  /** Removes everything. Returns what there was. */
  clear(): Map<string, object>;
  close(): void;
}

interface PresenceReplicaDeps {
  read(since: number, limit: number): Promise<PresenceChanges | null>;
  onChange(key: string, value: object | null): void;
  /** Pause between two reads, so that many hints cost one. */
  pauseMs: number;
  onError(error: unknown): void;
}

const pageLimit = 1_000;

export const createPresenceReplica = ({
  read,
  onChange,
  pauseMs,
  onError,
}: PresenceReplicaDeps): PresenceReplica => {
  const so = new Map<string, object>();
  let version = 0;
  let wanted = 0;
  let timer: NodeJS.Timeout | undefined;
  let reading = false;
  let readAt = -Infinity;
  let closed = false;

  const put = (key: string, value: object | null): void => {
    if (value === null) {
      if (!so.delete(key)) return;
    } else so.set(key, value);
    onChange(key, value);
  };

  /** Reads from `since` on; returns false if something in between was forgotten. */
  const readOn = async (since: number, seen?: Set<string>): Promise<boolean> => {
    for (let from = since, hasMore = true; hasMore;) {
      const page = await read(from, pageLimit);
      if (closed) return true;
      if (!page) return false;
      for (const { key, value } of page.entries) {
        put(key, value);
        seen?.add(key);
      }
      ({ version: from, hasMore } = page);
      if (!hasMore) version = page.version;
    }
    return true;
  };

  const readAll = async (): Promise<void> => {
    const seen = new Set<string>();
    // Forgotten meanwhile, or gone: tried again with the next reason to read.
    if (!(await readOn(0, seen)) || closed) return;
    for (const key of so.keys()) if (!seen.has(key)) put(key, null);
  };

  const run = async (): Promise<void> => {
    timer = undefined;
    if (closed || version >= wanted) return;
    reading = true;
    const aim = wanted;
    try {
      if (!(await readOn(version))) await readAll();
    } catch (error) {
      onError(error);
    }
    reading = false;
    readAt = performance.now();
    if (wanted > aim) soon();
    // The store does not have this version: the hint was forged or early, and the next one is as good.
    else wanted = version;
  };

  const soon = (): void => {
    if (closed) return;
    timer ??= setTimeout(() => void run(), Math.max(0, readAt + pauseMs - performance.now())).unref();
  };

  return {
    reach: (reached) => {
      if (reached <= wanted || reached <= version) return;
      wanted = reached;
      if (!reading) soon();
    },
    clear: () => {
      closed = true;
      clearTimeout(timer);
      const was = new Map(so);
      so.clear();
      for (const key of was.keys()) onChange(key, null);
      return was;
    },
    close: () => {
      closed = true;
      clearTimeout(timer);
    },
  };
};
