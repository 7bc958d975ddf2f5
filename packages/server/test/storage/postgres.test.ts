import { postgresStorage } from '@chat/server/postgres';
import { testStorage } from '@chat/server/testing';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ChatStorage } from '../../src/storage/contract/storage.ts';
import { noteStatements, scannedBy } from './postgres-plans.ts';
import { startPostgres, type PostgresServer } from './postgres-server.ts';

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
});
/** These tables have only one row per node or connection. */
const small = new Set(['meta', 'writes', 'presence_nodes']);
const noted = noteStatements();
afterAll(() => {
  noted.stop();
  return server.close();
});

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

  test('every statement uses an index', async () => {
    noted.stop();
    const client = new Client(server.connection);
    await client.connect();
    const scans: string[] = [];
    let planned = 0;
    for (const statement of noted.statements()) {
      if (!/^\s*(SELECT|WITH|UPDATE|DELETE|INSERT)\b/.test(statement.sql)) continue;
      planned += 1;
      for (const table of await scannedBy(client, statement))
        if (!small.has(table)) scans.push(`${table}: ${statement.sql}`);
    }
    // The check detects a missing index.
    expect(
      await scannedBy(client, {
        sql: 'SELECT body FROM chat_1.messages WHERE length(body) > $1',
        input: [9],
      }),
    ).toEqual(['messages']);
    await client.end();
    expect(planned).toBeGreaterThan(60);
    expect(scans).toEqual([]);
  });
});
