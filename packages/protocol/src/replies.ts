import * as v from 'valibot';
import { command } from './command.ts';
import { id, messageId } from './fields.ts';
import type { Message } from './messages.ts';

/** What `replyTo` of a message names may lie far above what a client holds: it is asked for by its id. */
export const replyCommands = {
  'message:get': command<Message>()({
    http: 'GET /rooms/:roomId/messages/:messageId',
    summary: 'One message, tombstone or not',
    input: v.strictObject({ roomId: id, messageId }),
  }),
};
