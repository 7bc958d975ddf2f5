/** A timer that can be restarted. */
export interface Timer {
  readonly runs: boolean;
  /** Runs `work` after `waitMs`; replaces a running timer. */
  start(waitMs: number, work: () => void): void;
  stop(): void;
}

export const createTimer = (): Timer => {
  let timer: ReturnType<typeof setTimeout> | null = null;
  const stop = () => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
  };
  return {
    get runs() {
      return timer !== null;
    },
    start: (waitMs, work) => {
      stop();
      timer = setTimeout(() => {
        timer = null;
        work();
      }, waitMs);
    },
    stop,
  };
};
