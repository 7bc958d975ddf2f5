import type { Message } from './messages.ts';
import { isFor } from './private.ts';

/** Unread mentions are counted up to here. */
export const mentionsCounted = 100;

/** Whether a message calls somebody: by name or with everybody, while it stands. Nobody is called by their own. */
export const calls = (
  message: Pick<Message, 'author' | 'mentions' | 'mentionsAll' | 'to' | 'deletedAt'>,
  userId: string,
): boolean =>
  message.author.id !== userId &&
  message.deletedAt === undefined &&
  (message.mentionsAll === true || message.mentions.includes(userId)) &&
  isFor(message, userId);
