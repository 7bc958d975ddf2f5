import { memoryStorage } from '../../src/storage/memory.ts';
import { testStorage } from '@chat/server/testing';
import { describe, test } from 'vitest';

describe('memory', () => {
  testStorage(() => memoryStorage(), { test, reopen: { impossible: 'it lives in this process' } });
});
