import * as v from 'valibot';
import { command } from './command.ts';
import { id, time } from './fields.ts';

export const silenceCommands = {
  'room:silence': command<{ silencedUntil?: number }>()({
    http: 'PUT /rooms/:roomId/silence',
    summary: 'Want no notice of a room until a time, for myself alone; null ends it',
    input: v.strictObject({ roomId: id, until: v.nullable(time) }),
  }),
};
