const longestTimerMs = 2 ** 31 - 1;

/** Calls `end` at a time that may be beyond the range of a timer. Returns a function that cancels it. */
export const whenExpired = (
  expiresAt: number | undefined,
  now: () => number,
  end: () => void,
): (() => void) => (expiresAt === undefined ? nothing : waitUntil(expiresAt, now, end));

const nothing = (): void => undefined;

const waitUntil = (expiresAt: number, now: () => number, end: () => void): (() => void) => {
  let timer: NodeJS.Timeout;
  const wait = (): void => {
    const leftMs = expiresAt - now();
    if (leftMs <= 0) return end();
    timer = setTimeout(wait, Math.min(leftMs, longestTimerMs)).unref();
  };
  wait();
  return () => clearTimeout(timer);
};
