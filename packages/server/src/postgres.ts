export { postgresStorage, type PostgresOptions } from './storage/postgres/postgres-storage.ts';
export type { PostgresConnection } from './storage/postgres/database.ts';
