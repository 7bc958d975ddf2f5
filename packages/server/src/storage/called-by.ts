import type { Message } from '@chat/protocol';

/** Stands for everybody among those who are called; no user has it for an id. */
export const everybody = '';

/** Whom a message calls, for an index: user ids, or `everybody`; its author too, who is left out of what is read. */
export const calledBy = ({ mentions, mentionsAll, to, deletedAt }: Message): string[] => {
  if (deletedAt !== undefined) return [];
  return mentionsAll ? (to ?? [everybody]) : mentions;
};
