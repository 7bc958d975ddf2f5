import type { ClientStorage } from '../platform/client-storage.ts';

/** Deletes the unsent messages that this device stores of a user, under any of their keys, for one server. */
export const forgetUser = async (
  storage: ClientStorage,
  server: string,
  owners: readonly (string | null | undefined)[],
): Promise<void> => {
  const prefix = 'outbox:';
  for (const { key } of await storage.list(prefix)) {
    const place = /^outbox:(\[.*\]):[^:]*$/s.exec(key)?.[1];
    if (place === undefined) continue;
    const [at, owner] = JSON.parse(place) as [string, string, string];
    if (at === server && owners.includes(owner)) await storage.delete(key);
  }
};
