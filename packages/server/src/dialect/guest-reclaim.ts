import { nameKeys } from '../names/look-alike.ts';

/**
 * Guests whose connection was lost a moment ago. They still count as present, and so does their name. A new
 * guest from the same address may take the name: it is nearly always the same user after a reload. The
 * identity stays with the token.
 */
export interface LostGuests {
  add(guest: { address: string; name: string; userId: string }): void;
  /** Removes and returns the ids of the lost guests of this address that have this name, or one that looks the same. */
  take(address: string, name: string): string[];
}

/** `forMs`: how long a guest counts as present after the connection was lost. */
export const createLostGuests = (forMs: number, now: () => number): LostGuests => {
  const lost = new Map<string, { userIds: Set<string>; until: number }>();
  const keyOf = (address: string, name: string): string => JSON.stringify([address, nameKeys(name)[0]]);

  const sweep = (): void => {
    // In order of time: stops at the first that is still current.
    for (const [key, { until }] of lost) {
      if (until > now()) return;
      lost.delete(key);
    }
  };

  return {
    add: ({ address, name, userId }) => {
      sweep();
      const key = keyOf(address, name);
      const userIds = lost.get(key)?.userIds ?? new Set();
      lost.delete(key);
      lost.set(key, { userIds: userIds.add(userId), until: now() + forMs });
    },
    take: (address, name) => {
      sweep();
      const key = keyOf(address, name);
      const found = lost.get(key);
      lost.delete(key);
      return [...(found?.userIds ?? [])];
    },
  };
};
