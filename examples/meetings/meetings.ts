// The chat of meetings: no message is stored, by any way of joining.
import { ChatError, jwt, type ChatServerOptions, type ChatStorage } from '@chat/server';
import { oldVocabulary } from './old-vocabulary.ts';

export interface MeetingsOptions {
  /** The secret of the user service's tokens. */
  secret: string;
  storage: ChatStorage;
  /** Origins of the front end. */
  origins?: string[] | undefined;
}

export const meetingsChat = ({ secret, storage, origins }: MeetingsOptions): ChatServerOptions => ({
  storage,
  authenticate: jwt({ secret }),
  // A meeting and its room are created over HTTP. Files and direct rooms would be stored.
  rooms: { autoCreate: false, defaults: { retention: 'ephemeral' } },
  files: false,
  hooks: {
    'before:room:create': (_context, input) => {
      if (input.type === 'direct') throw new ChatError('forbidden', 'there are only meetings here');
      return { ...input, retention: 'ephemeral' };
    },
  },
  reminders: { beforeMs: [600_000] },
  ...(origins && { cors: { origin: origins } }),
  dialects: [oldVocabulary(storage.rooms)],
});
