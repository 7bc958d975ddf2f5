import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { diskFiles } from '../files/disk-files.ts';
import type { FileStore } from '../files/file-store.ts';
import type { ChatStorage } from '../storage/contract/storage.ts';
import { sqliteStorage } from '../storage/sqlite/sqlite-storage.ts';
import { UsageError, type Flag, type FlagValues } from './flags.ts';

export const storageFlags = {
  data: {
    value: 'folder',
    variable: 'CHAT_DATA',
    text: 'folder of a standalone chat; ./chat-data by default',
  },
  storage: {
    value: 'url',
    variable: 'CHAT_STORAGE',
    text: 'in place of --data: a SQLite file, or the address of PostgreSQL or MongoDB; a password is best set by the variable',
  },
  files: { value: 'folder', text: 'folder of the bytes of files; of SQLite, the one next to it by default' },
} satisfies Record<string, Flag>;

/** A storage that a command has opened. */
export interface OpenedStorage {
  storage: ChatStorage;
  store: FileStore;
  /** What it is, without a password. */
  name: string;
}

/** Loads the driver of a database only where it is used: it need not be installed. */
const openDatabase = async (address: string): Promise<ChatStorage> => {
  if (address.startsWith('mongodb'))
    return (await import('../storage/mongodb/mongodb-storage.ts')).mongodbStorage(address);
  return (await import('../storage/postgres/postgres-storage.ts')).postgresStorage(address);
};

/** Opens the storage that flags name. `isNew`: it may be created. Throws a `UsageError` that says what to do. */
export const openStorage = async (
  values: FlagValues,
  { mayCreate }: { mayCreate: boolean },
): Promise<OpenedStorage> => {
  const [address = ''] = values['storage'] ?? [];
  const [folder] = values['files'] ?? [];
  const isDatabase = /^(postgres(ql)?|mongodb(\+srv)?):/.test(address);
  if (isDatabase && folder === undefined)
    throw new UsageError('--storage with a database needs --files: the folder with the bytes of files');
  const file =
    address === '' ? join(resolve(values['data']?.[0] ?? 'chat-data'), 'chat.sqlite') : resolve(address);
  if (!isDatabase && !mayCreate && !existsSync(file)) throw new UsageError(`there is no chat in ${file}`);
  try {
    if (!isDatabase && address === '') mkdirSync(join(file, '..'), { recursive: true, mode: 0o700 });
    const storage = isDatabase ? await openDatabase(address) : sqliteStorage(file);
    const store = diskFiles(
      folder === undefined ? (storage.filesFolder ?? `${file}-files`) : resolve(folder),
    );
    return { storage, store, name: isDatabase ? (address.split(':')[0] ?? '') : file };
  } catch (error) {
    // Each names its cause: a chat that runs has the file open, a package that is missing.
    throw new UsageError((error as Error).message);
  }
};
