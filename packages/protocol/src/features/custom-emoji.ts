import * as v from 'valibot';
import { command } from '../command.ts';
import { emoji } from '../fields.ts';
import { schemaOf } from '../outputs.ts';

/** An emoji of the server: a picture for `:name:`. */
export interface CustomEmoji {
  name: string;
  /** The text for screen readers. */
  label: string;
  /** A path on the chat's server. */
  url: string;
}

/** The name of a custom emoji, without its colons. */
export const customEmojiName = /^[a-z\d][a-z\d_+-]{1,31}$/;

/** The name of a custom emoji within its colons. */
const colons = v.pipe(v.string(), v.regex(/^:[a-z\d][a-z\d_+-]{1,31}:$/, 'must be one emoji'));

/** One emoji, or the `:name:` of a custom one. */
export const reactionEmoji = v.union([emoji, colons], 'must be one emoji');

const customEmojiSchema = schemaOf<CustomEmoji>()(
  v.object({ name: v.string(), label: v.string(), url: v.string() }),
);

export const customEmojiCommands = {
  'emoji:list': command<{ emoji: CustomEmoji[] }>()({
    http: 'GET /emoji',
    summary: 'List the custom emoji of the server',
    input: v.strictObject({}),
    output: v.object({ emoji: v.array(customEmojiSchema) }),
  }),
};
