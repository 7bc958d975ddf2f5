import * as v from 'valibot';
import { command } from '../command.ts';
import { id, time } from '../fields.ts';

export const silenceCommands = {
  'room:silence': command<{ silencedUntil?: number }>()({
    http: 'PUT /rooms/:roomId/silence',
    summary: 'Silence the notifications of a room for myself until a time; null ends it',
    input: v.strictObject({ roomId: id, until: v.nullable(time) }),
    output: v.object({ silencedUntil: v.optional(v.number()) }),
  }),
};
