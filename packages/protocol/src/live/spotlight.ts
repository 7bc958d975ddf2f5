import * as v from 'valibot';
import { command } from '../command.ts';
import { id, messageId } from '../fields.ts';
import { nothing, schemaOf, time } from '../outputs.ts';
import { messageSchema, type Message } from '../features/messages.ts';

/** The message on stage of a room. */
export interface Spotlight {
  messageId: string;
  /** When a host put it there, ms since the epoch. */
  at: number;
}

export const spotlightSchema = schemaOf<Spotlight>()(v.object({ messageId: v.string(), at: time }));

export const spotlightCommands = {
  'message:spotlight': command<Message>()({
    http: 'PUT /rooms/:roomId/spotlight',
    summary: 'Put a message on stage, in place of the one before (hosts)',
    input: v.strictObject({ roomId: id, messageId }),
    output: messageSchema,
  }),
  'spotlight:clear': command<Record<string, never>>()({
    http: 'DELETE /rooms/:roomId/spotlight',
    summary: 'Clear the stage (hosts)',
    input: v.strictObject({ roomId: id }),
    output: nothing,
  }),
};
