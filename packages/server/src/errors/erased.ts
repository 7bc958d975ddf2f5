import { ChatError } from '@chat/protocol';

/** For the user alone: they are told who they were, so that their device can forget it. */
export const erasedError = (userId: string): ChatError =>
  new ChatError('forbidden', 'this user was erased', { reason: 'erased', userId });
