export { sqliteStorage, type SqliteOptions } from './storage/sqlite/sqlite-storage.ts';
