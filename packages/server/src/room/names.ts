import { foldName } from '@chat/protocol';

/** The names of those present, found without looking at everybody: comparing a name costs microseconds, and rooms have thousands. */
export interface Names {
  /** This is their name from now on. */
  put(userId: string, name: string): void;
  remove(userId: string): void;
  /** Whether anybody else has it, or one that looks the same. */
  isTaken(name: string, userId: string): boolean;
}

export const createNames = (): Names => {
  const foldedOf = new Map<string, string>();
  /** Nearly always one has a name: no set is made for them alone. */
  const usersOf = new Map<string, string | Set<string>>();

  const remove = (userId: string): void => {
    const folded = foldedOf.get(userId);
    if (folded === undefined) return;
    foldedOf.delete(userId);
    const users = usersOf.get(folded);
    if (typeof users === 'object' && users.delete(userId) && users.size > 0) return;
    usersOf.delete(folded);
  };

  return {
    put: (userId, name) => {
      remove(userId);
      const folded = foldName(name);
      foldedOf.set(userId, folded);
      const users = usersOf.get(folded);
      if (users === undefined) usersOf.set(folded, userId);
      else usersOf.set(folded, typeof users === 'string' ? new Set([users, userId]) : users.add(userId));
    },
    remove,
    isTaken: (name, userId) => {
      const users = usersOf.get(foldName(name));
      if (typeof users === 'string') return users !== userId;
      return users !== undefined && users.size > (users.has(userId) ? 1 : 0);
    },
  };
};
