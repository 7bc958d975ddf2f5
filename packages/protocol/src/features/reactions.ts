import * as v from 'valibot';
import { command } from '../command.ts';
import { emoji, id, limit, messageId } from '../fields.ts';
import { reactionEmoji } from './custom-emoji.ts';
import { messageSchema, type Message } from './messages.ts';
import { hasMore, nothing } from '../outputs.ts';
import { userSchema, type User } from './users.ts';

/**
 * Most different emoji, and most of one emoji, in the bursts of one time window; the server drops the others.
 */
export const burstShown = { emoji: 8, count: 100 } as const;

const target = { roomId: id, messageId, emoji: reactionEmoji };

export const reactionCommands = {
  'reaction:add': command<Message>()({
    http: 'PUT /rooms/:roomId/messages/:messageId/reactions/:emoji',
    rate: 'reactions',
    load: 'send',
    summary: 'React to a message; reacting again with the same emoji changes nothing',
    input: v.strictObject(target),
    output: messageSchema,
  }),
  'reaction:remove': command<Message>()({
    http: 'DELETE /rooms/:roomId/messages/:messageId/reactions/:emoji',
    rate: 'reactions',
    load: 'send',
    summary: 'Remove my reaction',
    input: v.strictObject(target),
    output: messageSchema,
  }),
  'reaction:list': command<{ users: User[]; hasMore: boolean }>()({
    http: 'GET /rooms/:roomId/messages/:messageId/reactions/:emoji',
    summary: 'List the users who reacted with an emoji, by user id',
    input: v.strictObject({ ...target, after: v.optional(id), limit }),
    output: v.object({ users: v.array(userSchema), hasMore }),
  }),
  'reaction:burst': command<Record<string, never>>()({
    http: 'POST /rooms/:roomId/bursts',
    rate: 'bursts',
    load: 'ephemeral',
    summary: 'Show an emoji to everyone in the room for a moment; a recording counts it',
    input: v.strictObject({ roomId: id, emoji }),
    output: nothing,
  }),
};
