import type { AnyBulkWriteOperation, ClientSession, Collection, Db, Filter, UpdateFilter } from 'mongodb';

/** A document: its id is a string. */
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

/** A filter. Values are placed behind an operator, so that user input cannot be one. */
export type Where<T> = { [K in keyof T]?: Value<T[K]> | Operators<Value<T[K]>> } & {
  $and?: readonly Where<T>[];
  $or?: readonly Where<T>[];
};

/** An update of a document. */
export interface Update<T> {
  $set?: Partial<T>;
  $setOnInsert?: Partial<T>;
  $inc?: { [K in keyof T]?: number };
  $unset?: { [K in keyof T]?: '' };
}

/** One write of a bulk. */
export type Write<T> =
  | { updateOne: { filter: Where<T>; update: Update<T>; upsert?: boolean } }
  | { replaceOne: { filter: Where<T>; replacement: Omit<T, '_id'>; upsert: true } }
  | { deleteOne: { filter: Where<T> } };

/** The order, the number and the fields of the documents to return; all unless given. */
export interface Finding<T> {
  sort?: Partial<Record<keyof T & string, 1 | -1>>;
  limit?: number;
  fields?: readonly (keyof T & string)[];
}

/** A collection, in a transaction or outside of one. */
export interface Table<T extends Row> {
  find(filter: Where<T>, finding?: Finding<T>): Promise<T[]>;
  /** Returns the existing ones, in any order. */
  byIds(ids: readonly string[]): Promise<T[]>;
  get(id: string): Promise<T | null>;
  count(filter: Where<T>, limit?: number): Promise<number>;
  /** Returns whether a document matched. */
  update(filter: Where<T>, update: Update<T>): Promise<boolean>;
  /** Updates or creates the document and returns it. */
  upsert(id: string, update: Update<T>): Promise<T>;
  /** Returns the number of removed documents. */
  remove(filter: Where<T>): Promise<number>;
  /** Applies the writes in order; does nothing for an empty list. */
  bulk(operations: readonly Write<T>[]): Promise<void>;
}

/** Ensures that an id in a filter is a string and not an operator. */
const text = (id: string): string => {
  if (typeof id !== 'string') throw new TypeError('an id is a string');
  return id;
};

/** Finds a collection by its name. */
export type Tables = <T extends Row>(name: string) => Table<T>;

export const tablesOf =
  (db: Db, session?: ClientSession): Tables =>
  <T extends Row>(name: string): Table<T> => {
    // The driver's filter types need more than is known of a generic type.
    const collection = db.collection(name) as unknown as Collection<Row>;
    const within = session === undefined ? {} : { session };
    const by = (filter: Where<T>) => filter as unknown as Filter<Row>;
    const to = (update: Update<T>) => update as unknown as UpdateFilter<Row>;

    const find: Table<T>['find'] = async (filter, { sort, limit, fields } = {}) => {
      // For MongoDB, 0 means no limit.
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

/** Replaces a document or creates it. */
export const put = <T extends Row>({ _id, ...rest }: T): Write<T> =>
  ({
    replaceOne: { filter: { _id: text(_id) }, replacement: rest, upsert: true },
  }) as unknown as Write<T>;

/** Creates a document unless it exists. */
export const putOnce = <T extends Row>({ _id, ...rest }: T): Write<T> =>
  ({
    updateOne: { filter: { _id: text(_id) }, update: { $setOnInsert: rest }, upsert: true },
  }) as unknown as Write<T>;
