import { ChatError } from '@chat/protocol';
import { erasedError } from '../errors/erased.ts';
import type { ChatStorage } from '../storage/contract/storage.ts';

/** Returns the store with some of its methods replaced. */
const withMethods = <T extends object>(store: T, own: Partial<T>): T =>
  new Proxy(store, {
    get: (target, key) => {
      const value: unknown = Reflect.get(own, key) ?? Reflect.get(target, key);
      return typeof value === 'function' ? (value as () => unknown).bind(target) : value;
    },
  });

/**
 * Returns the storage with writes about erased users rejected outside of rooms too, where no commit rejects
 * them. Data written during an erasure, by a command that began before it or by another node, is deleted
 * again, so that nothing remains after its end.
 */
export const withErasureGuard = (storage: ChatStorage): ChatStorage => {
  const { users, profiles, preferences, notifications, timeline } = storage;
  const isErased = async (userId: string): Promise<boolean> => (await timeline.erasure(userId)) !== null;
  const write = async <T>(
    userId: string,
    store: { forget(userId: string): Promise<void> },
    work: () => Promise<T>,
  ): Promise<T> => {
    if (await isErased(userId)) throw erasedError(userId);
    const written = await work();
    if (!(await isErased(userId))) return written;
    await store.forget(userId);
    throw erasedError(userId);
  };
  return withMethods(storage, {
    users: withMethods(users, {
      put: (record) =>
        write(record.user.id, users, () => users.put(record)).catch((error: unknown) => {
          if (!(error instanceof ChatError && error.reason === 'erased')) throw error; // that they were here needs no record
        }),
    }),
    profiles: withMethods(profiles, {
      change: (userId, change) => write(userId, profiles, () => profiles.change(userId, change)),
    }),
    preferences: withMethods(preferences, {
      put: (userId, ...input) => write(userId, preferences, () => preferences.put(userId, ...input)),
    }),
    notifications: withMethods(notifications, {
      putSettings: (userId, settings) =>
        write(userId, notifications, () => notifications.putSettings(userId, settings)),
      subscribe: (userId, subscription) =>
        write(userId, notifications, () => notifications.subscribe(userId, subscription)),
      follow: (roomId, userId) => write(userId, notifications, () => notifications.follow(roomId, userId)),
    }),
  });
};
