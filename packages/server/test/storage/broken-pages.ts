import type { Message } from '@chat/protocol';
import type { ChatStorage, PageQuery } from '../../src/storage/contract/storage.ts';
import { andMore, type Broken } from './break-storage.ts';

type Page = { messages: Message[]; hasMore: boolean };
type AskPage = (query: PageQuery) => Promise<Page>;

const page = (
  name: string,
  found: string[],
  answer: (ask: AskPage, query: PageQuery) => Promise<Page>,
): Broken => ({
  name,
  found,
  damage: ({ timeline }) => ({
    timeline: { page: (roomId, query) => answer((asked) => timeline.page(roomId, asked), query) },
  }),
});

const message = (
  name: string,
  found: string[],
  make: (sound: ChatStorage) => ChatStorage['timeline']['message'],
): Broken => ({
  name,
  found,
  damage: (sound) => ({ timeline: { message: make(sound) } }),
});

export const brokenPages: Broken[] = [
  page('hides tombstones', ['a page is ascending and includes tombstones', andMore], async (ask, query) => {
    const { messages, hasMore } = await ask(query);
    return { messages: messages.filter(({ deletedAt }) => deletedAt === undefined), hasMore };
  }),
  page(
    'returns pages newest first',
    ['a page is ascending and includes tombstones', andMore],
    async (ask, query) => {
      const { messages, hasMore } = await ask(query);
      return { messages: messages.toReversed(), hasMore };
    },
  ),
  page(
    'starts with the oldest page',
    [
      'an audit entry is stored with its change',
      'a page without a position has the newest messages',
      'a page tells whether there are more',
      'a private message is on the pages of its author and recipients',
      'a message in a thread is on the pages of the room only if it was sent there too',
    ],
    (ask, query) =>
      ask('before' in query || 'around' in query || 'after' in query ? query : { ...query, after: 0 }),
  ),
  page(
    'counts `before` in',
    [
      'a page before a seq has the newest messages below it',
      'a page has only visible messages',
      'a page tells whether there are more',
      'a private message is on the pages of its author and recipients',
      'a private message stays private when it is edited and deleted',
      'a message in a thread is on the pages of the room only if it was sent there too',
    ],
    (ask, query) => ask(query.before === undefined ? query : { ...query, before: query.before + 1 }),
  ),
  page(
    'returns the newest messages after a seq',
    [
      'a page after a seq has the oldest messages above it',
      'a page has only visible messages',
      'a page tells whether there are more',
      'a private message is on the pages of its author and recipients',
      'a message in a thread is on the pages of the room only if it was sent there too',
    ],
    async (ask, { after, ...query }) => {
      if (after === undefined) return ask(query);
      const newest = await ask({ ...query, visibleAfter: Math.max(after, query.visibleAfter ?? 0) });
      return newest;
    },
  ),
  page(
    'leaves out the message in the middle of a page',
    [
      'half of a page around a seq is below it',
      'a page has only visible messages',
      'a page tells whether there are more',
      'a private message is on the pages of its author and recipients',
      'a message in a thread is on the pages of the room only if it was sent there too',
    ],
    async (ask, query) => {
      const { messages, hasMore } = await ask(query);
      return { messages: messages.filter(({ seq }) => seq !== query.around), hasMore };
    },
  ),
  page(
    'includes messages that are not visible',
    [
      'a page has only visible messages',
      'a private message is on the pages of its author and recipients',
      'a message in a thread is on the pages of the room only if it was sent there too',
    ],
    (ask, query) => ask({ ...query, visibleAfter: 0 }),
  ),
  page(
    'reports more after every full page',
    ['a page tells whether there are more', 'a private message is on the pages of its author and recipients'],
    async (ask, query) => {
      const { messages } = await ask(query);
      return { messages, hasMore: messages.length === query.limit };
    },
  ),
  page(
    'reports older messages after a seq',
    ['a page tells whether there are more', 'a private message is on the pages of its author and recipients'],
    async (ask, query) => {
      const { messages, hasMore } = await ask(query);
      return { messages, hasMore: query.after === undefined ? hasMore : (messages[0]?.seq ?? 1) > 1 };
    },
  ),
  message(
    'does not return tombstones',
    [
      'a message is returned only in its own room',
      'importing a message again changes nothing, whatever happened to it',
      'the first message of a thread has an exact summary, with its own rev',
    ],
    ({ timeline }) =>
      async (...asked) => {
        const found = await timeline.message(...asked);
        return found?.deletedAt === undefined ? found : null;
      },
  ),
  message(
    'returns messages of other rooms',
    [
      'a message is returned only in its own room',
      'an unknown room is empty',
      'pruning removes older messages and their reports',
    ],
    ({ timeline }) =>
      async (roomId, ...asked) => {
        const found = await Promise.all([roomId, 'r', 's'].map((room) => timeline.message(room, ...asked)));
        return found.find((one) => one !== null) ?? null;
      },
  ),
];
