/** Measures the lag of the event loop periodically and reports it. Returns a function that stops it. */
export type WatchLag = (report: (lagMs: number) => void) => () => void;

const lookMs = 50;

/** A timer measures what everything else on this loop waits. */
export const watchEventLoopLag: WatchLag = (report) => {
  let timer: NodeJS.Timeout;
  const plan = (): void => {
    const dueAt = performance.now() + lookMs;
    timer = setTimeout(() => {
      report(Math.max(0, performance.now() - dueAt));
      plan();
    }, lookMs).unref();
  };
  plan();
  return () => clearTimeout(timer);
};
