import { mongodbStorage } from '@chat/server/mongodb';
import { testStorage } from '@chat/server/testing';
import { afterAll, describe, expect, test } from 'vitest';
import { indexes } from '../../src/storage/mongodb/migrate.ts';
import type { ChatStorage } from '../../src/storage/contract/storage.ts';
import { goesBy, questionsIn, type Question } from './mongodb-plans.ts';
import { startMongodb, type MongodbServer } from './mongodb-server.ts';
import type { Command } from './op-msg.ts';

let server: MongodbServer | undefined;
afterAll(() => server?.close());

const databases = new WeakMap<ChatStorage, string>();
let count = 0;
/** The server copies all its data for each transaction, so it must not hold too much. */
const databasesPerServer = 12;

const asked = new Map<string, Question>();
const heard = (command: Command): void => {
  for (const question of questionsIn(command)) asked.set(JSON.stringify(question), question);
};

const open = (database: string): ChatStorage => {
  const storage = mongodbStorage(server?.address ?? '', { database, connections: 4 });
  databases.set(storage, database);
  return storage;
};

const make = async (): Promise<ChatStorage> => {
  if (count % databasesPerServer === 0) {
    await server?.close();
    server = await startMongodb({ heard });
  }
  return open(`chat_${(count += 1)}`);
};

describe('mongodb', () => {
  testStorage(make, { test, reopen: (closed) => open(databases.get(closed) ?? '') });

  test('every query uses an index', () => {
    expect(asked.size).toBeGreaterThan(60);
    expect([...asked.values()].filter((each) => !goesBy(each, indexes[each.collection] ?? []))).toEqual([]);
  });
});
