import { isThreadOnly, type Message } from '@chat/protocol';

/** Stands for everybody among those who are called; no user has it for an id. */
export const everyone = '';

/**
 * Whom a message of the room calls, for an index: user ids, or `everybody`; its author too, who is left out of what is read.
 * One that stands in a thread alone is none of those that one goes through.
 */
export const mentionedUsers = (message: Message): string[] => {
  const { mentions, mentionsAll, to, deletedAt } = message;
  if (deletedAt !== undefined || isThreadOnly(message)) return [];
  return mentionsAll ? (to ?? [everyone]) : mentions;
};
