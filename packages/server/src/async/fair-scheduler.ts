/**
 * Shares the event loop between slow commands: one of them continues in each turn of the loop, and users take
 * turns.
 */
export interface FairScheduler {
  /** Resolves when it is this user's turn, after other waiting work has run. */
  next(userId: string): Promise<void>;
}

export const createFairScheduler = (): FairScheduler => {
  const waiting = new Map<string, (() => void)[]>();

  const goOn = (): void => {
    const [first] = waiting;
    if (!first) return;
    const [userId, [resolve, ...others]] = first;
    waiting.delete(userId);
    if (others.length > 0) waiting.set(userId, others);
    if (waiting.size > 0) setImmediate(goOn);
    resolve?.();
  };

  return {
    next: (userId) =>
      new Promise((resolve) => {
        if (waiting.size === 0) setImmediate(goOn);
        const queue = waiting.get(userId);
        if (queue) queue.push(resolve);
        else waiting.set(userId, [resolve]);
      }),
  };
};
