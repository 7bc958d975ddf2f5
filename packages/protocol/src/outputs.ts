import * as v from 'valibot';

/**
 * True if two types are the same, optional fields included. Written out twice: with a named helper,
 * TypeScript compares the two only loosely.
 */
// prettier-ignore
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- T is what the two conditions are compared over
export type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

type Flat<T> = { [K in keyof T]: T[K] };

/**
 * Declares the schema of an interface, for the OpenAPI document. The interface is what developers read; the
 * schema does not compile if its output differs from it.
 */
export const schemaOf =
  <T>() =>
  <S extends v.GenericSchema>(
    schema: S & (Same<Flat<v.InferOutput<S>>, Flat<T>> extends true ? unknown : never),
  ): S =>
    schema;

export const count = v.pipe(v.number(), v.integer(), v.minValue(0));
export const time = v.pipe(count, v.description('ms since the epoch'));
export const optionalTime = v.optional(time);
export const isTrue = v.optional(v.literal(true));
export const data = v.record(v.string(), v.unknown());
export const hasMore = v.boolean();
/** For commands that return no data: `{}`. */
export const nothing = v.record(v.string(), v.never());
