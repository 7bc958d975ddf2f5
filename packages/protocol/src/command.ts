import type * as v from 'valibot';

/** `METHOD /path/:param`, below `<path>/api`. */
export type Route = `${'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'} /${string}`;

/** Any object schema; commands always take one object. */
export type InputSchema =
  v.ObjectSchema<v.ObjectEntries, undefined> | v.StrictObjectSchema<v.ObjectEntries, undefined>;

/** One entry of the table of commands. */
export interface Command<Schema extends InputSchema = InputSchema, Output = unknown> {
  /** REST method and path. Path parameters are fields of the input; the rest is query (GET, DELETE) or body. */
  readonly http: Route;
  /** Answers 201 on REST, because success has created something. */
  readonly creates: boolean;
  /** Allow-list of the input: a field it does not name is refused. */
  readonly input: Schema;
  /** One line for the OpenAPI document. */
  readonly summary: string;
  /** Carries the output type; never present at run time. */
  readonly output?: Output;
}

interface Definition<Schema extends InputSchema> {
  http: Route;
  creates?: boolean;
  input: Schema;
  summary: string;
}

/** Declares a command: `command<Output>()({ http, input, summary })`. Two calls, so that the output is named and the input inferred. */
export const command =
  <Output>() =>
  <Schema extends InputSchema>(definition: Definition<Schema>): Command<Schema, Output> => ({
    creates: false,
    ...definition,
  });
