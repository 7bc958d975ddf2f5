import type { ClientStorage } from '../platform/client-storage.ts';

/** Deletes the messages and the keys that this device stores of a user, under any of their ids, for one server. */
export const forgetUser = async (
  storage: ClientStorage,
  server: string,
  owners: readonly (string | null | undefined)[],
): Promise<void> => {
  const entries = await Promise.all(
    ['outbox:', 'encryption:', 'recent:'].map((prefix) => storage.list(prefix)),
  );
  for (const { key } of entries.flat()) {
    const place = /^[a-z]+:(\[.*\]):[^:]*$/s.exec(key)?.[1];
    if (place === undefined) continue;
    const [at, owner] = JSON.parse(place) as [string, string];
    if (at === server && owners.includes(owner)) await storage.delete(key);
  }
};
