/** Looks again and again how late the event loop runs, and reports each look. Answers the way to stop. */
export type WatchLag = (report: (lagMs: number) => void) => () => void;

const lookMs = 50;

/** By a timer of our own: what everything else that waits for this loop waits, too. */
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
