// The accounts in MongoDB: the library's adapter, with the indexes that have to stand before anybody signs up, and retries.
import { mongodbAdapter } from 'better-auth/adapters/mongodb';
import { MongoError, type Db, type MongoClient } from 'mongodb';

type AdapterOf = ReturnType<typeof mongodbAdapter>;
type Transaction = ReturnType<AdapterOf>['transaction'];
type Within = Parameters<Parameters<Transaction>[0]>[0];

/** Two who sign up at once with one address are told apart by the first of them: the library makes its own in the background. */
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

/** Nothing of a transaction was kept, and it is to be tried again whole: it met another, took too long, or the server changed. */
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

/** The driver tries a transaction again by what it fails with. Signing up gives an error of its own in that one's place; so it is put back. */
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
