import type { IndexDescription } from 'mongodb';
import type { Command } from './op-msg.ts';

/** A query of a collection: the fields that must be equal, those in a range, and the order. */
export interface Question {
  collection: string;
  equal: string[];
  range: string[];
  sort: string[];
}

type Filter = Record<string, unknown> & { $and?: Filter[]; $or?: Filter[] };

const isRange = (condition: unknown): boolean =>
  typeof condition === 'object' &&
  condition !== null &&
  ['$gt', '$gte', '$lt', '$lte', '$elemMatch'].some((operator) => operator in condition);
/** No index helps with negations. */
const isNot = (condition: unknown): boolean =>
  typeof condition === 'object' && condition !== null && '$ne' in condition;

/** Each branch of an `$or` is its own query. */
const ways = ({ $and = [], $or = [], ...fields }: Filter): Record<string, unknown>[] => {
  const rest = $and.reduce<Record<string, unknown>>((all, part) => ({ ...part, ...all }), fields);
  return $or.length === 0 ? [rest] : $or.flatMap((way) => ways({ ...rest, ...way }));
};

/** Returns the queries in a command; none for writes by id. */
export const questionsIn = ({ name, body }: Command): Question[] => {
  const of = (filter: Filter = {}, sort: Record<string, unknown> = {}): Question[] =>
    ways(filter).map((fields) => {
      const asked = Object.keys(fields).filter((field) => !isNot(fields[field]));
      return {
        collection: String(body[name]),
        equal: asked.filter((field) => !isRange(fields[field])),
        range: asked.filter((field) => isRange(fields[field])),
        sort: Object.keys(sort),
      };
    });
  const listed = (list: unknown): Question[] => ((list ?? []) as { q: Filter }[]).flatMap(({ q }) => of(q));
  switch (name) {
    case 'find':
      return of(body['filter'] as Filter, body['sort'] as Record<string, unknown>);
    case 'aggregate':
      return ((body['pipeline'] ?? []) as { $match?: Filter }[]).flatMap(({ $match }) =>
        $match ? of($match) : [],
      );
    case 'findAndModify':
      return of(body['query'] as Filter);
    case 'update':
      return listed(body['updates']);
    case 'delete':
      return listed(body['deletes']);
    default:
      return [];
  }
};

/**
 * Whether an index serves a query: equal fields first, then the order, else a range. Results for several
 * words of one prefix are sorted afterwards.
 */
export const goesBy = (
  { equal, range, sort }: Question,
  indexes: readonly Pick<IndexDescription, 'key'>[],
): boolean =>
  [{ key: { _id: 1 } }, ...indexes].some(({ key }) => {
    const fields = Object.keys(key);
    if (equal.includes('_id')) return true;
    const until = fields.findIndex((field) => !equal.includes(field));
    const rest = until === -1 ? [] : fields.slice(until);
    const order = sort.filter((field) => !equal.includes(field));
    if (order.length > 0 && range.includes('words')) return until > 0 && rest[0] === 'words';
    if (order.length > 0)
      return (until > 0 || range.includes(order[0] ?? '')) && order.every((field, at) => rest[at] === field);
    return until !== 0 || range.includes(fields[0] ?? '');
  });
