import { isThreadOnly, type Message } from '@chat/protocol';

/** The entry that stands for a mention of everyone; no user has this id. */
export const everyone = '';

/**
 * Returns the entries of a message for an index of mentions: user ids, or `everyone`. The author may be among
 * them and is filtered out by queries. Messages only in a thread have no entries.
 */
export const mentionedUsers = (message: Message): string[] => {
  const { mentions, mentionsAll, to, deletedAt } = message;
  if (deletedAt !== undefined || isThreadOnly(message)) return [];
  return mentionsAll ? (to ?? [everyone]) : mentions;
};
