export { postgresStorage, type PostgresOptions } from './storage/postgres.ts';
export type { PostgresConnection } from './storage/postgres/database.ts';
