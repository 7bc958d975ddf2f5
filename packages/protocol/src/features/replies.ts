import * as v from 'valibot';
import { command } from '../command.ts';
import { id, messageId } from '../fields.ts';
import { messageSchema, type Message } from './messages.ts';

/**
 * A message that is replied to may be much older than the messages a client has loaded: this fetches it by
 * id.
 */
export const replyCommands = {
  'message:get': command<Message>()({
    http: 'GET /rooms/:roomId/messages/:messageId',
    summary: 'Get one message, tombstone or not',
    input: v.strictObject({ roomId: id, messageId }),
    output: messageSchema,
  }),
};
