/** Runs at most one task at a time and one in a while for each key; of those that come meanwhile the last one is run. */
export interface Pace {
  run(key: string, task: () => Promise<void>): Promise<void>;
  /** What waits is not run. */
  close(): void;
}

const pauseMs = 5_000;

export const createPace = (): Pace => {
  const busy = new Map<string, { timer: NodeJS.Timeout | null; next: (() => Promise<void>) | null }>();

  const rest = (key: string): void => {
    const entry = busy.get(key);
    if (!entry) return;
    entry.timer = setTimeout(() => {
      const { next } = entry;
      busy.delete(key);
      if (next) void run(key, next);
    }, pauseMs).unref();
  };

  const run = async (key: string, task: () => Promise<void>): Promise<void> => {
    const entry = busy.get(key);
    if (entry) {
      entry.next = task;
      return;
    }
    busy.set(key, { timer: null, next: null });
    await task().finally(() => rest(key));
  };

  return {
    run,
    close: () => {
      for (const { timer } of busy.values()) if (timer) clearTimeout(timer);
      busy.clear();
    },
  };
};
