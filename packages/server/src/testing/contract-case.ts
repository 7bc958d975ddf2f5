import type { ChatStorage } from '../storage/contract/storage.ts';

/** A case that tests a sentence of the contract, or one aspect of it. */
export interface ContractCase {
  /** The unique title of the test. */
  title: string;
  /** The sentence as written in the contract. */
  sentence: string;
  /** Runs only on stores that can be reopened. */
  needsReopen?: true;
  /** Rejects if the storage breaks the sentence. Each run gets an empty storage of its own. */
  run: (storage: ChatStorage, reopen: Reopen) => Promise<void>;
}

/** Closes a storage and reopens its data. */
export type Reopen = (storage: ChatStorage) => Promise<ChatStorage>;
