/** Guests whose line was lost: who is back soon is the same guest, so that their name is not taken by themselves. */
export interface LostGuests {
  lost(guest: { address: string; name: string; token: string }): void;
  /** The token of whoever had this name at this address, once. */
  find(address: string, name: string): string | undefined;
}

/** `forMs`: how long somebody counts as here after their line was lost. */
export const createLostGuests = (forMs: number, now: () => number): LostGuests => {
  const lost = new Map<string, { token: string; until: number }>();
  const keyOf = (address: string, name: string): string => JSON.stringify([address, name]);

  const sweep = (): void => {
    // In order of time: the first that is not over ends it.
    for (const [key, { until }] of lost) {
      if (until > now()) return;
      lost.delete(key);
    }
  };

  return {
    lost: ({ address, name, token }) => {
      sweep();
      const key = keyOf(address, name);
      lost.delete(key);
      lost.set(key, { token, until: now() + forMs });
    },
    find: (address, name) => {
      sweep();
      const key = keyOf(address, name);
      const found = lost.get(key);
      lost.delete(key);
      return found?.token;
    },
  };
};
