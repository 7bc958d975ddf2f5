import type { DatabaseSync, SQLInputValue } from 'node:sqlite';

/** A prepared statement whose rows have a type. */
export interface Query<Row> {
  first: (...values: SQLInputValue[]) => Row | undefined;
  all: (...values: SQLInputValue[]) => Row[];
  /** Returns the number of rows written. */
  run: (...values: SQLInputValue[]) => number;
}

export const query = <Row>(database: DatabaseSync, sql: string): Query<Row> => {
  const statement = database.prepare(sql);
  return {
    first: (...values) => statement.get(...values) as Row | undefined,
    all: (...values) => statement.all(...values) as Row[],
    run: (...values) => Number(statement.run(...values).changes),
  };
};

/** A row that holds a record as JSON. */
export interface BodyRow<T> {
  body: string & { readonly of?: T };
}

export const parseBody = <T>({ body }: BodyRow<T>): T => JSON.parse(body) as T;
