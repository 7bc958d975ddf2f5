import * as v from 'valibot';
import { command } from '../command.ts';
import { id, limit, messageId } from '../fields.ts';
import { messageSchema, type Message } from '../features/messages.ts';
import { count, hasMore, nothing, schemaOf } from '../outputs.ts';
import { maxReasonLength } from './reports.ts';

/** A message that waits for approval, or was rejected. Only its author and moderators see it. */
export interface PendingMessage {
  /** Position in the queue: pass it as `after`. */
  key: string;
  /** As it will be published. `seq` and `rev` are 0 until then; `createdAt` is when it was sent. */
  message: Message;
  /** Rejected messages are listed for their author only. */
  state: 'pending' | 'rejected';
  /** Why it was rejected, in the words of the moderator. */
  reason?: string;
}

export const pendingMessageSchema = schemaOf<PendingMessage>()(
  v.object({
    key: v.pipe(v.string(), v.description('position in the queue: pass it as after')),
    message: v.pipe(messageSchema, v.description('seq and rev are 0 until it is published')),
    state: v.picklist(['pending', 'rejected']),
    reason: v.optional(v.string()),
  }),
);

/** A page of the queue, in the order of arrival. `count`: all that wait in the room, or mine with `own`. */
export interface PendingPage {
  messages: PendingMessage[];
  count: number;
  hasMore: boolean;
}

const target = { roomId: id, messageId };

export const approvalCommands = {
  'approval:list': command<PendingPage>()({
    http: 'GET /rooms/:roomId/approval',
    summary:
      'List the messages that wait for approval, oldest first (moderators); with own, mine and those rejected',
    input: v.strictObject({
      roomId: id,
      own: v.optional(v.boolean()),
      after: v.optional(v.pipe(v.string(), v.maxLength(64))),
      limit,
    }),
    output: v.object({ messages: v.array(pendingMessageSchema), count, hasMore }),
  }),
  'approval:approve': command<Message>()({
    http: 'PUT /rooms/:roomId/approval/:messageId',
    load: 'send',
    summary: 'Publish a message that waits for approval; it takes its seq now',
    input: v.strictObject(target),
    output: messageSchema,
  }),
  'approval:trust': command<Message>()({
    http: 'PUT /rooms/:roomId/approval/:messageId/trust',
    load: 'send',
    summary: 'Publish a message and trust its author: their messages in this room no longer wait',
    input: v.strictObject(target),
    output: messageSchema,
  }),
  'approval:untrust': command<Record<string, never>>()({
    http: 'DELETE /rooms/:roomId/trusted/:userId',
    summary: 'Stop trusting a user: their messages wait for approval again',
    input: v.strictObject({ roomId: id, userId: id }),
    output: nothing,
  }),
  'approval:reject': command<Record<string, never>>()({
    http: 'POST /rooms/:roomId/approval/:messageId/rejection',
    summary: 'Reject a message that waits for approval; its author sees the reason',
    input: v.strictObject({
      ...target,
      reason: v.optional(
        v.pipe(
          v.string(),
          v.trim(),
          v.maxLength(maxReasonLength, `must be at most ${maxReasonLength} characters`),
        ),
      ),
    }),
    output: nothing,
  }),
  'approval:withdraw': command<Record<string, never>>()({
    http: 'DELETE /rooms/:roomId/approval/:messageId',
    summary: 'Withdraw a message of mine that waits for approval, or dismiss one that was rejected',
    input: v.strictObject(target),
    output: nothing,
  }),
};
