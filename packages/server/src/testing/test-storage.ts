import type { ChatStorage } from '../storage/contract/storage.ts';
import type { ContractCase } from './contract-case.ts';
import { storageContract } from './storage-contract.ts';

export interface TestStorageOptions {
  /** Declares a test: `test` of vitest, `node:test`, or `it` of mocha. */
  test: (name: string, run: () => Promise<void>) => void;
  /**
   * Reopens the data of a closed storage; or the reason why that is impossible, such as 'it lives in this
   * process'. Sentences about durability are not tested then.
   */
  reopen: ((closed: ChatStorage) => ChatStorage | Promise<ChatStorage>) | { impossible: string };
}

/** Declares one test per case of the storage contract. Each creates an empty storage and closes it. */
export const testStorage = (
  make: () => ChatStorage | Promise<ChatStorage>,
  { test, reopen }: TestStorageOptions,
): void => {
  for (const contractCase of storageContract) {
    if (contractCase.needsReopen && typeof reopen !== 'function') continue;
    test(contractCase.title, () => runCase(contractCase, make, reopen));
  }
};

/** Runs one case on a new storage. */
export const runCase = async (
  { run }: ContractCase,
  make: () => ChatStorage | Promise<ChatStorage>,
  reopen: TestStorageOptions['reopen'],
): Promise<void> => {
  let storage = await make();
  try {
    await run(storage, async (opened) => {
      if (typeof reopen !== 'function') throw new Error(`cannot be opened again: ${reopen.impossible}`);
      await opened.close();
      storage = await reopen(opened);
      return storage;
    });
  } finally {
    await storage.close();
  }
};
