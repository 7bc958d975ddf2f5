import { nameKeys } from '../names/look-alike.ts';

/** The names of those present, found without looking at everybody: comparing a name costs microseconds, and rooms have thousands. */
export interface Names {
  /** This is their name from now on. */
  put(userId: string, name: string): void;
  remove(userId: string): void;
  /** Whether anybody else has it, or one that looks the same. */
  isTaken(name: string, userId: string): boolean;
}

export const createNames = (): Names => {
  const keysOf = new Map<string, readonly string[]>();
  /** Nearly always one has a name: no set is made for them alone. */
  const usersOf = new Map<string, string | Set<string>>();

  const removeKey = (userId: string, key: string): void => {
    const users = usersOf.get(key);
    if (typeof users === 'object' && users.delete(userId) && users.size > 0) return;
    usersOf.delete(key);
  };
  const remove = (userId: string): void => {
    for (const key of keysOf.get(userId) ?? []) removeKey(userId, key);
    keysOf.delete(userId);
  };

  return {
    put: (userId, name) => {
      remove(userId);
      const keys = nameKeys(name);
      keysOf.set(userId, keys);
      for (const key of keys) {
        const users = usersOf.get(key);
        if (users === undefined) usersOf.set(key, userId);
        else usersOf.set(key, typeof users === 'string' ? new Set([users, userId]) : users.add(userId));
      }
    },
    remove,
    isTaken: (name, userId) =>
      nameKeys(name).some((key) => {
        const users = usersOf.get(key);
        if (typeof users === 'string') return users !== userId;
        return users !== undefined && users.size > (users.has(userId) ? 1 : 0);
      }),
  };
};
