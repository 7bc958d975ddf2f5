import type { ChatStorage } from '../storage/contract/storage.ts';

/** One sentence of the contract in `storage.ts`, or one side of it, and what proves it. */
export interface ContractCase {
  /** Unique; what a test runner shows. */
  title: string;
  /** The sentence, as it stands in `storage.ts`. */
  sentence: string;
  /** Run only on stores that can be closed and opened again. */
  needsReopen?: true;
  /** Rejects when the storage breaks the sentence. It gets an empty storage of its own. */
  run: (storage: ChatStorage, reopen: Reopen) => Promise<void>;
}

/** Closes a storage and opens the same data again. */
export type Reopen = (storage: ChatStorage) => Promise<ChatStorage>;
