import type { BlockedPage, Call } from '@chat/protocol';

/** The users whom I have blocked for myself. */
export interface Blocks {
  /** Blocks a user: no direct messages, calls, notifications or unread counts from them, on all my devices. */
  block(userId: string): Promise<void>;
  unblock(userId: string): Promise<void>;
  /** Lists the users whom I have blocked, by user id. */
  blocked(options?: { after?: string; limit?: number }): Promise<BlockedPage>;
}

export const blocks = (call: Call): Blocks => ({
  block: async (userId) => void (await call('user:block', { userId })),
  unblock: async (userId) => void (await call('user:unblock', { userId })),
  blocked: (options = {}) => call('user:blocked', options),
});
