export { runCase, testStorage, type TestStorageOptions } from './testing/test-storage.ts';
export { storageContract } from './testing/storage-contract.ts';
export type { ContractCase, Reopen } from './testing/contract-case.ts';
export { fileStoreContract, testFileStore, type FileStoreCase } from './testing/file-store-contract.ts';
