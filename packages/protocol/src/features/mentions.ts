import type { Message } from './messages.ts';
import { isFor } from './private.ts';

/** Unread mentions are counted up to this number. */
export const mentionsCounted = 100;

/**
 * Returns whether a message mentions a user, by id or with everyone. Deleted messages mention nobody, and no
 * message mentions its author.
 */
export const mentionsUser = (
  message: Pick<Message, 'author' | 'mentions' | 'mentionsAll' | 'to' | 'deletedAt'>,
  userId: string,
): boolean =>
  message.author.id !== userId &&
  message.deletedAt === undefined &&
  (message.mentionsAll === true || message.mentions.includes(userId)) &&
  isFor(message, userId);
