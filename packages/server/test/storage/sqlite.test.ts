import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sqliteStorage } from '@chat/server/sqlite';
import { testStorage } from '@chat/server/testing';
import { afterAll, describe, test } from 'vitest';
import { inLongRun } from '../../../../test/long-test.ts';
import type { ChatStorage } from '../../src/storage/contract/storage.ts';

const folder = mkdtempSync(join(tmpdir(), 'chat-sqlite-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const files = new WeakMap<ChatStorage, string>();
let count = 0;

const open = (file: string): ChatStorage => {
  const storage = sqliteStorage(file);
  files.set(storage, file);
  return storage;
};

describe('sqlite', () => {
  testStorage(() => open(join(folder, `${(count += 1)}.db`)), {
    test,
    reopen: (closed) => open(files.get(closed) ?? ''),
  });
});

// The same code as with a file; many other tests use it.
inLongRun('the storage contract on SQLite in memory', () => {
  describe('sqlite in memory', () => {
    testStorage(() => sqliteStorage(':memory:'), {
      test,
      reopen: { impossible: 'it lives in this process' },
    });
  });
});
