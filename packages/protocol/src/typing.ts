import * as v from 'valibot';
import { command } from './command.ts';
import { id } from './fields.ts';

/** Most users named in one `typing:changed`. */
export const typingShown = 20;

export const typingCommands = {
  'typing:set': command<Record<string, never>>()({
    http: 'PUT /rooms/:roomId/typing',
    summary: 'Say that I type, or no longer do; lapses by itself after limits.typingTimeoutMs',
    input: v.strictObject({ roomId: id, typing: v.boolean() }),
  }),
};
