export { sqliteStorage, type SqliteOptions } from './storage/sqlite.ts';
