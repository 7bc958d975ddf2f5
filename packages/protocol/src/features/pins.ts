import * as v from 'valibot';
import { command } from '../command.ts';
import { id, limit, messageId, position } from '../fields.ts';
import { messagePageSchema, messageSchema, type Message, type MessagePage } from './messages.ts';

const target = { roomId: id, messageId };

export const pinCommands = {
  'message:pin': command<Message>()({
    http: 'PUT /rooms/:roomId/messages/:messageId/pin',
    summary: 'Pin a message; pinning it again changes nothing',
    input: v.strictObject(target),
    output: messageSchema,
  }),
  'message:unpin': command<Message>()({
    http: 'DELETE /rooms/:roomId/messages/:messageId/pin',
    summary: 'Unpin a message',
    input: v.strictObject(target),
    output: messageSchema,
  }),
  'message:pins': command<MessagePage>()({
    http: 'GET /rooms/:roomId/pins',
    summary: 'List the pinned messages of a room by seq, after a seq',
    input: v.strictObject({ roomId: id, after: v.optional(position), limit }),
    output: messagePageSchema,
  }),
};
