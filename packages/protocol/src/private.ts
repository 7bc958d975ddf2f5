import type { Message } from './messages.ts';

/** Whether a message exists for somebody: a private one does for its author and those it is to, and for nobody else. */
export const isFor = ({ to, author }: Pick<Message, 'to' | 'author'>, userId: string): boolean =>
  to === undefined || author.id === userId || to.includes(userId);
