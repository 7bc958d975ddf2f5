import { ChatError } from '@chat/protocol';
import {
  MongoClient,
  MongoError,
  MongoNetworkError,
  MongoServerError,
  MongoServerSelectionError,
  MongoTopologyClosedError,
  type ClientSession,
} from 'mongodb';
import { markUnavailable, markMisconfigured } from '../contract/store-unavailable.ts';
import { migrate } from './migrate.ts';
import { tablesOf, type Row, type Table, type Tables } from './table.ts';

export interface Transaction {
  tables: Tables;
  /** Aborts the transaction when `work` returns. */
  undo(): void;
}

export interface Database {
  /** Outside of transactions: each call is its own. What it reads is durable. */
  tables: Tables;
  /**
   * Runs a transaction, all or nothing. Resolves once it is durable; rejects if nothing was applied. After a
   * conflict, `work` runs again on the current data.
   */
  write<T>(work: (within: Transaction) => Promise<T>): Promise<T>;
  /** Reads everything at one moment. */
  readTogether<T>(work: (tables: Tables) => Promise<T>): Promise<T>;
  /** The database's clock, if it reports one; ms since the epoch. */
  now(): Promise<number>;
  /** Created with the collections and stored with them. */
  epoch(): Promise<string>;
  close(): Promise<void>;
}

export interface OpenOptions {
  database: string;
  connections: number;
  id: () => string;
  restored: boolean;
  /** The clock to use if the database reports none; ms since the epoch. */
  now: () => number;
  /** A random number from 0 to 1. */
  chance: () => number;
}

/**
 * How long a conflicting transaction is retried, and how long to ask for the outcome of a commit without a
 * response, ms.
 */
const patienceMs = 30_000;
/** How long a call waits for a writable server, ms. */
const serverWaitMs = 5_000;
const [shortestPauseMs, longestPauseMs] = [1, 100];
/** The disk is full. */
const outOfDiskSpace = 14_031;
/** MongoDB Atlas uses one code for its quota and for refused credentials. Only the text tells them apart. */
const atlasError = 8_000;
const isQuota = ({ code, message }: MongoServerError): boolean =>
  code === atlasError && /quota/i.test(message);
/** Wrong credentials, or a user without the right. A retry cures neither. */
const misconfigured = new Set<unknown>([13, 18, atlasError]);
const duplicateKey = 11_000;

/** Opens nothing yet: the first call does, and the next one retries if that failed. */
export const openDatabase = (
  address: string,
  { database, connections, id, restored, now, chance }: OpenOptions,
): Database => {
  if (!/^[a-z_][a-z0-9_]{0,37}$/.test(database))
    throw new ChatError('invalid', 'database must be lower-case letters, digits and underscores', {
      field: 'database',
    });
  const client = new MongoClient(address, {
    appName: 'chat',
    maxPoolSize: connections,
    serverSelectionTimeoutMS: serverWaitMs,
    // Reads return what a majority of the servers have on disk, whatever the address or the servers
    // configure.
    readConcern: { level: 'majority' },
    writeConcern: { w: 'majority', journal: true },
    readPreference: 'primary',
    ignoreUndefined: true,
  });
  const db = client.db(database);
  const tables = tablesOf(db);
  let opening: Promise<string> | null = null;
  let closing: Promise<void> | null = null;

  const epoch = (): Promise<string> => {
    if (closing) throw new ChatError('internal', 'the storage is closed');
    opening ??= migrate(db, { id, restored }).catch((error: unknown) => {
      opening = null;
      throw error;
    });
    return opening;
  };

  const ensureOpen = (): Promise<string> =>
    epoch().catch((error: unknown) => {
      throw toStorageError(error);
    });

  /** Waits longer each time, and randomly, so that two retries do not stay in step. */
  const pause = (pauses: number): Promise<void> =>
    new Promise((resolve) =>
      setTimeout(resolve, chance() * Math.min(longestPauseMs, shortestPauseMs * 2 ** Math.min(pauses, 10))),
    );

  /** The server remembers the outcome of each session's last transaction: committing again returns it. */
  const commit = async (session: ClientSession): Promise<void> => {
    const end = performance.now() + patienceMs;
    for (let pauses = 0; ; pauses += 1)
      try {
        await session.commitTransaction();
        return;
      } catch (error) {
        if (isServerVerdict(error) || performance.now() > end) throw error;
        await pause(pauses);
      }
  };

  const attempt = async <T>(work: (within: Transaction) => Promise<T>): Promise<T> => {
    const session = client.startSession();
    let undone = false;
    try {
      session.startTransaction({
        readConcern: { level: 'snapshot' },
        writeConcern: { w: 'majority', journal: true },
        readPreference: 'primary',
      });
      const value = await work({ tables: tablesOf(db, session), undo: () => void (undone = true) });
      if (!undone) await commit(session);
      return value;
    } finally {
      // Anything not committed by now is discarded.
      if (session.inTransaction()) await session.abortTransaction().catch(() => {});
      await session.endSession().catch(() => {});
    }
  };

  const write: Database['write'] = async (work) => {
    await ensureOpen();
    const end = performance.now() + patienceMs;
    for (let pauses = 0; ; pauses += 1)
      try {
        return await attempt(work);
      } catch (error) {
        if (!isConflict(error) || performance.now() > end) throw toStorageError(error);
        await pause(pauses);
      }
  };

  const openedTable = <T extends Row>(name: string): Table<T> =>
    Object.fromEntries(
      Object.entries(tables<T>(name)).map(([method, call]) => [
        method,
        async (...input: unknown[]): Promise<unknown> => {
          await ensureOpen();
          return (call as (...input: unknown[]) => Promise<unknown>)(...input).catch((error: unknown) => {
            throw toStorageError(error);
          });
        },
      ]),
    ) as unknown as Table<T>;

  return {
    tables: openedTable,
    write,
    // Committed like a write: only then is what it read on a majority of servers.
    readTogether: (work) => write((within) => work(within.tables)),
    now: async () => {
      await ensureOpen();
      // A read, which the driver does not retry by itself after a lost connection.
      const { localTime } = await db.command({ hello: 1 }).catch(() => db.command({ hello: 1 }));
      return localTime instanceof Date ? localTime.getTime() : now();
    },
    epoch: ensureOpen,
    close: () => (closing ??= (opening ?? Promise.resolve('')).catch(() => '').then(() => client.close())),
  };
};

const isLabelled = (error: unknown, label: string): boolean =>
  error instanceof MongoError && error.hasErrorLabel(label);

/** Whether the server reported that a transaction was not applied. Other errors leave the outcome open. */
const isServerVerdict = (error: unknown): boolean =>
  error instanceof MongoServerError && !isLabelled(error, 'UnknownTransactionCommitResult');

/** Whether nothing of a transaction was applied because of a concurrent one or a lost connection. */
const isConflict = (error: unknown): boolean =>
  error instanceof MongoServerSelectionError
    ? false
    : isLabelled(error, 'TransientTransactionError') ||
      isLabelled(error, 'PoolRequestedRetry') ||
      // Two transactions created the same document: the second fails, and finds it when retried.
      (error instanceof MongoServerError && error.code === duplicateKey);

/**
 * No server, or no writable one, was found; the connection was lost, or the first attempt to connect was
 * given up.
 */
const connectionErrors = [MongoNetworkError, MongoServerSelectionError, MongoTopologyClosedError];

/** Returns the error for the caller: `storage_full` if no space is left, marked if the setup is wrong or the server is away. */
const toStorageError = (error: unknown): unknown => {
  if (connectionErrors.some((kind) => error instanceof kind)) return markUnavailable(error);
  if (!(error instanceof MongoServerError)) return error;
  if (error.code === outOfDiskSpace || isQuota(error)) {
    const refusal = new ChatError('storage_full', `no room left for writing (${error.message})`);
    return Object.assign(refusal, { cause: error });
  }
  return misconfigured.has(error.code) ? markMisconfigured(error, 'MongoDB') : error;
};
