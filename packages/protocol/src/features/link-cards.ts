import * as v from 'valibot';
import { command } from '../command.ts';
import { id, messageId } from '../fields.ts';
import { messageSchema, type Message } from './messages.ts';

export const linkCardCommands = {
  'card:remove': command<Message>()({
    http: 'DELETE /rooms/:roomId/messages/:messageId/card',
    summary:
      'Remove the link card of a message: mine, or any with the right; removing it again changes nothing',
    input: v.strictObject({ roomId: id, messageId }),
    output: messageSchema,
  }),
};
