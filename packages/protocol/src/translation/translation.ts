import * as v from 'valibot';
import { command } from '../command.ts';
import { id, language, messageId } from '../fields.ts';
import { schemaOf } from '../outputs.ts';

/** A message in another language. */
export interface Translation {
  text: string;
  /** The language of the message, if the translator knows it. */
  from?: string;
  to: string;
}

const translationSchema = schemaOf<Translation>()(
  v.object({
    text: v.string(),
    from: v.optional(v.pipe(v.string(), v.description('the language of the message, if it is known'))),
    to: v.string(),
  }),
);

export const translationCommands = {
  'message:translate': command<Translation>()({
    http: 'POST /rooms/:roomId/messages/:messageId/translate',
    load: 'ephemeral',
    summary: 'Translate a message that I may read; it is translated once per language',
    input: v.strictObject({
      roomId: id,
      messageId,
      /** The language to translate into. */
      to: language,
    }),
    output: translationSchema,
  }),
  'language:list': command<{ languages?: string[] }>()({
    http: 'GET /languages',
    summary: 'List the languages into which the server translates, if it knows them',
    input: v.strictObject({}),
    output: v.object({ languages: v.optional(v.array(v.string())) }),
  }),
};
