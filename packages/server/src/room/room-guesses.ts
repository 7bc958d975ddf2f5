import { ChatError, type Limits } from '@chat/protocol';
import type { Connection } from '../connections/connection.ts';
import { createTokenBuckets } from '../limits/token-bucket.ts';

/**
 * Counts attempts to create rooms that exist and are closed to the caller. Such an attempt reveals that the
 * id is taken, so a caller with too many of them is rejected whether it is or not.
 */
export interface RoomGuesses {
  /** Throws `rate_limited` for a caller with too many. */
  check(connection: Connection): void;
  add(connection: Connection): void;
}

const mostBlocked = 100_000;

export const createRoomGuesses = (limits: Limits, now: () => number): RoomGuesses => {
  const buckets = createTokenBuckets({
    perSecond: limits.roomGuessesPerHour / 3_600,
    burst: Math.max(1, limits.roomGuessesPerHour),
    now,
  });
  /** Until when, ms since the epoch; oldest first. */
  const blocked = new Map<string, number>();

  const isTrusted = ({ kind, user }: Connection): boolean => kind === 'process' || user.role === 'admin';
  // New guests cost nothing, so all guests of an address count as one.
  const keyOf = ({ user, address }: Connection): string => (user.guest ? `guests ${address}` : user.id);

  return {
    check: (connection) => {
      if (isTrusted(connection)) return;
      const retryAfterMs = (blocked.get(keyOf(connection)) ?? 0) - now();
      if (retryAfterMs <= 0) return;
      const rule = `rooms that are not yours: at most ${limits.roomGuessesPerHour} an hour`;
      throw new ChatError('rate_limited', `too many ${rule}`, { retryAfterMs });
    },
    add: (connection) => {
      if (isTrusted(connection)) return;
      const key = keyOf(connection);
      const waitMs = buckets.take(key);
      blocked.delete(key);
      if (waitMs > 0) blocked.set(key, now() + waitMs);
      for (const oldest of blocked.keys()) {
        if (blocked.size <= mostBlocked) break;
        blocked.delete(oldest);
      }
    },
  };
};
