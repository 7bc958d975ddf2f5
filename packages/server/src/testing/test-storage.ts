import type { ChatStorage } from '../storage/contract/storage.ts';
import type { ContractCase } from './contract-case.ts';
import { storageContract } from './storage-contract.ts';

export interface TestStorageOptions {
  /** Declares a test: `test` of vitest, `node:test`, or `it` of mocha. */
  test: (name: string, run: () => Promise<void>) => void;
  /**
   * Opens the data of a closed storage again; or why that cannot be, such as 'it lives in this process', and then what
   * is said about durability goes unproved.
   */
  reopen: ((closed: ChatStorage) => ChatStorage | Promise<ChatStorage>) | { impossible: string };
}

/** Declares one test per case of the storage contract; each makes an empty storage of its own, and closes it. */
export const testStorage = (
  make: () => ChatStorage | Promise<ChatStorage>,
  { test, reopen }: TestStorageOptions,
): void => {
  for (const contractCase of storageContract) {
    if (contractCase.needsReopen && typeof reopen !== 'function') continue;
    test(contractCase.title, () => runCase(contractCase, make, reopen));
  }
};

/** Runs one case on a storage of its own. */
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
