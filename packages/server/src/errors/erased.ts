import { ChatError } from '@chat/protocol';

/** For the user alone: it has the user's id, so that their device can delete its data. */
export const erasedError = (userId: string): ChatError =>
  new ChatError('forbidden', 'this user was erased', { reason: 'erased', userId });
