import { randomUUID } from 'node:crypto';
import { ChatError } from '@chat/protocol';
import { Client, Pool, types, type PoolClient } from 'pg';
import { markUnavailable, markMisconfigured } from '../contract/store-unavailable.ts';
import { migrate } from './migrations.ts';

/** Runs one statement. `{s}` in it stands for the schema. */
export type Run = <Row = unknown>(sql: string, input?: readonly unknown[]) => Promise<Row[]>;

/** Writes many rows with one statement: `$1` is common to all, `$2` and later are arrays, one per column. */
export const writeMany =
  (run: Run, common: unknown) =>
  async (sql: string, rows: readonly (readonly unknown[])[] = []): Promise<void> => {
    const [first] = rows;
    if (first !== undefined) await run(sql, [common, ...first.map((_, at) => rows.map((row) => row[at]))]);
  };

export interface Database {
  /** Runs one statement in its own transaction. */
  run: Run;
  /** Runs a transaction, all or nothing. Resolves once it is durable; rejects if nothing was applied. */
  write<T>(work: (run: Run) => Promise<T>): Promise<T>;
  /** Created with the schema and stored in it. */
  epoch(): Promise<string>;
  close(): Promise<void>;
}

/** Where the database is: what `new Pool()` of the package `pg` takes; for what is left out it looks into `PGHOST` and its like. */
export interface PostgresConnection {
  /** A name, an address, or the folder of a socket. */
  host?: string;
  port?: number;
  user?: string;
  password?: string | (() => string | Promise<string>);
  database?: string;
  /** True, or options of Node's TLS. */
  ssl?: boolean | object;
}

export interface OpenOptions {
  schema: string;
  connections: number;
  id: () => string;
  restored: boolean;
}

const bigint = 20;
/** How long to ask for the outcome of a commit without a response, ms. */
const patienceMs = 30_000;
const againMs = 100;

/** Opens nothing yet: the first call does, and the next one retries if that failed. */
export const openDatabase = (
  connection: string | PostgresConnection,
  { schema, connections, id, restored }: OpenOptions,
): Database => {
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(schema))
    throw new ChatError('invalid', 'schema must be lower-case letters, digits and underscores', {
      field: 'schema',
    });
  const inSchema = (sql: string): string => sql.replaceAll('{s}', `"${schema}"`);
  const pool = new Pool({
    ...(typeof connection === 'string' ? { connectionString: connection } : connection),
    max: connections,
    application_name: 'chat',
    // Numbers of rooms and messages, and times, are far below 2^53.
    types: {
      getTypeParser: (oid: number, format?: 'text' | 'binary') =>
        oid === bigint ? Number : types.getTypeParser(oid, format),
    },
  });
  // A connection may be lost while idle or in use; its user gets the error from the query. Without a
  // listener, the event would end the process.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  let opening: Promise<string> | null = null;
  let closing: Promise<void> | null = null;

  const runOn =
    (client: Pick<PoolClient, 'query'>): Run =>
    async <Row>(sql: string, input: readonly unknown[] = []) => {
      const { rows } = await client.query(inSchema(sql), [...input]);
      return rows as Row[];
    };

  const open = async (): Promise<string> => {
    const client = await pool.connect();
    let failed: Error | undefined;
    try {
      return await migrate(runOn(client), { schema, id, restored });
    } catch (error) {
      failed = error as Error;
      throw error;
    } finally {
      client.release(failed);
    }
  };
  const epoch = (): Promise<string> => {
    if (closing) throw new ChatError('internal', 'the storage is closed');
    opening ??= open().catch((error: unknown) => {
      opening = null;
      throw error;
    });
    return opening;
  };

  /**
   * A row per connection, into which each transaction writes its name, so that its outcome can be looked up.
   */
  const slots = new WeakMap<object, string>();
  const slotOf = (client: object): string => {
    const slot = slots.get(client) ?? randomUUID();
    slots.set(client, slot);
    return slot;
  };

  /**
   * Asks the server for the outcome of a transaction whose connection was lost during the commit. Its number
   * only tells whether it is still in progress: after a crash, the number may be reused.
   */
  const wasCommitted = async (number: string, slot: string, name: string, why: unknown): Promise<boolean> => {
    const sql = `SELECT pg_xact_status($1::xid8) = 'in progress' AS going,
      EXISTS (SELECT 1 FROM {s}.writes WHERE slot = $2 AND name = $3) AS kept`;
    for (const end = performance.now() + patienceMs; performance.now() < end;) {
      const [answer] = await runOn(pool)<{ going: boolean | null; kept: boolean }>(sql, [
        number,
        slot,
        name,
      ]).catch((error: unknown) => (isFuture(error) ? [{ going: false, kept: false }] : []));
      if (answer?.kept) return true;
      if (answer && answer.going !== true) return false;
      await new Promise((resolve) => setTimeout(resolve, againMs));
    }
    throw why;
  };

  const write = async <T>(work: (run: Run) => Promise<T>): Promise<T> => {
    await epoch();
    const client = await pool.connect();
    const [slot, name] = [slotOf(client), randomUUID()];
    let failed: Error | undefined;
    try {
      // A server or role may be configured to respond before data is durable; this store does not allow it.
      const begun = (await client.query(
        inSchema(`BEGIN;
         SELECT set_config('synchronous_commit', 'on', true) WHERE current_setting('synchronous_commit') = 'off';
         INSERT INTO {s}.writes (slot, name) VALUES ('${slot}', '${name}')
           ON CONFLICT (slot) DO UPDATE SET name = excluded.name, at = excluded.at;
         SELECT pg_current_xact_id()::text AS number`),
      )) as unknown as { rows: { number: string }[] }[];
      const value = await work(runOn(client));
      await client.query('COMMIT').catch(async (error: unknown) => {
        const number = begun[3]?.rows[0]?.number ?? '0';
        if (isStatementError(error) || !(await wasCommitted(number, slot, name, error))) throw error;
        failed = error as Error;
      });
      return value;
    } catch (error) {
      failed = error as Error;
      if (isStatementError(error))
        failed = await client.query('ROLLBACK').then(
          () => undefined,
          (lost: Error) => lost,
        );
      throw error;
    } finally {
      client.release(failed);
    }
  };

  const run: Run = async <Row>(sql: string, input?: readonly unknown[]) => {
    await epoch();
    return runOn(pool)<Row>(sql, input).catch((error: unknown) => {
      // The pool may return a connection that was just lost. Repeating a read is harmless.
      if (isStatementError(error) || !sql.startsWith('SELECT')) throw error;
      return runOn(pool)<Row>(sql, input);
    });
  };
  const where = describeTarget(new Client(pool.options));
  const rethrow = (error: unknown): never => {
    throw toStorageError(error, where);
  };

  return {
    epoch: () => epoch().catch(rethrow),
    run: (sql, input) => run<never>(sql, input).catch(rethrow),
    write: (work) => write(work).catch(rethrow),
    close: () => (closing ??= (opening ?? Promise.resolve('')).catch(() => '').then(() => pool.end())),
  };
};

/** Whether the statement failed and the connection still works: nothing of its transaction was applied. */
const isStatementError = (error: unknown): boolean =>
  !(error instanceof Error) || !('severity' in error)
    ? error instanceof ChatError
    : error.severity === 'ERROR';

/** Whether the server has not reached this transaction number: nothing written under it is left. */
const isFuture = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === '22023';

const full = new Set(['53100', '53400']);
/** The server is unreachable, starting, stopping or full, or the connection was lost. */
const unavailable =
  /^(ECONNREFUSED|ECONNRESET|ENOENT|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|57P0[123]|08\w{3}|53300|ENOTFOUND|EAI_AGAIN)$/;
/** A missing database or schema, wrong credentials, or a missing right: waiting fixes none of them. */
const misconfigured = /^(3D000|3F000|28P01|28000|42501)$/;
const cutOff = /^(Connection terminated|Client has encountered a connection error|timeout exceeded)/;

/**
 * Returns the error for the caller: `storage_full` if no space is left, else the error itself, marked if the
 * server is unavailable.
 */
const toStorageError = (error: unknown, where: string): unknown => {
  if (!(error instanceof Error) || error instanceof ChatError) return error;
  const code = 'code' in error ? String(error.code) : '';
  if (misconfigured.test(code)) return markMisconfigured(error, where);
  if (unavailable.test(code) || cutOff.test(error.message)) return markUnavailable(withTarget(error, where));
  if (!full.has(code)) return error;
  const refusal = new ChatError('storage_full', `no room left for writing (${error.message})`);
  return Object.assign(refusal, { cause: error });
};

/** Adds the server to the message, once: an error may pass here twice. */
const withTarget = (error: Error, where: string): Error => {
  if (!error.message.startsWith(where)) error.message = `${where}: ${error.message}`;
  return error;
};

/** `PostgreSQL at db:5432/chat`: without the password. */
const describeTarget = ({ host, port, database }: Client): string =>
  `PostgreSQL at ${host}:${port}/${database ?? ''}`;
