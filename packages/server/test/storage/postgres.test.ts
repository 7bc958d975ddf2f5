import { postgresStorage } from '@chat/server/postgres';
import { testStorage } from '@chat/server/testing';
import { afterAll, beforeAll, describe, test } from 'vitest';
import type { ChatStorage } from '../../src/storage/storage.ts';
import { startPostgres, type PostgresServer } from './postgres-server.ts';

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server.close());

const schemas = new WeakMap<ChatStorage, string>();
let count = 0;

const open = (schema: string): ChatStorage => {
  const storage = postgresStorage(server.connection, { schema, connections: 4 });
  schemas.set(storage, schema);
  return storage;
};

describe('postgres', () => {
  testStorage(() => open(`chat_${(count += 1)}`), {
    test,
    reopen: (closed) => open(schemas.get(closed) ?? ''),
  });
});
