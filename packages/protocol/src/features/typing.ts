import * as v from 'valibot';
import { command } from '../command.ts';
import { id } from '../fields.ts';
import { nothing } from '../outputs.ts';

/** Most users named in one `typing:changed`. */
export const typingShown = 20;

export const typingCommands = {
  'typing:set': command<Record<string, never>>()({
    http: 'PUT /rooms/:roomId/typing',
    load: 'ephemeral',
    summary: 'Report that I started or stopped typing; expires after limits.typingTimeoutMs',
    input: v.strictObject({ roomId: id, typing: v.boolean() }),
    output: nothing,
  }),
};
