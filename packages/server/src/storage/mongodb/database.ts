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

/** A transaction. */
export interface Transaction {
  tables: Tables;
  /** Nothing of it is kept, whatever it answers. */
  undo(): void;
}

export interface Database {
  /** Outside of any transaction: each call is one of its own. What it reads is durable. */
  tables: Tables;
  /**
   * All or nothing. Resolves once it is durable; rejects when nothing of it was applied. Where it met another, `work` runs again, on
   * what is there then.
   */
  write<T>(work: (within: Transaction) => Promise<T>): Promise<T>;
  /** Everything that is read is of one moment. */
  readTogether<T>(work: (tables: Tables) => Promise<T>): Promise<T>;
  /** The database's own clock, where it tells it; ms since the epoch. */
  now(): Promise<number>;
  /** Made with the collections, and kept with them. */
  epoch(): Promise<string>;
  close(): Promise<void>;
}

export interface OpenOptions {
  database: string;
  connections: number;
  id: () => string;
  restored: boolean;
  /** ms since the epoch, where the database does not tell. */
  now: () => number;
  /** From 0 to 1. */
  chance: () => number;
}

/** How long a transaction is tried again that met another, and how long it is asked what became of one whose end was not heard, ms. */
const patienceMs = 30_000;
/** How long a call waits for a server that can be written to, ms. */
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

/** Opens nothing yet: the first call does, and the next one again where that failed. */
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
    // An answer is of what a majority of the servers hold on disk, whatever the address or they are set to.
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

  /** Longer each time, and never the same for two. */
  const pause = (pauses: number): Promise<void> =>
    new Promise((resolve) =>
      setTimeout(resolve, chance() * Math.min(longestPauseMs, shortestPauseMs * 2 ** Math.min(pauses, 10))),
    );

  /** The server remembers the end of each session's last transaction: asked to end it again, it says what became of it. */
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
      // Whatever has not been committed by now is not wanted.
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
    // Ended like one that writes: only then is what it has read held by a majority.
    readTogether: (work) => write((within) => work(within.tables)),
    now: async () => {
      await ensureOpen();
      // Only reading, and not tried again by itself where a connection was cut a moment ago.
      const { localTime } = await db.command({ hello: 1 }).catch(() => db.command({ hello: 1 }));
      return localTime instanceof Date ? localTime.getTime() : now();
    },
    epoch: ensureOpen,
    close: () => (closing ??= (opening ?? Promise.resolve('')).catch(() => '').then(() => client.close())),
  };
};

const isLabelled = (error: unknown, label: string): boolean =>
  error instanceof MongoError && error.hasErrorLabel(label);

/** The server has said that a transaction is not kept. Anything else says nothing of what became of it. */
const isServerVerdict = (error: unknown): boolean =>
  error instanceof MongoServerError && !isLabelled(error, 'UnknownTransactionCommitResult');

/** Whether nothing of a transaction was applied, for no reason but another one that was under way, or a connection that went. */
const isConflict = (error: unknown): boolean =>
  error instanceof MongoServerSelectionError
    ? false
    : isLabelled(error, 'TransientTransactionError') ||
      isLabelled(error, 'PoolRequestedRetry') ||
      // Two that make the same document at once: the second is told so, and would find it the next time.
      (error instanceof MongoServerError && error.code === duplicateKey);

/** No server was found, or none that can be written to; the connection was lost, or the first try to connect was given up. */
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
