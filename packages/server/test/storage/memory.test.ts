import { memoryStorage } from '../../src/storage/memory/memory-storage.ts';
import { testStorage } from '@chat/server/testing';
import { describe, test } from 'vitest';

describe('memory', () => {
  testStorage(() => memoryStorage(), { test, reopen: { impossible: 'it lives in this process' } });
});
