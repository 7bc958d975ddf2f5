// Accounts in MongoDB: the library's adapter, with retries, and with the indexes that must exist before the
// first sign-up.
import { mongodbAdapter } from 'better-auth/adapters/mongodb';
import { MongoError, type Db, type MongoClient } from 'mongodb';

type AdapterOf = ReturnType<typeof mongodbAdapter>;
type Transaction = ReturnType<AdapterOf>['transaction'];
type Within = Parameters<Parameters<Transaction>[0]>[0];

/**
 * Rejects the second of two simultaneous sign-ups with one address: the library creates its own index in the
 * background.
 */
const makeIndexes = async (database: Db): Promise<void> => {
  const unique = { unique: true };
  await Promise.all([
    database.collection('user').createIndex({ email: 1 }, unique),
    database.collection('user').createIndex({ name: 1 }),
    ...['foldedName', 'shownName'].map((field) =>
      database
        .collection('user')
        .createIndex(
          { [field]: 1 },
          { unique: true, partialFilterExpression: { [field]: { $type: 'string' } } },
        ),
    ),
    database.collection('session').createIndex({ token: 1 }, unique),
    database.collection('session').createIndex({ userId: 1 }),
    database.collection('account').createIndex({ userId: 1 }),
    database.collection('verification').createIndex({ identifier: 1 }),
    database.collection('rateLimit').createIndex({ key: 1 }, unique),
  ]);
};

/**
 * Returns whether nothing of a transaction was stored and it should be retried: a conflict, a timeout, or a
 * failover.
 */
const isTransient = (error: unknown): boolean =>
  error instanceof MongoError && error.hasErrorLabel('TransientTransactionError');

const watched = (within: Within, met: (error: unknown) => void): Within =>
  Object.fromEntries(
    Object.entries(within).map(([name, call]: [string, unknown]) => [
      name,
      typeof call !== 'function'
        ? call
        : async (...input: unknown[]): Promise<unknown> => {
            try {
              return await (call as (...input: unknown[]) => unknown)(...input);
            } catch (error) {
              if (isTransient(error)) met(error);
              throw error;
            }
          },
    ]),
  ) as Within;

/**
 * The driver retries by the error it gets. Signing up replaces that error, so this puts the original back.
 */
const retrying =
  (transaction: Transaction): Transaction =>
  (work) =>
    transaction(async (within) => {
      let transient: unknown;
      try {
        return await work(watched(within, (error) => (transient = error)));
      } catch (error) {
        throw transient ?? error;
      }
    });

export const mongodbAccounts = async (database: Db, client: MongoClient): Promise<AdapterOf> => {
  await makeIndexes(database);
  const open = mongodbAdapter(database, { client });
  return (options) => {
    const adapter = open(options);
    adapter.transaction = retrying(adapter.transaction);
    return adapter;
  };
};
