import * as v from 'valibot';
import { command } from './command.ts';
import { id, messageText } from './fields.ts';

/** What the application has declared to be typed after a slash: `/weather Madrid`. */
export interface SlashCommand {
  /** Without the slash. */
  name: string;
  description: string;
  /** What is to be written after the name: `[city]`. */
  hint?: string;
}

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
    summary: 'What I may type after a slash in a room, by name',
    input: v.strictObject({ roomId: id }),
  }),
  'slash:run': command<{ text?: string }>()({
    http: 'POST /rooms/:roomId/slash/:name',
    summary: 'Do what the application has declared under a name; what it answers is for me alone',
    input: v.strictObject({ roomId: id, name: slashName, text: v.optional(messageText) }),
  }),
};
