import { ChatError } from '@chat/protocol';

/** What somebody sent in an old vocabulary, read field by field. Fields that nobody asks for are passed over. */
export interface FieldReader {
  /** All of it, as it came. */
  readonly whole: unknown;
  /** A text; throws `invalid` with the `field` when it is missing or something else. */
  string(field: string): string;
  /** A text, or what is given when it is missing; throws `invalid` for anything else. */
  string<T>(field: string, missing: T): string | T;
  boolean(field: string): boolean;
  boolean<T>(field: string, missing: T): boolean | T;
  /** A number, also written as text, as a query has it. */
  number(field: string): number;
  number<T>(field: string, missing: T): number | T;
  /** A list of texts. */
  strings(field: string): string[];
  /** A field as it came; undefined when it is missing. */
  value(field: string): unknown;
}

/** Reads what stands in an object; of anything else no field is there. */
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
