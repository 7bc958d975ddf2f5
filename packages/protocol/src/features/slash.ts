import * as v from 'valibot';
import { command } from '../command.ts';
import { id, messageText } from '../fields.ts';
import { schemaOf } from '../outputs.ts';

/** A slash command that the application declares: `/weather Madrid`. */
export interface SlashCommand {
  /** Without the slash. */
  name: string;
  description: string;
  /** The text to write after the name: `[city]`. */
  hint?: string;
}

const slashCommandSchema = schemaOf<SlashCommand>()(
  v.object({ name: v.string(), description: v.string(), hint: v.optional(v.string()) }),
);

const slashName = v.pipe(
  v.string(),
  v.regex(
    /^[a-z0-9][a-z0-9_-]{0,31}$/,
    'must be 1 to 32 lower-case letters, digits, hyphens and underscores',
  ),
);

export const slashCommands = {
  'slash:list': command<{ commands: SlashCommand[] }>()({
    http: 'GET /rooms/:roomId/slash',
    summary: 'List the slash commands that I may use in a room, by name',
    input: v.strictObject({ roomId: id }),
    output: v.object({ commands: v.array(slashCommandSchema) }),
  }),
  'slash:run': command<{ text?: string }>()({
    http: 'POST /rooms/:roomId/slash/:name',
    rate: 'sends',
    summary: 'Run a slash command of the application; only I get the text that it returns',
    input: v.strictObject({ roomId: id, name: slashName, text: v.optional(messageText) }),
    output: v.object({ text: v.optional(v.string()) }),
  }),
};
