import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sqliteStorage } from '@chat/server/sqlite';
import { testStorage } from '@chat/server/testing';
import { afterAll, describe, test } from 'vitest';
import { inLongRun } from '../../../../test/long-test.ts';
import { isLong, leaveOut } from '../../../../test/run-size.ts';
import { openSqlite } from '../../src/storage/sqlite/sqlite-storage.ts';
import type { ChatStorage } from '../../src/storage/contract/storage.ts';

const folder = mkdtempSync(join(tmpdir(), 'chat-sqlite-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const files = new WeakMap<ChatStorage, string>();
let count = 0;

// Starting a thread from the sources takes longer than most cases. Every test with a file of its own has one.
const inThreads = isLong ? [true, false] : [false];
if (!isLong) leaveOut('the storage contract on SQLite with a thread that writes');

describe.each(inThreads)('sqlite, with a thread that writes: %s', (inThread) => {
  const open = (file: string): ChatStorage => {
    const storage = openSqlite(file, {}, inThread);
    files.set(storage, file);
    return storage;
  };
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
