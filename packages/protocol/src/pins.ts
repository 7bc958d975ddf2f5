import * as v from 'valibot';
import { command } from './command.ts';
import { id, limit, messageId, position } from './fields.ts';
import type { Message, MessagePage } from './messages.ts';

const target = { roomId: id, messageId };

export const pinCommands = {
  'message:pin': command<Message>()({
    http: 'PUT /rooms/:roomId/messages/:messageId/pin',
    summary: 'Keep a message in sight of the room; pinning twice is once',
    input: v.strictObject(target),
  }),
  'message:unpin': command<Message>()({
    http: 'DELETE /rooms/:roomId/messages/:messageId/pin',
    summary: 'Let a pinned message go',
    input: v.strictObject(target),
  }),
  'message:pins': command<MessagePage>()({
    http: 'GET /rooms/:roomId/pins',
    summary: 'The pinned messages of a room, by seq, after a seq',
    input: v.strictObject({ roomId: id, after: v.optional(position), limit }),
  }),
};
