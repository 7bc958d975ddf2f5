import type { AnyBulkWriteOperation, ClientSession, Collection, Db, Filter, UpdateFilter } from 'mongodb';

/** What every document has: an id of its own, made of strings. */
export interface Row {
  _id: string;
}

type Value<V> = V extends readonly (infer Each)[] ? Each : V;

interface Operators<V> {
  $eq?: V;
  $ne?: V;
  $gt?: V;
  $gte?: V;
  $lt?: V;
  $lte?: V;
  $in?: readonly V[];
  $elemMatch?: Operators<V>;
}

/** What is asked of a document. Behind an operator of ours, what a user sent cannot be one. */
export type Where<T> = { [K in keyof T]?: Value<T[K]> | Operators<Value<T[K]>> } & {
  $and?: readonly Where<T>[];
  $or?: readonly Where<T>[];
};

/** What becomes of a document. */
export interface Update<T> {
  $set?: Partial<T>;
  $setOnInsert?: Partial<T>;
  $inc?: { [K in keyof T]?: number };
  $unset?: { [K in keyof T]?: '' };
}

/** One of many writes. */
export type Write<T> =
  | { updateOne: { filter: Where<T>; update: Update<T>; upsert?: boolean } }
  | { replaceOne: { filter: Where<T>; replacement: Omit<T, '_id'>; upsert: true } }
  | { deleteOne: { filter: Where<T> } };

/** How many of what is found, in which order, and which of its fields; all unless said. */
export interface Finding<T> {
  sort?: Partial<Record<keyof T & string, 1 | -1>>;
  limit?: number;
  fields?: readonly (keyof T & string)[];
}

/** One collection, in a transaction or outside of any. */
export interface Table<T extends Row> {
  find(filter: Where<T>, finding?: Finding<T>): Promise<T[]>;
  /** Those that are there, in any order. */
  byIds(ids: readonly string[]): Promise<T[]>;
  get(id: string): Promise<T | null>;
  count(filter: Where<T>, limit?: number): Promise<number>;
  /** True when a document was there for it. */
  update(filter: Where<T>, update: Update<T>): Promise<boolean>;
  /** The document as it is then; made when it is not there. */
  upsert(id: string, update: Update<T>): Promise<T>;
  /** Answers how many were removed. */
  remove(filter: Where<T>): Promise<number>;
  /** In order; nothing for an empty list. */
  bulk(operations: readonly Write<T>[]): Promise<void>;
}

/** An id in a filter is never an operator, whatever was sent in its place. */
const text = (id: string): string => {
  if (typeof id !== 'string') throw new TypeError('an id is a string');
  return id;
};

/** Finds a collection by its name. */
export type Tables = <T extends Row>(name: string) => Table<T>;

export const tablesOf =
  (db: Db, session?: ClientSession): Tables =>
  <T extends Row>(name: string): Table<T> => {
    // The driver's own types of filters ask for more than can be said of a type that is not known yet.
    const collection = db.collection(name) as unknown as Collection<Row>;
    const within = session === undefined ? {} : { session };
    const by = (filter: Where<T>) => filter as unknown as Filter<Row>;
    const to = (update: Update<T>) => update as unknown as UpdateFilter<Row>;

    const find: Table<T>['find'] = async (filter, { sort, limit, fields } = {}) => {
      // To MongoDB 0 means all of them.
      if (limit !== undefined && limit <= 0) return [];
      return (await collection
        .find(by(filter), {
          ...within,
          ...(sort === undefined ? {} : { sort: sort as Record<string, 1 | -1> }),
          ...(limit === undefined ? {} : { limit }),
          ...(fields === undefined
            ? {}
            : { projection: Object.fromEntries(fields.map((field) => [field, 1])) }),
        })
        .toArray()) as unknown as T[];
    };

    return {
      find,
      byIds: async (ids) => find({ _id: { $in: ids.map(text) } } as Where<T>),
      get: async (id) => (await collection.findOne({ _id: text(id) }, within)) as T | null,
      count: async (filter, limit) =>
        limit !== undefined && limit <= 0
          ? 0
          : collection.countDocuments(by(filter), { ...within, ...(limit === undefined ? {} : { limit }) }),
      update: async (filter, update) =>
        (await collection.updateOne(by(filter), to(update), within)).matchedCount > 0,
      upsert: async (id, update) =>
        (await collection.findOneAndUpdate({ _id: text(id) }, to(update), {
          ...within,
          upsert: true,
          returnDocument: 'after',
        })) as unknown as T,
      remove: async (filter) => (await collection.deleteMany(by(filter), within)).deletedCount,
      bulk: async (operations) => {
        if (operations.length > 0)
          await collection.bulkWrite(operations as unknown as AnyBulkWriteOperation<Row>[], within);
      },
    };
  };

/** Writes a document whole, in place of what was there. */
export const put = <T extends Row>({ _id, ...rest }: T): Write<T> =>
  ({
    replaceOne: { filter: { _id: text(_id) }, replacement: rest, upsert: true },
  }) as unknown as Write<T>;

/** Writes a document unless it is there. */
export const putOnce = <T extends Row>({ _id, ...rest }: T): Write<T> =>
  ({
    updateOne: { filter: { _id: text(_id) }, update: { $setOnInsert: rest }, upsert: true },
  }) as unknown as Write<T>;
