import type * as v from 'valibot';

/** True when two types are the same, optional fields included. Written out twice: named, the two would only be compared loosely. */
// prettier-ignore
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- T is what the two conditions are compared over
export type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

type Flat<T> = { [K in keyof T]: T[K] };

// What is described here stands already as a TypeScript type, which says it better to a reader. So that the two cannot
// drift, a schema whose output is not exactly its type does not compile.
export const schemaOf =
  <T>() =>
  <S extends v.GenericSchema>(
    schema: S & (Same<Flat<v.InferOutput<S>>, Flat<T>> extends true ? unknown : never),
  ): S =>
    schema;
