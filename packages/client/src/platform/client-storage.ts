/**
 * A key-value store for data that survives reloads. Keys are short strings, values JSON. After a rejection
 * the client uses memory instead.
 */
export interface ClientStorage {
  get(key: string): Promise<unknown>;
  set(key: string, value: unknown): Promise<void>;
  delete(key: string): Promise<void>;
  /** Resolves to all values whose key starts with `prefix`, by key. */
  list(prefix: string): Promise<{ key: string; value: unknown }[]>;
}

/** A storage in memory, which does not survive reloads. */
export const memoryStorage = (): ClientStorage => {
  const values = new Map<string, unknown>();
  return {
    get: async (key) => values.get(key),
    set: async (key, value) => void values.set(key, value),
    delete: async (key) => void values.delete(key),
    list: async (prefix) =>
      [...values]
        .filter(([key]) => key.startsWith(prefix))
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, value]) => ({ key, value })),
  };
};

/** IndexedDB in browsers, otherwise memory. */
const defaultStorage = async (): Promise<ClientStorage> =>
  typeof indexedDB === 'undefined'
    ? memoryStorage()
    : (await import('./indexed-db-storage.ts')).indexedDbStorage('chat');

// In private windows of some browsers, IndexedDB never responds.
const patienceMs = 3_000;

const resolveInTime = async <T>(work: Promise<T>): Promise<T> => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('late')), patienceMs);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
};

/** A storage that neither rejects nor hangs: after the first failure it uses memory. */
export const withFallback = (given: ClientStorage | false | undefined): ClientStorage => {
  const memory = memoryStorage();
  let chosen: ClientStorage | null = given === false ? memory : (given ?? null);
  let found: Promise<ClientStorage> | null = null;
  const use = async <T>(work: (storage: ClientStorage) => Promise<T>): Promise<T> => {
    try {
      if (chosen === null) {
        found ??= defaultStorage();
        const storage = await resolveInTime(found);
        chosen ??= storage;
      }
      return await (chosen === memory ? work(memory) : resolveInTime(work(chosen)));
    } catch {
      chosen = memory;
      return work(memory);
    }
  };
  return {
    get: (key) => use((storage) => storage.get(key)),
    set: (key, value) => use((storage) => storage.set(key, value)),
    delete: (key) => use((storage) => storage.delete(key)),
    list: (prefix) => use((storage) => storage.list(prefix)),
  };
};
