// The chat of meetings: nothing that is said in them is kept, whichever way somebody comes in.
import { ChatError, jwt, type ChatServerOptions, type ChatStorage } from '@chat/server';
import { oldVocabulary } from './old-vocabulary.ts';

export interface MeetingsOptions {
  /** What the user service signs its tokens with. */
  secret: string;
  storage: ChatStorage;
  /** Origins of the front end. */
  origins?: string[] | undefined;
}

export const meetingsChat = ({ secret, storage, origins }: MeetingsOptions): ChatServerOptions => ({
  storage,
  authenticate: jwt({ secret }),
  // A meeting is made over HTTP, and so is its room. Files would be kept, and so would rooms of two.
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
