// The stores: SQLite files next to each other, or MongoDB.
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { diskFiles, type ChatStorage, type FileStore } from '@chat/server';
import { mongodbStorage } from '@chat/server/mongodb';
import { sqliteStorage } from '@chat/server/sqlite';
import { MongoClient } from 'mongodb';
import type { AccountOptions } from './accounts.ts';
import { mongodbAccounts } from './mongodb-accounts.ts';

export interface Stores {
  chat: ChatStorage;
  accounts: AccountOptions['database'];
  /** The folder for uploads, unless the storage has its own. */
  files?: FileStore;
  close(): Promise<void>;
}

const sqliteStores = (file: string): Stores => {
  const accountsFile = join(dirname(file), 'accounts.sqlite');
  closeSync(openSync(accountsFile, 'a', 0o600)); // readable only by this process's user
  const accounts = new DatabaseSync(accountsFile);
  accounts.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000;');
  const chat = sqliteStorage(file);
  return {
    chat,
    accounts,
    close: async () => {
      await chat.close();
      accounts.close();
    },
  };
};

const mongodbStores = async (address: string, folder: string): Promise<Stores> => {
  const client = new MongoClient(address, { serverSelectionTimeoutMS: 5_000 });
  await client.connect();
  const accounts = await mongodbAccounts(client.db('messenger_accounts'), client);
  const chat = mongodbStorage(address, { database: 'messenger' });
  return {
    chat,
    accounts,
    files: diskFiles(join(folder, 'files')),
    close: async () => {
      await chat.close();
      await client.close();
    },
  };
};

export const openStores = (file: string, mongodbUrl: string | undefined): Stores | Promise<Stores> => {
  const folder = dirname(file);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return mongodbUrl === undefined ? sqliteStores(file) : mongodbStores(mongodbUrl, folder);
};
