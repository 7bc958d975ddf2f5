import { ChatError } from '@chat/protocol';

/** Reads the fields of a request in an old vocabulary one by one. Unused fields are ignored. */
export interface FieldReader {
  /** The whole value, unchanged. */
  readonly whole: unknown;
  /** Returns a string; throws `invalid` with the `field` if it is missing or something else. */
  string(field: string): string;
  /** Returns a string, or `missing` if there is none; throws `invalid` for anything else. */
  string<T>(field: string, missing: T): string | T;
  boolean(field: string): boolean;
  boolean<T>(field: string, missing: T): boolean | T;
  /** Returns a number, which may be written as text, as in a query. */
  number(field: string): number;
  number<T>(field: string, missing: T): number | T;
  /** Returns a list of strings. */
  strings(field: string): string[];
  /** Returns a field unchanged; undefined if it is missing. */
  value(field: string): unknown;
}

/** Reads the fields of an object; any other value has none. */
export const createFieldReader = (whole: unknown): FieldReader => {
  const fields: object = typeof whole === 'object' && whole !== null ? whole : {};
  const value = (field: string): unknown =>
    Object.hasOwn(fields, field) ? (fields as Record<string, unknown>)[field] : undefined;
  const wrong = (field: string, what: string): ChatError =>
    new ChatError('invalid', `${field} must be ${what}`, { field });

  const reader =
    (what: string, take: (given: unknown) => unknown) =>
    (field: string, ...missing: unknown[]): never => {
      const given = value(field);
      if (given == null && missing.length > 0) return missing[0] as never;
      const taken = take(given);
      if (taken === undefined) throw wrong(field, what);
      return taken as never;
    };

  return {
    whole,
    value,
    string: reader('a text', (given) => (typeof given === 'string' ? given : undefined)),
    boolean: reader('true or false', (given) => (typeof given === 'boolean' ? given : undefined)),
    number: reader('a number', asNumber),
    strings: reader('a list of texts', (given) =>
      Array.isArray(given) && given.every((each) => typeof each === 'string') ? given : undefined,
    ),
  };
};

const asNumber = (given: unknown): number | undefined => {
  if (typeof given === 'string' && !/^-?\d{1,16}(\.\d{1,16})?$/.test(given)) return undefined;
  const number = typeof given === 'string' ? Number(given) : given;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
};
