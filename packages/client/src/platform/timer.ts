/** A timer of which at most one runs. */
export interface Timer {
  readonly runs: boolean;
  /** Instead of the one that runs. */
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
