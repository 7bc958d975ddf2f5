/** Shares a few slots among users: at most one slot per user at a time, and users take turns. */
export interface UserSlots {
  /**
   * Runs `work` when it is the user's turn. Only one `slow` task runs at a time, so that other users' quick
   * work never waits for several slow ones.
   */
  run<T>(userId: string, work: () => Promise<T>, options?: { slow?: boolean }): Promise<T>;
}

interface Waiting {
  slow: boolean;
  start(): void;
}

export const createUserSlots = (slots: number): UserSlots => {
  // In the order in which users were last served. A user without work is not listed.
  const queues = new Map<string, Waiting[]>();
  const running = new Set<string>();
  let slowRunning = 0;

  const startNext = (): void => {
    for (const [userId, queue] of queues) {
      if (running.size >= slots) return;
      const [next] = queue;
      if (!next || running.has(userId) || (next.slow && slowRunning > 0)) continue;
      queue.shift();
      queues.delete(userId);
      if (queue.length > 0) queues.set(userId, queue);
      running.add(userId);
      if (next.slow) slowRunning += 1;
      next.start();
    }
  };

  return {
    run: async (userId, work, { slow = false } = {}) => {
      await new Promise<void>((resolve) => {
        const queue = queues.get(userId) ?? [];
        queue.push({ slow, start: resolve });
        queues.set(userId, queue);
        startNext();
      });
      try {
        return await work();
      } finally {
        running.delete(userId);
        if (slow) slowRunning -= 1;
        startNext();
      }
    },
  };
};
