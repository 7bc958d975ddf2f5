import type * as v from 'valibot';
import type { Same } from './outputs.ts';

/** `METHOD /path/:param`, below `<path>/api`. */
export type Route = `${'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'} /${string}`;

/** Any object schema; commands always take one object. */
export type InputSchema =
  v.ObjectSchema<v.ObjectEntries, undefined> | v.StrictObjectSchema<v.ObjectEntries, undefined>;

/** The rate limit that a command counts against, per user. See the limits of the same names. */
export type RateClass =
  | 'commands'
  | 'sends'
  | 'reactions'
  | 'bursts'
  | 'searches'
  | 'userSearches'
  | 'signals'
  | 'joins'
  | 'captions';

/**
 * When a server under load rejects a command as `overloaded`. ephemeral: as soon as it is busy. send: once it
 * is overloaded. essential: never.
 */
export type LoadClass = 'ephemeral' | 'send' | 'essential';

/** One entry of the table of commands. */
export interface Command<Schema extends InputSchema = InputSchema, Output = unknown> {
  /**
   * REST method and path. Path parameters are fields of the input; the rest is query (GET, DELETE) or body.
   */
  readonly http: Route;
  /** The REST route responds with 201: success has created something. */
  readonly creates: boolean;
  readonly rate: RateClass;
  readonly load: LoadClass;
  /** Keys and items that its input may have, if these are more than the server's limit `maxKeys`. */
  readonly maxKeys?: number;
  /** Allow-list of the input: unknown fields are rejected. */
  readonly input: Schema;
  /** The result. Describes it in the OpenAPI document and carries its type; results are not validated. */
  readonly output: v.GenericSchema<unknown, Output>;
  /** One line for the OpenAPI document. */
  readonly summary: string;
}

interface Definition<Schema extends InputSchema, OutputSchema extends v.GenericSchema> {
  http: Route;
  /** Default false. */
  creates?: boolean;
  /** Default `commands`. */
  rate?: RateClass;
  /** Default `essential`. */
  load?: LoadClass;
  /** Default: the server's limit. */
  maxKeys?: number;
  input: Schema;
  output: OutputSchema;
  summary: string;
}

/**
 * Declares a command: `command<Output>()({ http, summary, input, output })`. Two calls, so that the output
 * type has a name and the input type is inferred. Does not compile if the schema `output` differs from the
 * type.
 */
export const command =
  <Output>() =>
  <Schema extends InputSchema, OutputSchema extends v.GenericSchema>(
    definition: Definition<Schema, OutputSchema> &
      (Same<v.InferOutput<OutputSchema>, Output> extends true ? unknown : { output: never }),
  ): Command<Schema, Output> => ({
    creates: false,
    rate: 'commands',
    load: 'essential',
    ...definition,
    // The same schema: its output was compared with the type above.
    output: definition.output as unknown as v.GenericSchema<unknown, Output>,
  });
