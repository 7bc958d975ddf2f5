import * as v from 'valibot';
import { command } from './command.ts';
import { emoji, id, limit, messageId } from './fields.ts';
import type { Message } from './messages.ts';
import type { User } from './users.ts';

/** Most different emoji, and most of one emoji, that one window of bursts tells; what is more is dropped. */
export const burstShown = { emoji: 8, count: 100 } as const;

const target = { roomId: id, messageId, emoji };

export const reactionCommands = {
  'reaction:add': command<Message>()({
    http: 'PUT /rooms/:roomId/messages/:messageId/reactions/:emoji',
    summary: 'React to a message; reacting twice is once',
    input: v.strictObject(target),
  }),
  'reaction:remove': command<Message>()({
    http: 'DELETE /rooms/:roomId/messages/:messageId/reactions/:emoji',
    summary: 'Take my reaction back',
    input: v.strictObject(target),
  }),
  'reaction:list': command<{ users: User[]; hasMore: boolean }>()({
    http: 'GET /rooms/:roomId/messages/:messageId/reactions/:emoji',
    summary: 'Who reacted with an emoji, by user id',
    input: v.strictObject({ ...target, after: v.optional(id), limit }),
  }),
  'reaction:burst': command<Record<string, never>>()({
    http: 'POST /rooms/:roomId/bursts',
    summary: 'Let an emoji float up for all who look on now; nothing is stored',
    input: v.strictObject({ roomId: id, emoji }),
  }),
};
