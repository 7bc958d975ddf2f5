import * as v from 'valibot';
import { command } from '../command.ts';
import { id, position } from '../fields.ts';
import { count, hasMore, schemaOf } from '../outputs.ts';

/** A summary of messages, written by a machine. Plain text; it may be wrong. */
export interface Summary {
  text: string;
  /** How many messages it is about, and up to which `seq`. */
  messages: number;
  seq: number;
  /** There are more messages after that. */
  hasMore: boolean;
}

const summarySchema = schemaOf<Summary>()(
  v.object({ text: v.string(), messages: count, seq: count, hasMore }),
);

export const summaryCommands = {
  'summary:create': command<Summary>()({
    http: 'POST /rooms/:roomId/summary',
    rate: 'searches',
    load: 'send',
    summary: 'Summarize the messages after a seq that I may read, by the language model of the server',
    input: v.strictObject({
      roomId: id,
      after: position,
      /** A language tag, such as `es`. Default: that of the messages. */
      language: v.optional(
        v.pipe(v.string(), v.regex(/^[a-z]{2,3}(-[A-Za-z\d]{2,8}){0,3}$/, 'must be a language tag')),
      ),
    }),
    output: summarySchema,
  }),
};
