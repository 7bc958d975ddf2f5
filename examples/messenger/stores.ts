// Where everything is kept: SQLite files beside each other, or MongoDB.
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { diskFiles, type ChatStorage, type FileStore } from '@chat/server';
import { mongodbStorage } from '@chat/server/mongodb';
import { sqliteStorage } from '@chat/server/sqlite';
import { mongodbAdapter } from 'better-auth/adapters/mongodb';
import { MongoClient, type Db } from 'mongodb';
import type { AccountOptions } from './accounts.ts';

export interface Stores {
  chat: ChatStorage;
  accounts: AccountOptions['database'];
  /** Where uploads go, unless the storage says so itself. */
  files?: FileStore;
  close(): Promise<void>;
}

const sqliteStores = (file: string): Stores => {
  const accounts = new DatabaseSync(join(dirname(file), 'accounts.sqlite'));
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

/** The library makes tables, but no indexes of documents: two who sign up at once with one address are told apart here. */
const makeIndexes = async (database: Db): Promise<void> => {
  const unique = { unique: true };
  await Promise.all([
    database.collection('user').createIndex({ email: 1 }, unique),
    database.collection('user').createIndex({ name: 1 }),
    database.collection('session').createIndex({ token: 1 }, unique),
    database.collection('session').createIndex({ userId: 1 }),
    database.collection('account').createIndex({ userId: 1 }),
    database.collection('verification').createIndex({ identifier: 1 }),
    database.collection('rateLimit').createIndex({ key: 1 }, unique),
  ]);
};

const mongodbStores = async (address: string, folder: string): Promise<Stores> => {
  const client = new MongoClient(address, { serverSelectionTimeoutMS: 5_000 });
  await client.connect();
  const database = client.db('messenger_accounts');
  await makeIndexes(database);
  const chat = mongodbStorage(address, { database: 'messenger' });
  return {
    chat,
    accounts: mongodbAdapter(database, { client }),
    files: diskFiles(join(folder, 'files')),
    close: async () => {
      await chat.close();
      await client.close();
    },
  };
};

export const openStores = (file: string, mongodbUrl: string | undefined): Stores | Promise<Stores> => {
  const folder = dirname(file);
  mkdirSync(folder, { recursive: true });
  return mongodbUrl === undefined ? sqliteStores(file) : mongodbStores(mongodbUrl, folder);
};
