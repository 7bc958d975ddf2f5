/** Does one thing for somebody; `waited`: it had to, and what it was about may be another by now. */
type Task = (waited: boolean) => Promise<void>;

/** Runs at most one task at a time and one in a while for each key; of those that come meanwhile the last one is run. */
export interface Pace {
  /** Rejects when the task is run at once and fails; the failure of one that waited is told to `failed`. */
  run(key: string, task: Task): Promise<void>;
  /** What waits is not run. */
  close(): void;
}

const pauseMs = 5_000;

export const createPace = (failed: (error: unknown) => void): Pace => {
  const busy = new Map<string, { timer: NodeJS.Timeout | null; next: Task | null }>();

  const rest = (key: string): void => {
    const entry = busy.get(key);
    if (!entry) return;
    entry.timer = setTimeout(() => {
      const { next } = entry;
      busy.delete(key);
      if (next) start(key, next, true).catch(failed);
    }, pauseMs).unref();
  };

  const start = async (key: string, task: Task, waited: boolean): Promise<void> => {
    const entry = busy.get(key);
    if (entry) {
      entry.next = task;
      return;
    }
    busy.set(key, { timer: null, next: null });
    await task(waited).finally(() => rest(key));
  };

  return {
    run: (key, task) => start(key, task, false),
    close: () => {
      for (const { timer } of busy.values()) if (timer) clearTimeout(timer);
      busy.clear();
    },
  };
};
