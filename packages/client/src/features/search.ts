import { ChatError, type Call, type Input, type Message, type SearchPage } from '@chat/protocol';
import type { LocalSearch, SearchOptions } from '../encryption/local-search/local-search.ts';
import { createLazy } from '../lazy/lazy.ts';
import { noop } from '../platform/noop.ts';
import type { RoomContext } from '../room/room-context.ts';

/** Words, author, attachments and time to search for. `cursor`: of the previous page, for the next one. */
export type SearchQuestion = Input<'message:searchAll'>;

/**
 * Resolves to matching messages, newest first. A string is short for `{ q: text }`. Rejects with `ChatError`. In an encrypted
 * room this device searches: a page may have few hits, or none, and a `cursor` that continues with older messages.
 */
export type Search = (question: string | SearchQuestion, options?: SearchOptions) => Promise<SearchPage>;

const toQuestion = (question: string | SearchQuestion): SearchQuestion =>
  typeof question === 'string' ? { q: question } : question;

/** `read`: returns a message with its text. */
export const searchIn = (
  { call, roomId, sync, self, now }: RoomContext,
  read: (message: Message) => Promise<Message>,
): Search => {
  const code = createLazy(() => import('../encryption/local-search/local-search.ts'), noop);
  let local: LocalSearch | null = null;

  const searchHere: LocalSearch = async (...given) => {
    if (sync.status === 'idle' || sync.status === 'left')
      throw new ChatError('conflict', 'join the room before you search it', { reason: 'not_joined' });
    const { createLocalSearch } = await code.load();
    local ??= createLocalSearch({
      list: (below) =>
        call('message:list', {
          roomId,
          withReplies: true,
          limit: 100,
          ...(below === undefined ? {} : { before: below }),
        }),
      read,
      version: () => JSON.stringify([self(), sync.core.since]),
      now,
    });
    return local(...given);
  };

  return async (question, options = {}) => {
    const asked = toQuestion(question);
    // Words leave the device only if the server can read the room.
    const { encryption } = sync.core.room ?? (await call('room:get', { roomId }));
    return encryption === undefined
      ? call('message:search', { ...asked, roomId })
      : searchHere(asked, options);
  };
};

/** Encrypted rooms are left out. */
export const searchAll =
  (call: Call): Search =>
  (question) =>
    call('message:searchAll', toQuestion(question));
