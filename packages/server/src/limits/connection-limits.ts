import { ChatError, type Limits } from '@chat/protocol';
import { addressKey } from './address-key.ts';

/** Limits simultaneous connections, from their first byte on, unauthenticated ones included. */
export interface ConnectionLimits {
  /** Throws `overloaded` if one more from this address is too many. */
  check(address: string): void;
  /** Counts a connection. Returns a function to call when it is over. */
  open(address: string): () => void;
  /** The number of connections. */
  readonly total: number;
  /**
   * Counts a connection of this user; throws `overloaded` if it is too many. Returns a function to call when
   * it is over.
   */
  addUser(userId: string): () => void;
}

/** A closed tab is not noticed at once; its place is free soon. */
const retryAfterMs = 10_000;

export const createConnectionLimits = (limits: Limits): ConnectionLimits => {
  const byAddress = createTally();
  const byUser = createTally();
  let total = 0;

  const refuse = (most: number, where: string): never => {
    throw new ChatError('overloaded', `at most ${most} connections${where}`, { retryAfterMs });
  };

  return {
    get total() {
      return total;
    },
    check: (from) => {
      const address = addressKey(from);
      if (total >= limits.maxConnections) refuse(limits.maxConnections, '');
      if (byAddress.of(address) >= limits.maxConnectionsPerAddress)
        refuse(limits.maxConnectionsPerAddress, ' from one address');
    },
    open: (from) => {
      const address = addressKey(from);
      total += 1;
      byAddress.add(address);
      return () => {
        total -= 1;
        byAddress.remove(address);
      };
    },
    addUser: (userId) => {
      if (byUser.of(userId) >= limits.maxConnectionsPerUser)
        refuse(limits.maxConnectionsPerUser, ' of one user');
      byUser.add(userId);
      return () => byUser.remove(userId);
    },
  };
};

/** Counts by key, and forgets keys that are at zero. */
const createTally = () => {
  const counts = new Map<string, number>();
  const of = (key: string): number => counts.get(key) ?? 0;
  return {
    of,
    add: (key: string): void => void counts.set(key, of(key) + 1),
    remove: (key: string): void => {
      if (of(key) > 1) counts.set(key, of(key) - 1);
      else counts.delete(key);
    },
  };
};
