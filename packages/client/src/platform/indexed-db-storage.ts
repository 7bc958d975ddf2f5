import type { ClientStorage } from './client-storage.ts';

const done = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error ?? new Error('IndexedDB failed')));
  });

const open = (name: string): Promise<IDBDatabase> => {
  const request = indexedDB.open(name, 1);
  request.addEventListener('upgradeneeded', () => request.result.createObjectStore('values'));
  return done(request);
};

/**
 * Keys and values in one IndexedDB object store, opened at first use and reopened if the browser closes it.
 */
export const indexedDbStorage = (name: string): ClientStorage => {
  let opened: Promise<IDBDatabase> | null = null;
  const database = (): Promise<IDBDatabase> => {
    if (opened !== null) return opened;
    const forget = () => (opened = null);
    opened = open(name).then((db) => {
      db.addEventListener('close', forget);
      // Lets another page delete or upgrade the database.
      db.addEventListener('versionchange', () => {
        db.close();
        forget();
      });
      return db;
    });
    opened.catch(forget);
    return opened;
  };
  const store = async (mode: IDBTransactionMode): Promise<IDBObjectStore> =>
    (await database()).transaction('values', mode).objectStore('values');
  const from = (prefix: string) => IDBKeyRange.bound(prefix, `${prefix}\uffff`);

  return {
    get: async (key) => done((await store('readonly')).get(key) as IDBRequest<unknown>),
    set: async (key, value) => {
      await done((await store('readwrite')).put(value, key));
    },
    delete: async (key) => done((await store('readwrite')).delete(key)),
    list: async (prefix) => {
      const values = await store('readonly');
      const [keys, items] = await Promise.all([
        done(values.getAllKeys(from(prefix))),
        done(values.getAll(from(prefix)) as IDBRequest<unknown[]>),
      ]);
      return keys.map((key, index) => ({ key: key as string, value: items[index] }));
    },
  };
};
