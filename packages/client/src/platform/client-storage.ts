/** What the client keeps across reloads. Keys are short strings; values are JSON. Rejections are survived: memory is used instead. */
export interface ClientStorage {
  get(key: string): Promise<unknown>;
  set(key: string, value: unknown): Promise<void>;
  delete(key: string): Promise<void>;
  /** All values whose key starts with `prefix`, by key. */
  list(prefix: string): Promise<{ key: string; value: unknown }[]>;
}

/** Keeps nothing across reloads. */
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

/** The storage of this place: IndexedDB in browsers, memory elsewhere. Looked for at first use. */
const defaultStorage = async (): Promise<ClientStorage> =>
  typeof indexedDB === 'undefined'
    ? memoryStorage()
    : (await import('./indexed-db-storage.ts')).indexedDbStorage('chat');

// Private windows of some browsers never answer; nobody should wait for them.
const patienceMs = 3_000;

const resolveInTime = async <T>(work: Promise<T>): Promise<T> => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('storage did not answer')), patienceMs);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
};

/** A storage that never rejects and never hangs: after the first failure the rest lives in memory. */
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
