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
  page('hides tombstones', ['a page ascends and holds tombstones', andMore], async (ask, query) => {
    const { messages, hasMore } = await ask(query);
    return { messages: messages.filter(({ deletedAt }) => deletedAt === undefined), hasMore };
  }),
  page('answers the newest first', ['a page ascends and holds tombstones', andMore], async (ask, query) => {
    const { messages, hasMore } = await ask(query);
    return { messages: messages.toReversed(), hasMore };
  }),
  page(
    'begins with the oldest',
    [
      'an entry is there if its change is',
      'a page without a position is the newest',
      'a page tells whether there are more',
      'a private message is on the pages of its author and of those it is to',
      'a message in a thread is on the pages of the thread, and of the room only if it stands there too',
    ],
    (ask, query) =>
      ask('before' in query || 'around' in query || 'after' in query ? query : { ...query, after: 0 }),
  ),
  page(
    'counts `before` in',
    [
      'a page before a seq is the newest below it',
      'a page shows only what is visible',
      'a page tells whether there are more',
      'a private message is on the pages of its author and of those it is to',
      'a private message stays private when it is edited and deleted',
      'a message in a thread is on the pages of the thread, and of the room only if it stands there too',
    ],
    (ask, query) => ask(query.before === undefined ? query : { ...query, before: query.before + 1 }),
  ),
  page(
    'answers the newest after a seq',
    [
      'a page after a seq is the oldest above it',
      'a page shows only what is visible',
      'a page tells whether there are more',
      'a private message is on the pages of its author and of those it is to',
      'a message in a thread is on the pages of the thread, and of the room only if it stands there too',
    ],
    async (ask, { after, ...query }) => {
      if (after === undefined) return ask(query);
      const newest = await ask({ ...query, visibleAfter: Math.max(after, query.visibleAfter ?? 0) });
      return newest;
    },
  ),
  page(
    'leaves out the message that a page is around',
    [
      'a page around a seq is half below it, the rest from it on',
      'a page shows only what is visible',
      'a page tells whether there are more',
      'a private message is on the pages of its author and of those it is to',
      'a message in a thread is on the pages of the thread, and of the room only if it stands there too',
    ],
    async (ask, query) => {
      const { messages, hasMore } = await ask(query);
      return { messages: messages.filter(({ seq }) => seq !== query.around), hasMore };
    },
  ),
  page(
    'shows what is not visible',
    [
      'a page shows only what is visible',
      'a private message is on the pages of its author and of those it is to',
      'a message in a thread is on the pages of the thread, and of the room only if it stands there too',
    ],
    (ask, query) => ask({ ...query, visibleAfter: 0 }),
  ),
  page(
    'takes a full page for a sign of more',
    [
      'a page tells whether there are more',
      'a private message is on the pages of its author and of those it is to',
    ],
    async (ask, query) => {
      const { messages } = await ask(query);
      return { messages, hasMore: messages.length === query.limit };
    },
  ),
  page(
    'tells of older ones after a seq',
    [
      'a page tells whether there are more',
      'a private message is on the pages of its author and of those it is to',
    ],
    async (ask, query) => {
      const { messages, hasMore } = await ask(query);
      return { messages, hasMore: query.after === undefined ? hasMore : (messages[0]?.seq ?? 1) > 1 };
    },
  ),
  message(
    'finds no tombstone',
    [
      'a message is found by its id in its room alone',
      'what begins a thread tells of it, exactly, with a rev of its own',
    ],
    ({ timeline }) =>
      async (...asked) => {
        const found = await timeline.message(...asked);
        return found?.deletedAt === undefined ? found : null;
      },
  ),
  message(
    'finds messages of other rooms',
    [
      'a message is found by its id in its room alone',
      'an unknown room has nothing',
      'pruning forgets what was created before',
    ],
    ({ timeline }) =>
      async (roomId, ...asked) => {
        const found = await Promise.all([roomId, 'r', 's'].map((room) => timeline.message(room, ...asked)));
        return found.find((one) => one !== null) ?? null;
      },
  ),
];
