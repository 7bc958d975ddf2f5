import type { Message } from './messages.ts';

/** Returns whether a user may receive a message: a private one is for its author and its recipients only. */
export const isFor = ({ to, author }: Pick<Message, 'to' | 'author'>, userId: string): boolean =>
  to === undefined || author.id === userId || to.includes(userId);
